package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.bundle.Bundling;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import dev.tachograph.model.LogSource;
import dev.tachograph.model.ProbeCosts;
import dev.tachograph.model.RecorderCost;
import dev.tachograph.model.Tick;
import dev.tachograph.query.RecordingFigures;
import dev.tachograph.record.Governor;
import dev.tachograph.settings.Settings.Limit;
import dev.tachograph.settings.Settings.Retention;
import dev.tachograph.store.Safekeeping;
import dev.tachograph.store.StoppedSafekeeping;
import dev.tachograph.store.StoppedStore;
import dev.tachograph.store.Writing;
import dev.tachograph.worker.SqlRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the routes answer over a real store, held against {@code openapi.json} and the examples of docs/http.md. */
@Timeout(60)
class RecordedApiTest {
    private static final Retention RETENTION = new Retention(
            new Limit(30, 1_000_000_000),
            new Limit(30, 500_000_000),
            new Limit(30, 250_000_000),
            new Limit(400, 250_000_000),
            Duration.ofMinutes(10),
            1_000_000_000,
            false);
    private static final Pattern JSON_BLOCK = Pattern.compile("(?s)```json\\n(\\{.*?)\\n```");

    @TempDir
    private Path folder;

    private Writing writing;
    private Api api;
    private Tick first;
    private Tick newest;

    @BeforeEach
    void record() throws Exception {
        writing = new Writing(folder.resolve("data"), 30, 100_000_000);
        api = RecordedApi.of(writing.store, this::figures, folder, RETENTION, writing.host::wall);
        first = writing.tick();
        writing.tick();
        newest = writing.tick();
    }

    @AfterEach
    void close() {
        writing.close();
    }

    private RecordingFigures figures() {
        var newest = new RecorderCost(15_000L, 101_711_872L, 0L, 0, 7, new ProbeCosts(6100L, 900L, null, 150L));
        var cost = new Governor.State(
                new Governor.Budget(2, 200_000_000),
                1,
                "control groups are looked at with every 4th look",
                first.at().wall(),
                Writing.INTERVAL,
                0.3,
                1.7,
                101_711_872.4,
                newest,
                null);
        return new RecordingFigures(
                42, Instant.EPOCH, Writing.INTERVAL, 3, 0, 0, 0, 8_123_456L, List.of("a note"), null, cost);
    }

    @Test
    void theRoutesAreThoseThatAreDescribed() throws IOException {
        Safekeeping safekeeping = StoppedSafekeeping.of(folder, writing.host::wall);
        OpenApiAgreement.check(RecordedApi.of(
                        writing.store,
                        safekeeping,
                        SqlRunner.none(""),
                        Bundling.ofNobody(null, writing.host::wall),
                        this::figures,
                        folder,
                        RETENTION,
                        writing.host::wall)
                .routes());
    }

    @Test
    void theProcessTableIsAsDescribedWithEveryColumn() throws IOException {
        var table = answer(200, "/api/processes");
        assertThat(Schema.complaints("ProcessTable", table)).isEmpty();
        assertThat(Json.paths(table)).isEqualTo(Json.paths(example("\"processes\": [")));
        assertThat(table)
                .containsEntry("timestamp", "2026-11-23T03:00:15.000000Z")
                .containsEntry("tick", 3L)
                .containsEntry("interval_seconds", 5.0)
                .containsEntry("at", null)
                .containsEntry("q", "")
                .containsEntry("sort", "cpu_usage")
                .containsEntry("order", "desc")
                .containsEntry("limit", null)
                .containsEntry("offset", 0L)
                .containsEntry("total", (long) newest.processes().size())
                .containsEntry("truncated", false)
                .containsEntry("gap", null)
                .containsEntry("previous", "2026-11-23T03:00:10.000000Z")
                .containsEntry("next", null);
    }

    @Test
    void aPastTableHasNeighboursAndUnknownRatesAreNull() throws IOException {
        var table = answer(200, "/api/processes", "at", first.at().wall().toString());
        assertThat(Schema.complaints("ProcessTable", table)).isEmpty();
        assertThat(table)
                .containsEntry("tick", 1L)
                .containsEntry("interval_seconds", null)
                .containsEntry("previous", null)
                .containsEntry("next", "2026-11-23T03:00:10.000000Z");
        assertThat(Json.items(table.get("processes")))
                .hasSize(first.processes().size())
                .allSatisfy(row -> assertThat(Json.members(row))
                        .containsEntry("cpu_usage", null)
                        .containsEntry("read_rate", null)
                        .containsEntry("write_rate", null));
    }

    @Test
    void whatWasAskedIsRepeatedAndTotalCountsBeforeTheLimit() throws IOException {
        var table = answer(
                200, "/api/processes", "q", "!pid:1", "sort", "pid", "order", "asc", "limit", "2", "offset", "1");
        assertThat(table)
                .containsEntry("q", "!pid:1")
                .containsEntry("sort", "pid")
                .containsEntry("order", "asc")
                .containsEntry("limit", 2L)
                .containsEntry("offset", 1L)
                .containsEntry("truncated", true);
        List<Long> pids = newest.processes().stream()
                .map(sample -> (long) sample.key().pid())
                .filter(pid -> pid != 1)
                .toList();
        assertThat(table).containsEntry("total", (long) pids.size());
        assertThat(Json.items(table.get("processes")))
                .extracting(row -> Json.members(row).get("pid"))
                .isEqualTo(pids.subList(1, 3));
    }

    @Test
    void anInstantWithoutATickAnswersTheGap() throws IOException {
        var before = answer(200, "/api/processes", "at", "2026-11-23T02:00:00Z");
        assertThat(Schema.complaints("ProcessTable", before)).isEmpty();
        assertThat(before).containsEntry("timestamp", null).containsEntry("total", 0L);
        assertThat(Json.members(before.get("gap"))).containsEntry("cause", "before-recording");
        var after = answer(200, "/api/processes", "at", "2026-11-23T04:00:00Z");
        assertThat(Schema.complaints("ProcessTable", after)).isEmpty();
        assertThat(Json.members(after.get("gap"))).containsEntry("cause", "not-yet-recorded");
    }

    @Test
    void gapsAndEventsAreAsDescribed() throws Exception {
        writing.end();
        writing = new Writing(folder.resolve("data"), 30, 100_000_000);
        api = RecordedApi.of(writing.store, this::figures, folder, RETENTION, writing.host::wall);
        writing.host.pass(Duration.ofMinutes(10));
        writing.tick();

        var gaps = answer(200, "/api/gaps");
        assertThat(Schema.complaints("Gaps", gaps)).isEmpty();
        assertThat(gaps)
                .containsEntry("total", 1L)
                .containsEntry("truncated", false)
                .containsEntry("limit", 1000L);
        var events = answer(200, "/api/events", "limit", "2", "from", "-1h", "tz", "Europe/Berlin");
        assertThat(Schema.complaints("Events", events)).isEmpty();
        assertThat(events)
                .containsEntry("truncated", true)
                .containsEntry("limit", 2L)
                .containsEntry("to", null);
        assertThat(Json.items(events.get("events")))
                .extracting(event -> Json.members(event).get("kind"))
                .hasSize(2)
                .contains("recorder_start");
        assertThat(answer(200, "/api/gaps", "limit", "0")).containsEntry("truncated", true);
        assertThat(answer(200, "/api/gaps", "to", "2026-11-23T00:00:00Z")).containsEntry("total", 0L);
    }

    @Test
    void theStorageHealthOfARecorderThatRunsIsAsDescribed() throws IOException {
        var health = answer(200, "/api/storage/health");
        assertThat(Schema.complaints("StorageHealth", health)).isEmpty();
        assertSameMembers("", example("\"database_size_bytes\""), health);
        assertThat(health).containsEntry("process_metric_count", tableRows()).containsEntry("journal_log_count", null);
        assertThat(Json.members(health.get("recording")))
                .containsEntry("status", "ok")
                .containsEntry("ticks_committed", 3L)
                .containsEntry("last_error", null);
        assertThat(Json.members(health.get("recorder")))
                .containsEntry("pid", 42L)
                .containsEntry("queued_log_bytes", 7L);
        assertThat(Json.members(Json.members(health.get("recorder")).get("look_us")))
                .containsEntry("processes", 6100L)
                .containsEntry("cgroups", null);
        assertThat(Json.members(Json.members(health.get("recorder")).get("governor")))
                .containsEntry("level", 1L)
                .containsEntry("cpu_percent_average", 1.7)
                .containsEntry("rss_bytes_average", 101_711_872L)
                .containsEntry("memory_budget_bytes", 200_000_000L);
    }

    @Test
    void theStorageHealthCountsTheLogLinesOnceThereAreSome() throws Exception {
        Instant at = Instant.parse("2026-11-23T03:00:00Z");
        writing.write(List.of(line(at.plusSeconds(3600), 2), line(at, 1), line(at.plusSeconds(60), 3)));
        var health = answer(200, "/api/storage/health");
        assertThat(Schema.complaints("StorageHealth", health)).isEmpty();
        assertSameMembers("", example("\"database_size_bytes\""), health);
        assertThat(health)
                .containsEntry("journal_log_count", 3L)
                .containsEntry("oldest_log_timestamp", "2026-11-23T03:00:00.000000Z")
                .containsEntry("newest_log_timestamp", "2026-11-23T04:00:00.000000Z");
        assertThat(Json.members(Json.members(health.get("types")).get("logs")))
                .containsEntry("rows", 3L)
                .containsEntry("rows_per_day", 72L)
                .containsEntry("segments", 0L)
                .containsEntry("limit_bytes", RETENTION.logs().bytes());
    }

    private static LogLine line(Instant at, long sequence) {
        var origin = new LogOrigin(
                LogSource.JOURNAL,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        return new LogLine(
                origin, at, null, sequence, 6, null, "a line", null, null, null, null, null, null, Map.of(), List.of());
    }

    /** What an object of the example has, the answer has, unless one of them is not known. */
    private static void assertSameMembers(
            String at, Map<String, @Nullable Object> example, Map<String, @Nullable Object> answer) {
        assertThat(answer.keySet()).as(at).isEqualTo(example.keySet());
        example.forEach((name, member) -> {
            if (member instanceof Map<?, ?> && answer.get(name) != null) {
                assertSameMembers(at + "." + name, Json.members(member), Json.members(answer.get(name)));
            }
        });
    }

    private long tableRows() throws IOException {
        long rows = 0;
        for (int tick = 0; tick < 3; tick++) {
            Instant at = first.at().wall().plus(Writing.INTERVAL.multipliedBy(tick));
            rows += Json.items(
                            answer(200, "/api/processes", "at", at.toString()).get("processes"))
                    .size();
        }
        return rows;
    }

    @Test
    void theStorageHealthOfAStoppedRecorderSaysNullForWhatNobodyKnows() throws Exception {
        writing.end();
        try (StoppedStore stopped = StoppedStore.open(folder.resolve("data"))) {
            api = RecordedApi.of(stopped, () -> null, folder, RETENTION, writing.host::wall);
            var health = answer(200, "/api/storage/health");
            assertThat(Schema.complaints("StorageHealth", health)).isEmpty();
            assertThat(health)
                    .containsEntry("last_commit", null)
                    .containsEntry("last_checkpoint", null)
                    .containsEntry("recorder", null);
            assertThat(Json.members(health.get("recording")))
                    .containsEntry("status", "stopped")
                    .containsEntry("interval_seconds", null)
                    .containsEntry("ticks_committed", 3L);
            var table = answer(200, "/api/processes");
            assertThat(Schema.complaints("ProcessTable", table)).isEmpty();
            assertThat(table).containsEntry("tick", 3L);
            assertThat(Schema.complaints("Health", answer(503, "/health"))).isEmpty();
        }
    }

    @Test
    void healthIs200WhenGoodAnd503OtherwiseWithProblems() throws Exception {
        var good = answer(200, "/health");
        assertThat(Schema.complaints("Health", good)).isEmpty();
        assertThat(good).containsEntry("status", "ok").containsEntry("notes", List.of("a note"));
        Files.move(folder.resolve("data"), folder.resolve("away"));
        writing.tick();
        var bad = answer(503, "/health");
        assertThat(Schema.complaints("Health", bad)).isEmpty();
        assertThat(bad).containsEntry("status", "degraded");
        assertThat(Json.items(bad.get("problems"))).hasSize(1);
        Files.move(folder.resolve("away"), folder.resolve("data"));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/processes, at, 25:00",
        "/api/processes, at, tomorrow",
        "/api/processes, tz, Mars/Olympus",
        "/api/processes, limit, -1",
        "/api/processes, limit, 100001",
        "/api/processes, limit, ten",
        "/api/processes, offset, -1",
        "/api/processes, sort, colour",
        "/api/processes, order, up",
        "/api/processes, colour, red",
        "/api/gaps, limit, -1",
        "/api/gaps, from, never",
        "/api/events, to, 12:60",
        "/health, verbose, 1"
    })
    void whatIsWrongIsRefusedByName(String path, String name, String value) throws IOException {
        var problem = answer(400, path, name, value);
        assertThat(Schema.complaints("Problem", problem)).isEmpty();
        assertThat(problem).containsEntry("status", 400L).containsEntry("parameter", name);
        assertThat(String.valueOf(problem.get("detail"))).startsWith(name + ": ");
    }

    private Map<String, @Nullable Object> answer(int status, String path, String... parameters) throws IOException {
        var values = new TreeMap<String, List<String>>();
        for (int i = 0; i < parameters.length; i += 2) {
            values.put(parameters[i], List.of(parameters[i + 1]));
        }
        Answer answer = api.answer(ApiRequest.get(path, values));
        var body = new ByteArrayOutputStream();
        answer.writeTo(body);
        String text = body.toString(StandardCharsets.UTF_8);
        assertThat(answer.status()).as(text).isEqualTo(status);
        return Json.object(text);
    }

    private static Map<String, @Nullable Object> example(String part) throws IOException {
        return Json.object(block(part));
    }

    /** The example of docs/http.md that has this in it. */
    private static String block(String part) throws IOException {
        Matcher blocks = JSON_BLOCK.matcher(Files.readString(Path.of("docs/http.md")));
        while (blocks.find()) {
            if (blocks.group(1).contains(part)) {
                return blocks.group(1);
            }
        }
        throw new AssertionError("no example with " + part);
    }
}
