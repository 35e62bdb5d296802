package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.simulation.HistoryPlan;
import dev.tachograph.simulation.SyntheticHistory;
import dev.tachograph.simulation.SyntheticLog;
import dev.tachograph.store.DataDirectory;
import dev.tachograph.store.HistoryWriter;
import dev.tachograph.store.StoppedStore;
import dev.tachograph.worker.RunnerHere;
import dev.tachograph.worker.SqlRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changed, asked over HTTP and answered by what runs statements. */
@Timeout(120)
class DiffRouteTest {
    private static final Instant UNTIL = Instant.parse("2026-11-25T04:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    @TempDir
    private static Path folder;

    private static StoppedStore store;
    private static Api api;

    @BeforeAll
    static void record() throws Exception {
        Path data = folder.resolve("data");
        var plan = new HistoryPlan(UNTIL, Duration.ofHours(1), 40, INTERVAL, 7, false);
        var history = new SyntheticHistory(plan);
        var log = new SyntheticLog(plan);
        try (var held = DataDirectory.hold(data);
                var writer = HistoryWriter.begin(held, INTERVAL, new HistoryWriter.Content(true, true, log::until))) {
            while (writer.writeHour(history)) {
                // until its end
            }
            writer.end(List.of(history.lastWords()));
        }
        store = StoppedStore.open(data);
        api = api(new RunnerHere(store, Files.createDirectory(folder.resolve("worker"))));
    }

    private static Api api(SqlRunner sql) {
        return RecordedApi.of(store, sql, () -> null, folder, HostRoutesTest.RETENTION, InstantSource.fixed(UNTIL));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static Map<String, @Nullable Object> answer(Api from, int status, String... parameters) throws IOException {
        var values = new TreeMap<String, List<String>>();
        for (int i = 0; i < parameters.length; i += 2) {
            values.put(parameters[i], List.of(parameters[i + 1]));
        }
        Answer answer = from.answer(ApiRequest.get("/api/diff", values));
        var body = new ByteArrayOutputStream();
        answer.writeTo(body);
        String text = body.toString(StandardCharsets.UTF_8);
        assertThat(answer.status()).as(text).isEqualTo(status);
        return Json.object(text);
    }

    @Test
    void theAnswerIsWhatTheDocumentSaysOfIt() throws IOException {
        var diff = answer(api, 200, "from", "-20m", "to", "now", "limit", "500");
        assertThat(Schema.complaints("Diff", diff)).isEmpty();
        assertThat(diff)
                .containsEntry("base_from", "2026-11-25T03:20:00.000000Z")
                .containsEntry("base_to", "2026-11-25T03:40:00.000000Z")
                .containsEntry("resolution", "tick")
                .containsEntry("truncated", false);
        assertThat(Json.items(diff.get("differences")))
                .as("the recorder's end, at least")
                .isNotEmpty();
    }

    @Test
    void theBaseIsAsLongAsTheWindowWhereOneEndOfItIsTold() throws IOException {
        assertThat(answer(api, 200, "from", "-10m", "base_from", "-40m", "limit", "0"))
                .containsEntry("base_to", "2026-11-25T03:30:00.000000Z");
        assertThat(answer(api, 200, "from", "-10m", "base_to", "-20m", "limit", "0"))
                .containsEntry("base_from", "2026-11-25T03:30:00.000000Z");
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 501",
        "limit, -1",
        "kinds, colour",
        "from, now",
        "from, 2100-01-01T00:00:00Z",
        "base_from, now",
        "tz, Mars"
    })
    void whatIsWrongIsRefusedByName(String name, String value) throws IOException {
        var problem = answer(api, 400, name, value, "base_to", "-2h");
        assertThat(Schema.complaints("Problem", problem)).isEmpty();
        assertThat(problem).containsEntry("parameter", name);
    }

    @Test
    void whereNoStatementsAreRunItIsUnavailable() throws IOException {
        var problem = answer(api(SqlRunner.none("no statements are run here")), 503);
        assertThat(String.valueOf(problem.get("detail"))).contains("no statements are run here");
    }
}
