package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.store.BackupDescription;
import dev.tachograph.store.Course;
import dev.tachograph.store.Safekeeping;
import dev.tachograph.store.StoppedSafekeeping;
import dev.tachograph.store.Verification;
import dev.tachograph.store.Writing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps the record safe, over HTTP: only over the socket, and each outcome with its status. */
@Timeout(60)
class SafekeepingApiTest {
    @TempDir
    private Path folder;

    /** One that only fails, or waits. */
    private static class Failing implements Safekeeping {
        private final IOException failure;

        Failing(IOException failure) {
            this.failure = failure;
        }

        @Override
        public BackupDescription backup(Path directory, Course course) throws IOException {
            throw failure;
        }

        @Override
        public Verification verify(Course course) throws IOException {
            throw failure;
        }
    }

    @Test
    void aBackupIsAnsweredWithWhatItHoldsAsDescribed() throws Exception {
        Path data = record();
        Path target = folder.resolve("backup");
        Map<String, @Nullable Object> made =
                post(200, StoppedSafekeeping.of(data, InstantSource.system()), target.toString());
        assertThat(Schema.complaints("Backup", made)).isEmpty();
        assertThat(made.keySet()).isEqualTo(example().keySet());
        assertThat(made).containsEntry("directory", target.toString()).containsEntry("ticks", 2L);
        assertThat(target.resolve("BACKUP.json")).isRegularFile();
    }

    @Test
    void aCheckIsAnsweredWithWhatItFoundAsDescribed() throws Exception {
        Path data = record();
        Api api = SafekeepingApi.of(StoppedSafekeeping.of(data, InstantSource.system()));
        Map<String, @Nullable Object> whole = Json.object(text(api.answer(ApiRequest.get("/api/verify", Map.of()))));
        assertThat(Schema.complaints("Verification", whole)).isEmpty();
        assertThat(whole).containsEntry("ticks", 2L).containsEntry("problems", List.of());
        Files.createDirectories(data.resolve("segments/processes/day=2026-11-23/segment=9"));
        Map<String, @Nullable Object> odd = Json.object(text(api.answer(ApiRequest.get("/api/verify", Map.of()))));
        assertThat(Schema.complaints("Verification", odd)).isEmpty();
        assertThat(Json.items(odd.get("problems")))
                .singleElement()
                .satisfies(problem -> assertThat(Json.members(problem))
                        .containsEntry("file", "segments/processes/day=2026-11-23/segment=9"));
    }

    private Path record() throws Exception {
        Path data = folder.resolve("data");
        try (var writing = new Writing(data, 10, 1_000_000)) {
            writing.tick();
            writing.tick();
        }
        return data;
    }

    private static Map<String, @Nullable Object> example() throws IOException {
        Matcher block = Pattern.compile("(?s)```json\\n(\\{\\s+\"directory\".*?)\\n```")
                .matcher(Files.readString(Path.of("docs/http.md")));
        assertThat(block.find()).isTrue();
        return Json.object(block.group(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative/path", "", "/nul\\u0000"})
    void aDirectoryThatIsNoAbsolutePathIsRefused(String named) throws IOException {
        Map<String, @Nullable Object> problem = post(400, new Failing(new IOException("asked")), named);
        assertThat(problem).containsEntry("parameter", "directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "nonsense", "{\"directory\":", "{}", "{\"directory\":7}"})
    void aBodyThatNamesNoneIsRefused(String body) throws IOException {
        assertThat(answer(new Failing(new IOException("asked")), body).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"No space left on device, 507", "the disk is gone, 503"})
    void aFailureIsToldInItsOwnWords(String message, int status) throws IOException {
        Map<String, @Nullable Object> problem = post(status, new Failing(new IOException(message)), "/somewhere");
        assertThat(Schema.complaints("Problem", problem)).isEmpty();
        assertThat(problem).containsEntry("detail", message);
    }

    @Test
    void aFailureOfAFileIsToldWithItsPathAndReason() throws IOException {
        assertThat(post(503, new Failing(new AccessDeniedException("/somewhere")), "/somewhere"))
                .containsEntry("detail", "/somewhere: permission denied");
        var full = new FileSystemException("/somewhere", null, "No space left on device");
        assertThat(post(507, new Failing(full), "/somewhere"))
                .containsEntry("detail", "/somewhere: No space left on device");
    }

    @Test
    void aFailureIsOneLineInTheRecordersLogAndNoneInACommand() throws IOException {
        var failing = new Failing(new AccessDeniedException("/somewhere"));
        assertThat(logged(SafekeepingApi.of(failing))).isEmpty();
        assertThat(logged(new Api(SafekeepingApi.routes(failing, true))))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getMessage()).isEqualTo("/api/backup failed: /somewhere: permission denied");
                    assertThat(line.getThrown()).isNull();
                });
    }

    private static List<LogRecord> logged(Api api) {
        var lines = new CopyOnWriteArrayList<LogRecord>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(SafekeepingApi.class.getName());
        logger.addHandler(handler);
        try {
            assertThat(answer(api, "{\"directory\":\"/somewhere\"}").status()).isEqualTo(503);
        } finally {
            logger.removeHandler(handler);
        }
        return lines;
    }

    @Test
    void overTcpItIsForbiddenAndOverTheSocketItIsNot() throws Exception {
        Api api = SafekeepingApi.of(new Failing(new IOException("it came through")));
        try (TestServer server = TestServer.start(folder, api)) {
            HttpResponse<String> overTcp = TestServer.send(server.request("/api/backup")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"directory\":\"/somewhere\"}"))
                    .build());
            assertThat(overTcp.statusCode()).isEqualTo(403);
            assertThat(overTcp.body()).contains("only over the socket tachograph.sock");
            assertThat(server.get("/api/backup").statusCode()).isEqualTo(403);
            String overSocket = raw(server.server().socket());
            assertThat(overSocket).startsWith("HTTP/1.1 503 ").contains("it came through");
        }
    }

    private static String raw(Path socket) throws IOException {
        try (SocketChannel client = send(socket)) {
            return new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static SocketChannel send(Path socket) throws IOException {
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        String body = "{\"directory\":\"/somewhere\"}";
        client.write(StandardCharsets.US_ASCII.encode(
                "POST /api/backup HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(body.length(), body)));
        return client;
    }

    @Test
    void itIsGivenUpWhenTheClientGoesAwayAndSaysHowFarItIsUntilThen() throws Exception {
        var begun = new CountDownLatch(1);
        var ended = new CompletableFuture<Boolean>();
        Api api = SafekeepingApi.of(new Failing(new IOException("never")) {
            @Override
            public BackupDescription backup(Path directory, Course course) throws IOException {
                begun.countDown();
                while (!course.isUnwanted()) {
                    Thread.onSpinWait();
                }
                ended.complete(true);
                throw new IOException("given up");
            }
        });
        var options = new WebOptions(null, folder, TestServer.access(12345, Set.of()), null, WebLimits.DEFAULT);
        try (WebServer server = WebServer.start(options, api)) {
            try (SocketChannel client = send(server.socket())) {
                assertThat(client.isConnected()).isTrue();
                assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
                assertThat(Json.object(text(api.answer(ApiRequest.get("/api/backup", Map.of())))))
                        .containsEntry("running", true)
                        .satisfies(progress -> assertThat(Schema.complaints("Progress", progress))
                                .isEmpty());
            }
            assertThat(ended.get(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(Json.object(text(api.answer(ApiRequest.get("/api/backup", Map.of())))))
                .containsEntry("running", false);
    }

    private static Map<String, @Nullable Object> post(int status, Safekeeping safekeeping, String directory)
            throws IOException {
        Answer answer = answer(safekeeping, "{\"directory\":\"" + directory + "\"}");
        String text = text(answer);
        assertThat(answer.status()).as(text).isEqualTo(status);
        return Json.object(text);
    }

    private static Answer answer(Safekeeping safekeeping, String body) {
        return answer(SafekeepingApi.of(safekeeping), body);
    }

    private static Answer answer(Api api, String body) {
        return api.answer(
                new ApiRequest("POST", "/api/backup", Parameters.of(Map.of()), body, new CancellationSignal()));
    }

    private static String text(Answer answer) throws IOException {
        var out = new ByteArrayOutputStream();
        answer.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
