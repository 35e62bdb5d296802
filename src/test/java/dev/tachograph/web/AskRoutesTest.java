package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.bundle.Bundling;
import dev.tachograph.model.LargeValue;
import dev.tachograph.model.LogLine;
import dev.tachograph.settings.Settings.Limit;
import dev.tachograph.settings.Settings.Retention;
import dev.tachograph.store.LogFixture;
import dev.tachograph.worker.RunnerHere;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the routes of the search language with pipes answer over a real store, held against {@code openapi.json}. */
@Timeout(120)
class AskRoutesTest {
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
    private RunnerHere runner;
    private Api api;

    @BeforeEach
    void open() throws Exception {
        log = new LogFixture(folder.resolve("data"));
        runner = new RunnerHere(log.recorded(), Files.createDirectory(folder.resolve("work")));
        InstantSource clock = InstantSource.fixed(NOW);
        api = RecordedApi.of(log.recorded(), runner, Bundling.ofNobody(null, clock), null, folder, RETENTION, clock);
        log.add(List.of(
                log.line(NOW.minusSeconds(5000), 3, "old.service", "x", 1, "Connection refused", Map.of()),
                log.line(NOW.minusSeconds(40), 3, "a.service", "x", 1, "Connection refused", Map.of()),
                log.line(
                        NOW.minusSeconds(30),
                        4,
                        "a.service",
                        "x",
                        1,
                        "connection refused",
                        Map.of("FOO", List.of("1"))),
                log.line(NOW.minusSeconds(20), 6, "b.service", "y", 2, "ready", Map.of()),
                log.line(
                        NOW.minusSeconds(10),
                        6,
                        null,
                        "y",
                        2,
                        "begin",
                        Map.of(),
                        new LargeValue(
                                LogLine.MESSAGE, ("x".repeat(9000) + " REFUSED").getBytes(StandardCharsets.UTF_8)))));
    }

    @AfterEach
    void close() {
        runner.close();
        log.close();
    }

    private Map<String, @Nullable Object> ask(int status, String body) throws IOException {
        return answer(
                status,
                api.answer(
                        new ApiRequest("POST", "/api/ask", Parameters.of(Map.of()), body, new CancellationSignal())));
    }

    private Map<String, @Nullable Object> get(String path, Map<String, List<String>> parameters) throws IOException {
        return answer(200, api.answer(ApiRequest.get(path, parameters)));
    }

    private static Map<String, @Nullable Object> answer(int status, Answer answer) throws IOException {
        var body = new ByteArrayOutputStream();
        answer.writeTo(body);
        String text = body.toString(StandardCharsets.UTF_8);
        assertThat(answer.status()).as(text).isEqualTo(status);
        return Json.object(text);
    }

    private String rows(String body) throws IOException {
        return String.valueOf(ask(200, body).get("rows"));
    }

    private static String body(String query, String... more) {
        String quoted = query.replace("\\", "\\\\").replace("\"", "\\\"");
        return "{\"query\":\"" + quoted + "\"" + String.join("", more) + "}";
    }

    @Test
    void aQuestionIsAnsweredWithTheSqlThatItBecame() throws IOException {
        var answer = ask(200, body("refused | stats count by unit"));
        assertThat(Schema.complaints("AskAnswer", answer)).isEmpty();
        assertThat(answer)
                .containsEntry("kind", "table")
                .containsEntry("from", "2026-11-23T03:00:00.000000Z")
                .containsEntry("to", "2026-11-23T04:00:00.000000Z")
                .containsEntry("row_count", 2L)
                .containsEntry("truncated", false);
        assertThat(String.valueOf(answer.get("rows"))).isEqualTo("[[a.service, 2], [null, 1]]");
        assertThat(String.valueOf(answer.get("sql"))).contains("-- stats count by unit\n");
    }

    @Test
    void theTimeIsTheOneThatWasAskedFor() throws IOException {
        assertThat(rows(body("refused | stats count", ",\"from\":\"-2h\""))).isEqualTo("[[4]]");
        assertThat(rows(body("| stats count", ",\"to\":\"-35s\""))).isEqualTo("[[1]]");
        assertThat(ask(200, body("| head", ",\"limit\":1"))).containsEntry("truncated", true);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '^', textBlock = """
            refused
            -refused
            unit:a level:err+
            "connection refused" OR ready
            /REFUSED$/
            /refused$/i
            FOO:*
            msg:*refused
            -unit:a (ready OR begin)
            """)
    void aSearchFindsWhatTheLogPageFinds(String search) throws Exception {
        for (int round = 0; round < 2; round++) {
            var page = get("/api/search", Map.of("q", List.of(search)));
            assertThat(rows(body(search + " | stats count")))
                    .as(search)
                    .isEqualTo("[[%s]]".formatted(page.get("total")));
            log.seal();
        }
    }

    @Test
    void onlyTheSqlIsGivenWhereNobodyWantsMore() throws IOException {
        var answer = ask(200, body("ready | timechart span=1m count by unit", ",\"dry_run\":true"));
        assertThat(Schema.complaints("AskAnswer", answer)).isEmpty();
        assertThat(answer).containsEntry("kind", "timechart").doesNotContainKey("rows");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '^', textBlock = """
            refused | stat count           ^ 10 ^ 4
            /(/ | stats count              ^ 0  ^ 3
            | rex "(?<a>b"                 ^ 6  ^ 8
            | where message ~ "["          ^ 18 ^ 3
            hostnam:x                      ^ 0  ^ 7
            """)
    void aWrongQuestionIsRefusedAtTheWord(String query, long position, long length) throws IOException {
        var problem = ask(400, body(query));
        assertThat(problem)
                .containsEntry("position", position)
                .containsEntry("length", length)
                .containsEntry("parameter", "query");
        assertThat(problem).containsKeys("complaint", "allowed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '^', textBlock = """
            []                                       ^ JSON object
            {"query":"x"                             ^ JSON object
            {"query":"x"} x                          ^ JSON object
            {}                                       ^ query: is missing
            {"query":["x"]}                          ^ query: has to be
            {"query":"x","query":"y"}                ^ query: is there twice
            {"query":"x","form":"json"}              ^ did you mean
            {"query":"x","limit":0}                  ^ limit: has to be a whole number
            {"query":"x","timeout_ms":5}             ^ timeout_ms: has to be a whole number
            {"query":"x","format":"xml"}             ^ format: 'xml' is not one of
            {"query":"x","dry_run":"maybe"}          ^ dry_run: has to be true or false
            {"query":"x","tz":"Mars"}                ^ tz: this is no time zone
            {"query":"x","from":"yesterdy"}          ^ from:
            {"query":"x","from":"-1h","to":"-2h"}    ^ from:
            """)
    void aWrongBodyIsRefusedWithTheMember(String body, String said) throws IOException {
        assertThat(String.valueOf(ask(400, body).get("detail"))).contains(said);
    }

    @Test
    void theSchemaTellsWhatThereIsToAsk() throws IOException {
        var schema = get("/api/ask/schema", Map.of());
        assertThat(Schema.complaints("AskSchema", schema)).isEmpty();
    }

    @Test
    void completionsKnowTheColumnsBehindAPipe() throws IOException {
        var found =
                get("/api/ask/complete", Map.of("query", List.of("error | stats count as errors by unit | sort -err")));
        assertThat(Schema.complaints("Completions", found)).isEmpty();
        assertThat(String.valueOf(found.get("completions")))
                .contains("text=errors")
                .contains("position=46");
    }
}
