package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.Event;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.Tick;
import dev.tachograph.query.RecordingFigures;
import dev.tachograph.settings.Settings.Limit;
import dev.tachograph.settings.Settings.Retention;
import dev.tachograph.store.RandomMetrics;
import dev.tachograph.store.Writing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the routes of the host, of ends of processes and of events answer over a real store, held against openapi.json. */
@Timeout(120)
class HostRoutesTest {
    static final Retention RETENTION = new Retention(
            new Limit(30, 1_000_000_000),
            new Limit(30, 500_000_000),
            new Limit(30, 250_000_000),
            new Limit(400, 250_000_000),
            Duration.ofMinutes(10),
            1_000_000_000,
            false);
    private static final String HOSTILE = "sh\u001b]0;x\u0007\"\\\n";

    @TempDir
    private Path folder;

    private final List<Tick> ticks = new ArrayList<>();
    private final RandomMetrics metrics = new RandomMetrics(new SplittableRandom(5));
    private Writing writing;
    private Api api;

    @BeforeEach
    void record() throws Exception {
        writing = new Writing(folder.resolve("data"), 30, 100_000_000);
        api = RecordedApi.of(writing.store, () -> null, folder, RETENTION, writing.host::wall);
        for (int i = 0; i < 6; i++) {
            ticks.add(writing.tick(tick -> metrics.addTo(tick, exits(tick))));
        }
    }

    @AfterEach
    void close() {
        writing.close();
    }

    private static List<ProcessExit> exits(Tick tick) {
        return List.of(
                exit(tick, 9001, "cc1", 0, null, 700_000L),
                exit(tick, 9002, "cc1", 1, null, 300_000L),
                exit(tick, 9003, HOSTILE, null, 9, null));
    }

    private static ProcessExit exit(
            Tick tick, int pid, String name, @Nullable Integer code, @Nullable Integer signal, @Nullable Long cpu) {
        Instant end = tick.at().wall().minusMillis(pid % 10);
        return new ProcessExit(
                pid,
                1,
                null,
                end.minusSeconds(1),
                end,
                1_000_000L,
                code,
                signal,
                false,
                cpu,
                10_000_000L,
                null,
                null,
                name,
                null,
                1000L,
                "app",
                ControlGroup.of("/system.slice/build.service", "build.service", null),
                cpu == null ? ProcessExit.Source.CONNECTOR : ProcessExit.Source.TASKSTATS);
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

    private static List<@Nullable Object> column(Map<String, @Nullable Object> answer, String list, String name) {
        List<@Nullable Object> values = new ArrayList<>();
        Json.items(answer.get(list))
                .forEach(item -> values.add(Json.members(item).get(name)));
        return values;
    }

    @ParameterizedTest
    @CsvSource({"cpu", "memory", "load", "pressure", "disks", "filesystems", "networks", "cgroups", "ticks", "recorder"
    })
    void everyTableHasACourse(String table) throws IOException {
        var chart = answer(200, "/api/metrics/" + table);
        assertThat(Schema.complaints("Metrics", chart)).isEmpty();
        assertThat(chart)
                .containsEntry("table", table)
                .containsEntry("points", 500L)
                .containsEntry("step_ms", 10_000L)
                .containsEntry("resolution", "tick")
                .containsEntry("interval_ms", 5000L)
                .containsEntry("truncated", false);
        assertThat(Json.items(chart.get("series"))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1", "27", "500"})
    void aRangeMayBeLongerThanNanosecondsCanCount(String points) throws IOException {
        var chart = answer(
                200, "/api/metrics/cpu", "from", "1970-01-01T00:00Z", "to", "9999-01-01T00:00Z", "points", points);
        assertThat(Json.items(chart.get("series"))).isNotEmpty();
    }

    @Test
    void figuresAndDevicesCanBeChosen() throws IOException {
        var chart = answer(200, "/api/metrics/cpu", "metrics", "busy,iowait", "device", "0,1", "points", "3");
        assertThat(column(chart, "series", "device")).containsExactly("0", "0", "1", "1");
        assertThat(column(chart, "series", "metric")).containsExactly("busy", "iowait", "busy", "iowait");
        assertThat(column(answer(200, "/api/metrics/networks", "metrics", "receive_rate"), "series", "device"))
                .contains("evil\u001b\"'\n{}");
    }

    @Test
    void aTableThatIsNoneIsNotFoundAndTheOthersAreNamed() throws IOException {
        var problem = answer(404, "/api/metrics/disk");
        assertThat(String.valueOf(problem.get("detail")))
                .contains("did you mean 'disks'?")
                .contains("cpu, memory");
        answer(404, "/api/metrics/");
        answer(404, "/api/metrics/cpu/more");
        answer(404, "/api/metrics/{table}");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/metrics/cpu, points, 10001",
        "/api/metrics/cpu, points, 0",
        "/api/metrics/cpu, metrics, busyness",
        "/api/metrics/memory, device, sda",
        "/api/metrics/cpu, from, 2100-01-01T00:00:00Z",
        "/api/exits, sort, colour",
        "/api/exits, by, colour",
        "/api/exits, limit, -1",
        "/api/events, kind, oom",
        "/api/gaps, stream, cgroups",
        "/api/gaps, cause, none",
        "/api/processes, exits, colour",
        "/api/processes, host, perhaps",
        "/api/processes/1/history, points, many"
    })
    void whatIsWrongIsRefusedByName(String path, String name, String value) throws IOException {
        var problem = answer(400, path, name, value);
        assertThat(Schema.complaints("Problem", problem)).isEmpty();
        assertThat(problem).containsEntry("parameter", name);
    }

    @Test
    void endsOfProcessesAreListedNewestFirstAndCounted() throws IOException {
        var exits = answer(200, "/api/exits", "limit", "4");
        assertThat(Schema.complaints("Exits", exits)).isEmpty();
        assertThat(exits)
                .containsEntry("total", 18L)
                .containsEntry("truncated", true)
                .containsEntry("cpu_time", 6.0)
                .containsEntry("groups", null);
        assertThat(column(exits, "exits", "pid")).containsExactly(9001L, 9002L, 9003L, 9001L);
        assertThat(column(exits, "exits", "name")).contains(HOSTILE);
        var largest = answer(200, "/api/exits", "sort", "cpu_time", "name", "cc1", "unit", "build.service");
        assertThat(largest).containsEntry("total", 12L).containsEntry("truncated", false);
        assertThat(column(largest, "exits", "cpu_time").getFirst()).isEqualTo(0.7);
        assertThat(answer(200, "/api/exits", "name", "none")).containsEntry("total", 0L);
    }

    @Test
    void endsOfProcessesComeInGroups() throws IOException {
        var groups = answer(200, "/api/exits", "by", "name");
        assertThat(Schema.complaints("Exits", groups)).isEmpty();
        assertThat(groups).containsEntry("total", 18L).containsEntry("truncated", false);
        assertThat(column(groups, "groups", "value")).containsExactly("cc1", HOSTILE);
        assertThat(column(groups, "groups", "count")).containsExactly(12L, 6L);
        assertThat(column(groups, "groups", "failed")).containsExactly(6L, 6L);
        var cut = answer(200, "/api/exits", "by", "name", "limit", "1");
        assertThat(cut).containsEntry("truncated", true);
    }

    @ParameterizedTest
    @CsvSource({"true", "name", "unit", "user", "container"})
    void aTableTellsTheSameFromMemoryAndFromTheTables(String by) throws IOException {
        var newest = answer(200, "/api/processes", "exits", by, "host", "true", "limit", "0");
        assertThat(Schema.complaints("ProcessTable", newest)).isEmpty();
        var then = answer(
                200,
                "/api/processes",
                "exits",
                by,
                "host",
                "true",
                "limit",
                "0",
                "at",
                ticks.getLast().at().wall().toString());
        assertThat(then.get("balance")).isNotNull().isEqualTo(newest.get("balance"));
        assertThat(then.get("host")).isNotNull().isEqualTo(newest.get("host"));
        assertThat(Json.items(then.get("exits"))).isNotEmpty().isEqualTo(newest.get("exits"));
        assertThat(Json.members(newest.get("host"))).containsEntry("cpus", 2L);
    }

    @Test
    void theBalanceAddsUp() throws IOException {
        var balance = Json.members(answer(200, "/api/processes", "limit", "0").get("balance"));
        double sum = 0;
        for (String part : List.of("attributed", "exited", "interrupt", "unattributed")) {
            sum += balance.get(part) instanceof Number number ? number.doubleValue() : 0;
        }
        assertThat(balance.get("host_busy")).isInstanceOf(Number.class);
        assertThat(sum).isCloseTo(((Number) balance.get("host_busy")).doubleValue(), within(0.01));
    }

    @Test
    void anEventTellsOfTheProcessThatItHappenedTo() throws Exception {
        ProcessSample victim = ticks.getLast().processes().getFirst();
        Instant at = ticks.getLast().at().wall().plusMillis(100);
        var subject = new Event.Subject(
                victim.key().pid(), HOSTILE, "a.service", Map.of("anon_rss_bytes", "123", "odd\"name", "\u0000"));
        ticks.add(writing.tick(
                tick -> tick, new Event(at, writing.bootId(), Event.Kind.OOM_KILL, null, "killed", subject)));
        var events = answer(200, "/api/events", "kind", "oom_kill,process_crash");
        assertThat(Schema.complaints("Events", events)).isEmpty();
        assertThat(events).containsEntry("total", 1L);
        var event = Json.members(Json.items(events.get("events")).getFirst());
        assertThat(event)
                .containsEntry("pid", (long) victim.key().pid())
                .containsEntry("name", HOSTILE)
                .containsEntry("link", "/processes?at=" + at);
        assertThat(Json.members(event.get("facts"))).containsEntry("odd\"name", "\u0000");
        assertThat(Json.members(event.get("process")))
                .containsEntry("name", victim.description().name())
                .containsEntry("mem_usage", victim.figures().residentBytes());
        assertThat(answer(200, "/api/events", "kind", "suspend")).containsEntry("total", 0L);
    }

    @Test
    void endsSinceTheLastTickBeforeAStopAreAGap() throws Exception {
        Tick last = ticks.getLast();
        writing.end();
        writing = new Writing(folder.resolve("data"), 30, 100_000_000);
        api = RecordedApi.of(writing.store, () -> null, folder, RETENTION, writing.host::wall);
        writing.host.pass(Duration.ofMinutes(10));
        writing.tick();
        var exits = answer(200, "/api/exits");
        assertThat(Schema.complaints("Exits", exits)).isEmpty();
        assertThat(column(exits, "gaps", "cause")).containsExactly("stopped");
        assertThat(column(exits, "gaps", "from"))
                .extracting(from -> Instant.parse(String.valueOf(from)))
                .containsExactly(last.at().wall());
    }

    @Test
    void gapsCanBeChosenByStreamAndCause() throws Exception {
        writing.end();
        writing = new Writing(folder.resolve("data"), 30, 100_000_000);
        api = RecordedApi.of(writing.store, () -> null, folder, RETENTION, writing.host::wall);
        writing.host.pass(Duration.ofMinutes(10));
        writing.tick();
        assertThat(answer(200, "/api/gaps", "stream", "processes,metrics")).containsEntry("total", 1L);
        assertThat(answer(200, "/api/gaps", "stream", "logs")).containsEntry("total", 0L);
        assertThat(answer(200, "/api/gaps", "cause", "suspended")).containsEntry("total", 0L);
    }

    @Test
    void aProcessHasItsCourse() throws IOException {
        ProcessSample process = ticks.get(2).processes().getFirst();
        int pid = process.key().pid();
        var history = answer(200, "/api/processes/" + pid + "/history", "points", "1000");
        assertThat(Schema.complaints("ProcessHistory", history)).isEmpty();
        assertThat(history).containsEntry("pid", (long) pid).containsEntry("step_ms", 5000L);
        answer(404, "/api/processes/999999/history");
        answer(404, "/api/processes/nobody/history");
        answer(404, "/api/processes/" + pid + "/history", "start_time", "2001-01-01T00:00:00Z");
    }

    @Test
    void prometheusGetsTheNewestTickWithLabelsEscaped() throws IOException {
        api = RecordedApi.of(
                writing.store,
                () -> new RecordingFigures(1, Instant.EPOCH, Writing.INTERVAL, 7, 1, 0, 0, 12L, List.of()),
                folder,
                RETENTION,
                writing.host::wall);
        Answer answer = api.answer(ApiRequest.get("/metrics", Map.of()));
        var body = new ByteArrayOutputStream();
        answer.writeTo(body);
        String text = body.toString(StandardCharsets.UTF_8);
        assertThat(answer.contentType()).startsWith("text/plain; version=0.0.4; charset=utf-8");
        assertThat(text)
                .contains("# TYPE tachograph_host_memory_available_bytes gauge\n")
                .contains("tachograph_host_cpu_balance_ratio{part=\"unattributed\"} ")
                .contains("tachograph_recorder_planned_ticks_total 7.0\n")
                .contains("tachograph_store_committed_ticks_total 6.0\n")
                .contains("interface=\"evil\u001b\\\"'\\n{}\"}");
        Pattern line =
                Pattern.compile("# (HELP|TYPE) .*|[a-z0-9_]+(\\{([a-z_]+=\"([^\"\\\\\n]|\\\\.)*\",?)+\\})? [-0-9.E]+");
        assertThat(text.split("\n")).allMatch(each -> line.matcher(each).matches());
    }
}
