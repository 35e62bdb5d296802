package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.store.Writing;
import dev.tachograph.worker.RunnerHere;
import dev.tachograph.worker.SqlQuestion;
import dev.tachograph.worker.SqlRefusal;
import dev.tachograph.worker.SqlRun;
import dev.tachograph.worker.SqlRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SqlRoutesTest {
    @TempDir
    private Path folder;

    @Test
    void theAnswerIsAsDescribed() throws Exception {
        try (var writing = new Writing(folder.resolve("data"), 5, 100_000_000);
                var runner = new RunnerHere(writing.store, Files.createDirectory(folder.resolve("temporary")))) {
            writing.tick();
            Map<String, @Nullable Object> answer =
                    answer(runner, "{\"sql\": \"SELECT pid, name FROM process_metrics\", \"limit\": 2}", 200);
            assertThat(Schema.complaints("SqlAnswer", answer)).isEmpty();
            assertThat(answer).containsEntry("row_count", 2L).containsEntry("truncated", true);
            assertThat(Json.items(answer.get("rows"))).hasSize(2);
            assertThat(answer.get("data_until")).isNotNull();
            Map<String, @Nullable Object> wrong = answer(runner, "{\"sql\": \"SELECT\\n nope FROM ticks\"}", 400);
            assertThat(wrong)
                    .containsEntry("kind", "wrong")
                    .containsEntry("line", 2L)
                    .containsEntry("column", 2L);
            assertThat(answer(runner, "{\"sql\": \"DROP VIEW ticks\"}", 400)).containsEntry("kind", "forbidden");
        }
    }

    @Test
    void theSchemaIsAsDescribed() throws Exception {
        Answer answer = new Api(new SqlRoutes(SqlRunner.none("none")).routes())
                .answer(ApiRequest.get("/api/sql/schema", Map.of()));
        assertThat(Schema.complaints("SqlSchema", Json.object(text(answer)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|a JSON object",
                "x|a JSON object",
                "{}|sql: is missing",
                "{\"sql\": 1}|sql: has to be a text",
                "{\"sql\": null}|sql: is missing",
                "{\"sql\": \"SELECT 1\", \"limit\": 0}|limit: has to be a whole number from 1",
                "{\"sql\": \"SELECT 1\", \"limit\": 1.5}|limit: has to be a whole number",
                "{\"sql\": \"SELECT 1\", \"limit\": 99999999999999999999}|limit: has to be a whole number",
                "{\"sql\": \"SELECT 1\", \"limit\": 1000001}|limit: 1000001 rows are too many for json",
                "{\"sql\": \"SELECT 1\", \"timeout_ms\": 99}|timeout_ms: has to be a whole number from 100 to 60000",
                "{\"sql\": \"SELECT 1\", \"format\": \"xml\"}|format: 'xml' is not one of json, csv, ndjson, parquet",
                "{\"sql\": \"SELECT 1\", \"limt\": 1}|did you mean 'limit'",
                "{\"sql\": \"SELECT 1\"|a JSON object",
                "{\"sql\": \"SELECT 1\"} x|a JSON object",
                "{\"sql\": \"SELECT 1\", \"sql\": \"SELECT 2\"}|sql: is there twice",
                "{\"sql\": {\"a\": 1}}|sql: has to be a text",
            })
    void aBodyThatIsNotAsItHasToBeIsRefused(String body, String complaint) throws Exception {
        assertThat(String.valueOf(answer(SqlRunner.none("none"), body, 400).get("detail")))
                .contains(complaint);
    }

    @Test
    void anyBodyIsReadOrRefused() {
        var random = new SplittableRandom(5);
        String sample = "{\"sql\": \"SELECT 1\", \"limit\": 10, \"timeout_ms\": 1000, \"format\": \"csv\"}";
        for (int i = 0; i < 20_000; i++) {
            var body = new StringBuilder(sample);
            for (int j = random.nextInt(4); j >= 0; j--) {
                body.setCharAt(random.nextInt(body.length()), "{}[]\",:019ae\\\u0000".charAt(random.nextInt(14)));
            }
            try {
                assertThat(SqlBody.parse(body.toString()).mostRows()).isPositive();
            } catch (ProblemException e) {
                assertThat(e.problem().status()).isEqualTo(400);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TOO_LARGE,422", "TIMEOUT,504", "CANCELLED,503", "BUSY,503", "CRASHED,502", "UNAVAILABLE,503"})
    void eachRefusalHasAStatus(SqlRefusal.Kind kind, int status) throws Exception {
        Map<String, @Nullable Object> problem = answer(new Failing(kind, 0), "{\"sql\": \"SELECT 1\"}", status);
        assertThat(problem).containsEntry("detail", kind == SqlRefusal.Kind.BUSY ? "busy: why" : "why");
    }

    @Test
    void filesHaveANameAndAType() throws Exception {
        try (var server = TestServer.start(folder, api(new Failing(null, 1)))) {
            HttpResponse<String> csv = post(server, "{\"sql\": \"SELECT 1\", \"format\": \"csv\"}");
            assertThat(csv.statusCode()).isEqualTo(200);
            assertThat(csv.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
            assertThat(csv.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"answer.csv\"");
        }
    }

    @Test
    void halfAnAnswerDoesNotLookWhole() throws Exception {
        var runner = new Failing(SqlRefusal.Kind.CRASHED, 100_000);
        try (var server = TestServer.start(folder, api(runner))) {
            for (String format : List.of("json", "csv", "ndjson", "parquet")) {
                String body = "{\"sql\": \"SELECT 1\", \"format\": \"%s\"}".formatted(format);
                assertThatThrownBy(() -> post(server, body)).isInstanceOf(IOException.class);
            }
        }
        assertThat(runner.isClosed).isTrue();
    }

    private static Api api(SqlRunner runner) {
        return new Api(new SqlRoutes(runner).routes());
    }

    private static HttpResponse<String> post(TestServer server, String body) throws Exception {
        return TestServer.send(server.request("/api/sql")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static Map<String, @Nullable Object> answer(SqlRunner runner, String body, int status) throws Exception {
        Answer answer = api(runner)
                .answer(new ApiRequest("POST", "/api/sql", Parameters.of(Map.of()), body, new CancellationSignal()));
        String text = text(answer);
        assertThat(answer.status()).as(text).isEqualTo(status);
        return Json.object(text);
    }

    private static String text(Answer answer) throws IOException {
        var out = new ByteArrayOutputStream();
        answer.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Writes so many bytes, then fails if it has a reason to. */
    private record Failing(SqlRefusal.@Nullable Kind kind, int bytes, AtomicBoolean isClosed)
            implements SqlRunner, SqlRun {
        Failing(SqlRefusal.@Nullable Kind kind, int bytes) {
            this(kind, bytes, new AtomicBoolean());
        }

        @Override
        public SqlRun begin(SqlQuestion question) {
            return this;
        }

        @Override
        public Head head() throws SqlRefusal {
            if (kind != null && bytes == 0) {
                throw new SqlRefusal(kind, "why");
            }
            return new Head(List.of(new Column("a", "INTEGER")), null);
        }

        @Override
        public End writeRows(OutputStream out) throws SqlRefusal, IOException {
            for (int i = 0; i < bytes; i++) {
                out.write('0' + i % 10);
            }
            if (kind != null) {
                throw new SqlRefusal(kind, "why");
            }
            return new End(1, false, Duration.ZERO);
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {
            isClosed.set(true);
        }
    }
}
