package dev.tachograph.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.Gap;
import dev.tachograph.model.LargeValue;
import dev.tachograph.model.LogLine;
import dev.tachograph.query.LogColumn;
import dev.tachograph.settings.Settings.Limit;
import dev.tachograph.settings.Settings.Retention;
import dev.tachograph.store.LogFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the routes of the log answer over a real store, held against {@code openapi.json}. */
@Timeout(120)
class LogRoutesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
    private static final Retention RETENTION = new Retention(
            new Limit(30, 1_000_000_000),
            new Limit(30, 500_000_000),
            new Limit(30, 250_000_000),
            new Limit(400, 250_000_000),
            Duration.ofMinutes(10),
            1_000_000_000,
            false);

    @TempDir
    private Path folder;

    private LogFixture log;
    private Api api;

    @BeforeEach
    void open() throws Exception {
        log = new LogFixture(folder.resolve("data"));
        api = RecordedApi.of(log.recorded(), () -> null, folder, RETENTION, InstantSource.fixed(NOW));
    }

    @AfterEach
    void close() {
        log.close();
    }

    private Answer ask(String path, String... parameters) {
        var values = new TreeMap<String, List<String>>();
        for (int i = 0; i < parameters.length; i += 2) {
            values.put(parameters[i], List.of(parameters[i + 1]));
        }
        return api.answer(ApiRequest.get(path, values));
    }

    private Map<String, @Nullable Object> answer(int status, String path, String... parameters) throws IOException {
        Answer answer = ask(path, parameters);
        var body = new ByteArrayOutputStream();
        answer.writeTo(body);
        String text = body.toString(StandardCharsets.UTF_8);
        assertThat(answer.status()).as(text).isEqualTo(status);
        return Json.object(text);
    }

    private static List<@Nullable Object> column(Map<String, @Nullable Object> answer, String list, String name) {
        List<@Nullable Object> values = new ArrayList<>();
        Json.items(answer.get(list))
                .forEach(item -> values.add(Json.members(item).get(name)));
        return values;
    }

    @Test
    void aSearchIsAnsweredAsDescribed() throws Exception {
        var gap = new Gap(
                Gap.Stream.LOGS,
                NOW.minusSeconds(99),
                NOW.minusSeconds(88),
                Gap.Cause.SUPPRESSED,
                7L,
                "7 of ssh.service");
        log.add(
                List.of(log.line(NOW.minusSeconds(10), "Connection refused"), log.line(NOW.minusSeconds(5), "other")),
                gap);
        var page = answer(200, "/api/search", "q", "refused");
        assertThat(Schema.complaints("LogPage", page)).isEmpty();
        assertThat(page)
                .containsEntry("from", "2026-11-23T03:00:00.000000Z")
                .containsEntry("to", "2026-11-23T04:00:00.000000Z")
                .containsEntry("q", "refused")
                .containsEntry("limit", 1000L)
                .containsEntry("sort", "timestamp")
                .containsEntry("sort_dir", "desc")
                .containsEntry("total", 1L)
                .containsEntry("truncated", false)
                .containsEntry("next", null)
                .containsEntry("previous", null);
        assertThat(column(page, "gaps", "cause")).containsExactly("suppressed");
        assertThat(Json.members(Json.items(page.get("lines")).getFirst()))
                .containsExactly(
                        Map.entry("line", 1L),
                        Map.entry("timestamp", "2026-11-23T03:59:50.000000Z"),
                        Map.entry("priority", 6L),
                        Map.entry("level", "info"),
                        Map.entry("hostname", "web1"),
                        Map.entry("unit", "ssh.service"),
                        Map.entry("identifier", "sshd"),
                        Map.entry("pid", 4711L),
                        Map.entry("message", "Connection refused"),
                        nothing("message_bytes"),
                        Map.entry("source", "journal"));
    }

    private static Map.Entry<String, Object> nothing(String name) {
        return new SimpleEntry<>(name, null);
    }

    @Test
    void aStarIsEveryColumnOfALineWhateverItHolds() throws Exception {
        byte[] large = new byte[20_000];
        Arrays.fill(large, (byte) 0xff);
        String hostile = "\u001b[31m\u0000\"\\\n</script>\u202e😀";
        log.add(List.of(log.line(
                NOW.minusSeconds(1),
                null,
                null,
                null,
                null,
                hostile,
                Map.of("FOO", List.of(hostile, ""), "ÄÖ\"", List.of("x")),
                new LargeValue(LogLine.MESSAGE, large))));
        for (int round = 0; round < 2; round++) {
            var page = answer(200, "/api/search", "columns", "*");
            assertThat(Schema.complaints("LogPage", page)).isEmpty();
            var line = Json.members(Json.items(page.get("lines")).getFirst());
            assertThat(line.keySet()).containsExactlyElementsOf(LogColumn.keys());
            assertThat(line)
                    .containsEntry("message", hostile)
                    .containsEntry("message_bytes", 20_000L)
                    .containsEntry("level", null)
                    .containsEntry("boot_id", LogFixture.BOOT.toString())
                    .containsEntry("fields", Map.of("FOO", List.of(hostile, ""), "ÄÖ\"", List.of("x")));
            log.seal();
        }
    }

    @Test
    void patternsAreCountedAndTheirNumbersAreTexts() throws Exception {
        log.add(List.of(
                log.line(NOW.minusSeconds(4), 3, "a.service", "x", 1, "job 1 failed", Map.of()),
                log.line(NOW.minusSeconds(3), 4, "a.service", "x", 1, "job 2 failed", Map.of()),
                log.line(NOW.minusSeconds(2), 4, "b.service", "y", 1, "<b>ready</b>", Map.of()),
                log.line(NOW.minusSeconds(1), null, null, null, null, null, Map.of())));
        var found = answer(200, "/api/patterns", "limit", "1");
        assertThat(Schema.complaints("LogPatterns", found)).isEmpty();
        assertThat(found)
                .containsEntry("total", 2L)
                .containsEntry("lines", 4L)
                .containsEntry("lines_without", 1L)
                .containsEntry("truncated", true);
        var pattern = Json.members(Json.items(found.get("patterns")).getFirst());
        assertThat(pattern)
                .containsEntry("text", "job * failed")
                .containsEntry("count", 2L)
                .containsEntry("priority", 3L)
                .containsEntry("example", "job 2 failed");
        String number = String.valueOf(pattern.get("pattern"));
        assertThat(column(
                        answer(200, "/api/search", "q", "pattern:" + number, "columns", "pattern"), "lines", "pattern"))
                .containsExactly(number, number);
        assertThat(column(answer(200, "/api/patterns", "unit", "b"), "patterns", "text"))
                .containsExactly("<b>ready</b>");
        answer(400, "/api/patterns", "limit", "1001");
        answer(400, "/api/patterns", "limit", "0");
        answer(400, "/api/patterns", "q", "(");
    }

    @Test
    void parametersNarrowDownWhatTheSearchFinds() throws Exception {
        log.add(List.of(
                log.line(NOW.minusSeconds(4), 3, "a.service", "x", 1, "m", Map.of()),
                log.line(NOW.minusSeconds(3), 4, "a.service", "x", 1, "m", Map.of()),
                log.line(NOW.minusSeconds(2), 4, "b.service", "y", 1, "m", Map.of())));
        assertThat(column(answer(200, "/api/search", "unit", "a"), "lines", "line"))
                .containsExactly(2L, 1L);
        assertThat(column(answer(200, "/api/search", "priority", "err"), "lines", "line"))
                .containsExactly(1L);
        assertThat(column(answer(200, "/api/search", "priority", "4"), "lines", "line"))
                .containsExactly(3L, 2L);
        assertThat(column(answer(200, "/api/search", "priority", "4+", "unit", "?.service"), "lines", "line"))
                .containsExactly(3L, 2L, 1L);
        assertThat(column(answer(200, "/api/search", "hostname", "web*", "q", "tag:y"), "lines", "line"))
                .containsExactly(3L);
        assertThat(column(answer(200, "/api/search", "end", "2026-11-23T03:59:57Z"), "lines", "line"))
                .containsExactly(1L);
        assertThat(column(answer(200, "/api/search", "columns", "message,line"), "lines", "line"))
                .hasSize(3);
    }

    @Test
    void pagesLeadToEachOther() throws Exception {
        log.add(IntStream.range(0, 25)
                .mapToObj(i -> log.line(NOW.minusSeconds(100 - i), "m" + i))
                .toList());
        var first = answer(200, "/api/search", "limit", "10");
        assertThat(first)
                .containsEntry("total", 25L)
                .containsEntry("truncated", true)
                .containsEntry("previous", null);
        var second = answer(200, "/api/search", "limit", "10", "cursor", String.valueOf(first.get("next")));
        assertThat(column(second, "lines", "message")).hasSize(10).startsWith("m14");
        var third = answer(200, "/api/search", "limit", "10", "cursor", String.valueOf(second.get("next")));
        assertThat(column(third, "lines", "message")).containsExactly("m4", "m3", "m2", "m1", "m0");
        assertThat(third).containsEntry("next", null).containsEntry("total", 25L);
        var back = answer(200, "/api/search", "limit", "10", "cursor", String.valueOf(third.get("previous")));
        assertThat(back.get("lines")).isEqualTo(second.get("lines"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '\0',
            value = {
                "/api/search ¦ limit ¦ 100001",
                "/api/search ¦ limit ¦ 1e9",
                "/api/search ¦ limit ¦ -1",
                "/api/search ¦ sort ¦ fields",
                "/api/search ¦ sort ¦ colour",
                "/api/search ¦ sort_dir ¦ up",
                "/api/search ¦ columns ¦ line,colour",
                "/api/search ¦ columns ¦ *,line",
                "/api/search ¦ start ¦ tomorrow",
                "/api/search ¦ start ¦ 2026-11-24T00:00:00Z",
                "/api/search ¦ tz ¦ Mars/Olympus",
                "/api/search ¦ priority ¦ loud",
                "/api/search ¦ cursor ¦ ",
                "/api/search ¦ cursor ¦ x",
                "/api/search ¦ cursor ¦ ../../etc/passwd",
                "/api/search ¦ cursor ¦ AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "/api/search ¦ colour ¦ red",
                "/api/search ¦ q ¦ (",
                "/api/search ¦ q ¦ /(/",
                "/api/search/tail ¦ q ¦ colour:red",
                "/api/search/tail ¦ q ¦ /a**/",
                "/api/search/tail ¦ after ¦ -1",
                "/api/search/tail ¦ columns ¦ x",
                "/api/timechart ¦ bins ¦ 0",
                "/api/timechart ¦ bins ¦ 1001",
                "/api/timechart ¦ q ¦ /[/",
                "/api/filters ¦ fields ¦ message",
                "/api/filters ¦ fields ¦ unit,,",
                "/api/filters ¦ q ¦ x OR",
                "/api/logs/around ¦ line ¦ 0",
                "/api/logs/around ¦ line ¦ x",
                "/api/logs/process ¦ line ¦ 99999999999999999999"
            })
    void whatIsWrongIsRefusedByName(String path, String name, @Nullable String value) throws IOException {
        var problem = answer(400, path, name, Objects.requireNonNullElse(value, ""));
        assertThat(Schema.complaints("Problem", problem)).isEmpty();
        assertThat(problem).containsEntry("parameter", name);
        assertThat(String.valueOf(problem.get("detail"))).startsWith(name + ": ");
    }

    @Test
    void aSearchThatIsNoneIsRefusedWithItsPlace() throws IOException {
        assertThat(answer(400, "/api/search", "q", "a hostnam:x"))
                .containsEntry("position", 2L)
                .containsEntry("length", 7L)
                .containsEntry("complaint", "there is no field 'hostnam'; did you mean 'hostname'?");
        assertThat(answer(400, "/api/search", "sort", "fields"))
                .containsEntry("detail", "sort: 'fields' is a column that is not possible here");
        assertThat(answer(400, "/api/filters", "fields", "unit,massage"))
                .containsEntry(
                        "detail",
                        "fields: 'massage' is none of the columns that are possible; GET /api/columns lists all");
        assertThat(answer(400, "/api/search", "q", "a /b(/"))
                .containsEntry("position", 2L)
                .containsEntry("length", 4L);
        assertThat(answer(400, "/api/logs/around", "line", "1", "lines", "1", "seconds", "1"))
                .containsEntry("parameter", "seconds");
        assertThat(answer(400, "/api/logs/around")).containsEntry("parameter", "line");
    }

    @Test
    void theTimeChartHasEveryBinAndCountsByLevel() throws Exception {
        log.add(List.of(
                log.line(NOW.minusSeconds(3600), 3, null, "x", 1, "m", Map.of()),
                log.line(NOW.minusSeconds(3590), null, null, "x", 1, "m", Map.of()),
                log.line(NOW.minusSeconds(1), 6, null, "x", 1, "m", Map.of()),
                log.line(NOW.minusSeconds(1), 6, null, "x", 1, "other", Map.of())));
        var chart = answer(200, "/api/timechart", "q", "m");
        assertThat(Schema.complaints("TimeChart", chart)).isEmpty();
        assertThat(chart).containsEntry("bin_seconds", 30.0).containsEntry("total", 3L);
        List<?> bins = Json.items(chart.get("bins"));
        assertThat(bins).hasSize(120);
        assertThat(Json.members(bins.getFirst()))
                .containsEntry("timestamp", "2026-11-23T03:00:00.000000Z")
                .containsEntry("total", 2L);
        assertThat(Json.members(Json.members(bins.getFirst()).get("levels")))
                .containsEntry("err", 1L)
                .containsEntry("unknown", 1L)
                .containsEntry("info", 0L);
        assertThat(Json.members(Json.members(bins.getLast()).get("levels"))).containsEntry("info", 1L);
        assertThat(Json.items(answer(200, "/api/timechart", "bins", "7").get("bins")))
                .hasSize(6);
        assertThat(Json.items(answer(200, "/api/timechart", "start", "2026-11-23T04:00:00Z")
                        .get("bins")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 9999-12-31T00:00:00Z, 1000",
        "1970-01-01T00:00:00Z, 9999-12-31T00:00:00Z, 1",
        "2026-11-23T03:00:00Z, 2026-11-23T03:00:00.000001Z, 120",
        "2026-11-23T03:00:00.123Z, 2026-11-23T03:00:01.456Z, 120",
        "2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z, 120"
    })
    void thereAreNoMoreBinsThanAreAskedFor(String start, String end, int bins) throws Exception {
        var chart = answer(200, "/api/timechart", "start", start, "end", end, "bins", "" + bins);
        assertThat(Json.items(chart.get("bins")).size()).isBetween(1, bins + 1);
    }

    @Test
    void filtersCountWhatTheSearchMatched() throws Exception {
        log.add(IntStream.range(0, 100)
                .mapToObj(i -> log.line(
                        NOW.minusSeconds(i + 1),
                        i % 8,
                        i % 4 == 0 ? null : "u%d.service".formatted(i % 20),
                        "x",
                        i % 2,
                        i < 60 ? "wanted" : "other",
                        Map.of()))
                .toList());
        log.seal();
        var filters = answer(200, "/api/filters", "q", "wanted");
        assertThat(Schema.complaints("Filters", filters)).isEmpty();
        assertThat(filters).containsEntry("total", 60L);
        assertThat(column(filters, "filters", "field"))
                .containsExactly("level", "unit", "identifier", "hostname", "source", "boot_id", "transport", "uid");
        var unit = Json.members(Json.items(filters.get("filters")).get(1));
        assertThat(unit).containsEntry("other_values", 6L).containsEntry("other_count", 18L);
        assertThat(column(unit, "values", "value")).hasSize(10).startsWith(null, "u1.service");
        assertThat(column(unit, "values", "count")).startsWith(15L, 3L);
        var level = Json.members(Json.items(filters.get("filters")).getFirst());
        assertThat(column(level, "values", "value"))
                .contains("emerg", "warning", "debug")
                .hasSize(8);
        var own = answer(200, "/api/filters", "fields", "pid", "q", "nothing");
        assertThat(own).containsEntry("total", 0L);
        assertThat(Schema.complaints("Filters", own)).isEmpty();
    }

    @Test
    void columnsAreDescribed() throws Exception {
        var columns = answer(200, "/api/columns");
        assertThat(Schema.complaints("Columns", columns)).isEmpty();
        assertThat(column(columns, "columns", "name")).containsExactlyElementsOf(LogColumn.keys());
    }

    @Test
    void whatIsAroundALineIsInOrderOfTimeWithTheLineMarked() throws Exception {
        log.add(IntStream.range(0, 50)
                .mapToObj(i -> log.line(NOW.minusSeconds(1000 - 10 * i), "m" + i))
                .toList());
        log.seal();
        log.add(IntStream.range(0, 50)
                .mapToObj(i -> log.line(NOW.minusSeconds(1005 - 10 * i), "n" + i))
                .toList());
        var around = answer(200, "/api/logs/around", "line", "11", "lines", "3", "columns", "message");
        assertThat(Schema.complaints("LogSurroundings", around)).isEmpty();
        assertThat(column(around, "lines", "message")).containsExactly("n9", "m9", "n10", "m10", "n11", "m11", "n12");
        assertThat(column(around, "lines", "marked")).containsExactly(false, false, false, true, false, false, false);
        var near = answer(200, "/api/logs/around", "line", "11", "seconds", "5", "columns", "message");
        assertThat(column(near, "lines", "message")).containsExactly("n10", "m10", "n11");
        assertThat(near).containsEntry("total", 3L).containsEntry("truncated", false);
        var first = answer(200, "/api/logs/around", "line", "1", "lines", "0");
        assertThat(column(first, "lines", "line")).containsExactly(1L);
    }

    @Test
    void aLineThatIsNotThereHasNothingAroundItAndNoProcess() throws Exception {
        answer(404, "/api/logs/around", "line", "1");
        answer(404, "/api/logs/process", "line", "1");
    }

    @Test
    void aLineWithoutAProcessSaysWhy() throws Exception {
        log.add(List.of(
                log.line(NOW.minusSeconds(1), 6, null, "kernel", null, "m", Map.of()),
                log.line(NOW.minusSeconds(1), 6, null, "x", 5, "m", Map.of())));
        var kernel = answer(200, "/api/logs/process", "line", "1");
        assertThat(Schema.complaints("LineProcess", kernel)).isEmpty();
        assertThat(kernel)
                .containsEntry("process", null)
                .containsEntry("at", null)
                .containsEntry("pid", null);
        assertThat(String.valueOf(kernel.get("reason"))).contains("does not tell the pid");
        assertThat(String.valueOf(answer(200, "/api/logs/process", "line", "2").get("reason")))
                .contains("not-yet-recorded");
    }

    /** The memory of the database is 128 MB, and that of a recorder 64 MB. */
    @Test
    void aHundredThousandWholeLinesAreStreamed() throws Exception {
        String message = "a message of some length ".repeat(8);
        for (int i = 0; i < 20; i++) {
            int begin = i * 5000;
            log.add(IntStream.range(begin, begin + 5000)
                    .mapToObj(k -> log.line(
                            NOW.minusSeconds(100).plusNanos(1000L * k),
                            6,
                            "a.service",
                            "x",
                            1,
                            message + k,
                            Map.of("FOO", List.of(message))))
                    .toList());
            if (i == 9) {
                log.seal();
            }
        }
        var count = new long[2];
        ask("/api/search", "limit", "100000", "columns", "*").writeTo(new OutputStream() {
            @Override
            public void write(int single) {
                write(new byte[] {(byte) single}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                count[0] += length;
                for (int i = offset; i < offset + length; i++) {
                    count[1] += bytes[i] == '{' ? 1 : 0;
                }
            }
        });
        assertThat(count[0]).isGreaterThan(60_000_000);
        assertThat(count[1]).isEqualTo(2 * 100_000 + 1);
        assertThat(message.getBytes(UTF_8)).hasSize(200);
    }
}
