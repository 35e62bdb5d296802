package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.store.LogFixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lines as they are stored, over a real server. */
@Timeout(90)
class LogTailTest {
    private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");

    @TempDir
    private Path folder;

    private LogFixture log;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        log = new LogFixture(folder.resolve("data"));
        start(WebLimits.DEFAULT);
    }

    private void start(WebLimits limits) throws Exception {
        var questions = new Questions(log.recorded());
        var clock = InstantSource.fixed(NOW);
        server = TestServer.start(
                TestServer.options(folder.resolve("data"), TestServer.access(TestServer.ownUid(), Set.of()), limits),
                new Api(List.of(
                        new LogTailRoute(questions, clock, Duration.ofMillis(300), limits.request()).route(),
                        new LogRoutes(questions, clock).routes().getFirst())));
    }

    @AfterEach
    void close() {
        server.close();
        log.close();
    }

    /** A client that follows. */
    private final class Follower implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Follower(String query, String... headers) throws IOException {
            socket = server.connect();
            String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            socket.getOutputStream()
                    .write("GET /api/search/tail%s HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n%s\r\n"
                            .formatted(query, more)
                            .getBytes(StandardCharsets.US_ASCII));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(until("HTTP/1.1")).endsWith("200 OK");
            assertThat(until("retry: ")).isNotEmpty();
        }

        /** The next line that begins so. */
        String until(String begin) throws IOException {
            String line = in.readLine();
            while (line != null && !line.startsWith(begin)) {
                line = in.readLine();
            }
            return String.valueOf(line);
        }

        List<String> messages(int count) throws IOException {
            List<String> messages = new ArrayList<>();
            while (messages.size() < count) {
                String id = until("id: ").substring(4);
                assertThat(in.readLine()).isEqualTo("event: line");
                var line = Json.object(in.readLine().substring("data: ".length()));
                assertThat(line).containsEntry("line", Long.parseLong(id));
                messages.add(String.valueOf(line.get("message")));
                assertThat(in.readLine()).isEmpty();
            }
            return messages;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private void add(String... messages) throws Exception {
        log.add(IntStream.range(0, messages.length)
                .mapToObj(i -> log.line(NOW.minusSeconds(i), messages[i]))
                .toList());
    }

    @Test
    void linesComeInTheOrderInWhichTheyAreStored() throws Exception {
        add("before");
        try (var follower = new Follower("?columns=line,message")) {
            add("b\n\ndata: x", "a");
            assertThat(follower.messages(2)).containsExactly("b\n\ndata: x", "a");
            log.seal();
            add("c");
            assertThat(follower.messages(1)).containsExactly("c");
        }
    }

    @Test
    void onlyLinesThatMatchCome() throws Exception {
        try (var follower = new Follower("?q=-noise%20unit:ssh")) {
            add("noise", "x", "NOISE");
            add("y");
            assertThat(follower.messages(2)).containsExactly("x", "y");
        }
    }

    @Test
    void whoWasHereBeforeGoesOnBehindItsLastLine() throws Exception {
        add("1", "2", "3", "4");
        try (var follower = new Follower("?after=2")) {
            assertThat(follower.messages(2)).containsExactly("3", "4");
        }
        try (var follower = new Follower("?after=0", "Last-Event-ID: 3")) {
            assertThat(follower.messages(1)).containsExactly("4");
        }
        try (var follower = new Follower("?after=999")) { // of another record
            add("5");
            assertThat(follower.messages(1)).containsExactly("5");
        }
    }

    @Test
    void aBadLastEventIsRefused() throws Exception {
        assertThat(server.get("/api/search/tail", "Last-Event-ID", "x").statusCode())
                .isEqualTo(400);
    }

    @Test
    void moreLinesThanFitAtOnceComeAllTheSame() throws Exception {
        for (int i = 0; i < 4; i++) {
            int begin = i * 1000;
            add(IntStream.range(begin, begin + 1000).mapToObj(k -> "m" + k).toArray(String[]::new));
        }
        try (var follower = new Follower("?after=0")) {
            assertThat(follower.messages(4000))
                    .isEqualTo(IntStream.range(0, 4000).mapToObj(k -> "m" + k).toList());
        }
    }

    @Test
    void whoHearsNothingIsKeptAwakeAndOthersAreAnswered() throws Exception {
        List<Follower> followers = new ArrayList<>();
        try {
            for (int i = 0; i < LogTailRoute.MOST_FOLLOWERS; i++) {
                followers.add(new Follower(""));
            }
            for (Follower follower : followers) {
                assertThat(follower.until(":")).isEqualTo(": nothing new");
            }
            assertThat(server.get("/api/search").statusCode()).isEqualTo(200);
            var refusal = server.get("/api/search/tail");
            assertThat(refusal.statusCode()).isEqualTo(503);
            assertThat(refusal.headers().firstValue("Retry-After")).contains("2");
            followers.removeLast().close();
            await().atMost(Duration.ofSeconds(20)).until(() -> isTaken(followers));
        } finally {
            for (Follower follower : followers) {
                follower.close();
            }
        }
    }

    private boolean isTaken(List<Follower> followers) throws IOException {
        try {
            return followers.add(new Follower(""));
        } catch (AssertionError _) {
            return false; // the place is not free yet
        }
    }

    @Test
    void whoCatchesUpGetsEveryLineThatMatchesHoweverFewThereAre() throws Exception {
        for (int i = 0; i < 12; i++) {
            int begin = i * 1000;
            add(IntStream.range(begin, begin + 1000)
                    .mapToObj(k -> k == 3 || k == 5000 || k == 5001 || k == 11_999 ? "rare" + k : "m" + k)
                    .toArray(String[]::new));
        }
        try (var follower = new Follower("?after=0&q=rare")) {
            assertThat(follower.messages(4)).containsExactly("rare3", "rare5000", "rare5001", "rare11999");
            add("rare, too");
            assertThat(follower.messages(1)).containsExactly("rare, too");
        }
    }

    @Test
    void whoDoesNotReadIsEndedAndItsPlaceIsFree() throws Exception {
        server.close();
        start(new WebLimits(Duration.ofMillis(500), Duration.ofSeconds(60), 64, 8192, 8192));
        String large = "x".repeat(8000);
        for (int i = 0; i < 4; i++) {
            add(IntStream.range(0, 500).mapToObj(k -> large).toArray(String[]::new));
        }
        List<Socket> sleepers = new ArrayList<>();
        try {
            for (int i = 0; i < LogTailRoute.MOST_FOLLOWERS; i++) {
                var socket = new Socket();
                socket.setReceiveBufferSize(4096);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
                socket.getOutputStream()
                        .write("GET /api/search/tail?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                sleepers.add(socket);
            }
            for (Socket socket : sleepers) {
                await().atMost(Duration.ofSeconds(60)).until(() -> isCut(socket));
            }
            new Follower("").close();
        } finally {
            for (Socket socket : sleepers) {
                socket.close();
            }
        }
    }

    /** Reads a byte each time: somebody is there, but takes too long. */
    private static boolean isCut(Socket client) {
        try {
            client.getOutputStream().write('G');
            return client.getInputStream().read() < 0;
        } catch (IOException _) {
            return true;
        }
    }

    @Test
    void theEndOfTheServerEndsItAtOnce() throws Exception {
        try (var follower = new Follower("")) {
            server.close();
            await().atMost(Duration.ofSeconds(20)).until(() -> follower.in.readLine() == null);
        }
    }

    @Test
    void aHeadRequestIsAnsweredAndEnds() throws Exception {
        assertThat(TestServer.send(server.request("/api/search/tail")
                                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                                .build())
                        .headers()
                        .firstValue("Content-Type"))
                .contains("text/event-stream");
    }
}
