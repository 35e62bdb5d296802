package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With short limits, so that nobody waits for long. */
@Timeout(120)
class SlowClientTest {
    private static final WebLimits SHORT =
            new WebLimits(Duration.ofMillis(300), Duration.ofMillis(600), 3, 8_192, 1_048_576);

    @TempDir
    Path dataDirectory;

    private final TestApi routes = new TestApi();
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        AccessRules access = TestServer.access(TestServer.ownUid(), Set.of());
        server = TestServer.start(TestServer.options(dataDirectory, access, SHORT), routes.api());
    }

    @AfterEach
    void stop() {
        routes.leave.countDown();
        server.close();
    }

    @Test
    void whoSendsNothingIsCut() throws Exception {
        try (Socket client = server.connect()) {
            assertThat(client.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void whoSendsAHeadByteByByteIsCutThoughNeverIdle() throws Exception {
        try (Socket client = server.connect()) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> isCut(client));
        }
    }

    @Test
    void whoSendsABodyByteByByteIsCut() throws Exception {
        try (Socket client = server.connect()) {
            write(client, "POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> isCut(client));
        }
    }

    @Test
    void whoTakesNoAnswerIsCut() throws Exception {
        try (Socket client = server.connect()) {
            client.setReceiveBufferSize(4_096);
            write(client, "GET /rows?count=100000000 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> isCut(client));
        }
    }

    @Test
    void aRequestOverItsTimeIsCancelledAndAnsweredAsSuch() throws Exception {
        // Nobody is cut for being slow here: on a busy machine this client is, before its request is there.
        var hurried = new WebLimits(Duration.ofSeconds(30), SHORT.request(), 3, 8_192, 1_048_576);
        AccessRules access = TestServer.access(TestServer.ownUid(), Set.of());
        Path other = Files.createDirectory(dataDirectory.resolve("other"));
        try (TestServer patient = TestServer.start(TestServer.options(other, access, hurried), routes.api())) {
            assertThat(patient.rawGet("/wait", "localhost"))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("longer than a request may");
        }
        assertThat(routes.cancelled.get(30, TimeUnit.SECONDS)).isEqualTo(CancellationSignal.Reason.TOO_LONG);
    }

    @Test
    void idleConnectionsOfAnyNumberLockNobodyOutForLong() throws Exception {
        List<Socket> idle = new ArrayList<>();
        for (int i = 0; i < 3 * SHORT.connections(); i++) {
            idle.add(server.connect());
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptionsInstanceOf(SocketException.class)
                .until(() -> server.rawGet("/small", "localhost").startsWith("HTTP/1.1 200 "));
        for (Socket socket : idle) {
            socket.close();
        }
    }

    private static boolean isCut(Socket client) {
        try {
            write(client, "G");
            return false;
        } catch (SocketException _) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
