package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tachograph.store.LogFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What answers that nobody reads hold together. */
@Timeout(90)
class AnswerRoomTest {
    private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
    private static final int LINES = 3000;

    @TempDir
    private Path folder;

    private final AnswerRoom room = new AnswerRoom(2 * LINES, Duration.ofMillis(100));

    @Test
    void longAnswersHaveSoMuchRoomTogetherAndShortOnesTheirOwn() {
        try (var first = room.take(LINES);
                var _ = room.take(LINES)) {
            assertThatThrownBy(() -> room.take(AnswerRoom.SHORT + 1))
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.problem().status()).isEqualTo(503);
                        assertThat(e.problem().retryAfterSeconds()).hasValue(2);
                    });
            room.take(AnswerRoom.SHORT).close();
            first.shrinkTo(LINES - AnswerRoom.SHORT - 1);
            room.take(AnswerRoom.SHORT + 1).close();
        }
        room.take(2 * LINES).close();
    }

    @Test
    void whoClosesTwiceGivesBackOnce() {
        try (var _ = room.take(2 * LINES - 1)) {
            var all = room.take(0);
            all.close();
            all.close();
            assertThatThrownBy(() -> room.take(LINES)).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void anAnswerLongerThanTheRoomGetsAllOfIt() {
        room.take(10 * LINES).close();
        room.take(2 * LINES).close();
    }

    @Test
    void onlySomeBatchesAreLarge() {
        List<AnswerRoom.Batch> batches = Stream.generate(room::batch).limit(6).toList();
        assertThat(batches.stream().filter(batch -> batch.characters() > AnswerRoom.SMALL_CHARACTERS))
                .hasSize(4);
        batches.forEach(AnswerRoom.Batch::close);
        try (var batch = room.batch()) {
            assertThat(batch.characters()).isGreaterThan(AnswerRoom.SMALL_CHARACTERS);
        }
    }

    @Test
    void aLongAnswerWaitsForThoseThatNobodyReadsUntilTheyAreEnded() throws Exception {
        String large = "x".repeat(4000);
        try (var log = new LogFixture(folder.resolve("data"))) {
            log.add(IntStream.range(0, LINES)
                    .mapToObj(i -> log.line(NOW.minusSeconds(1), large))
                    .toList());
            var routes = new LogRoutes(new Questions(log.recorded(), room), InstantSource.fixed(NOW));
            var limits = new WebLimits(Duration.ofSeconds(3), Duration.ofSeconds(60), 64, 8192, 8192);
            List<Socket> sleepers = new ArrayList<>();
            try (TestServer server = TestServer.start(
                    TestServer.options(
                            folder.resolve("data"), TestServer.access(TestServer.ownUid(), Set.of()), limits),
                    new Api(routes.routes()))) {
                sleepers.add(sleeper(server));
                sleepers.add(sleeper(server));
                await().atMost(Duration.ofSeconds(20)).until(() -> status(server, LINES) == 503);
                assertThat(status(server, 10)).isEqualTo(200);
                await().atMost(Duration.ofSeconds(60)).until(() -> status(server, LINES) == 200);
            } finally {
                for (Socket sleeper : sleepers) {
                    sleeper.close();
                }
            }
        }
    }

    private static int status(TestServer server, int limit) throws Exception {
        return server.get("/api/search?limit=" + limit).statusCode();
    }

    private static Socket sleeper(TestServer server) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.getOutputStream()
                .write("GET /api/search?limit=%d HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .formatted(LINES)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
