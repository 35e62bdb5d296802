package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The watch reads in the place of the server's connection: not a byte may get lost or out of order by that. */
@Timeout(60)
class ClientWatchTest {
    private static final int REQUESTS = 400;
    private static final Pattern ANSWER = Pattern.compile("\"text\":\"(\\d+) desc");

    @TempDir
    Path dataDirectory;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(dataDirectory, new TestApi().api());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void requestsThatComeInPiecesOfAnySizeAreAllAnsweredInOrder() throws Exception {
        long seed = RandomGenerator.getDefault().nextLong();
        for (SocketAddress place : List.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                UnixDomainSocketAddress.of(server.server().socket()))) {
            assertThat(answers(place, seed)).as("seed %d at %s", seed, place).isEqualTo(numbers());
        }
    }

    private static List<Integer> answers(SocketAddress place, long seed) throws Exception {
        try (SocketChannel client = SocketChannel.open(place)) {
            Thread sender = Thread.startVirtualThread(() -> send(client, seed));
            String answers = new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.UTF_8);
            sender.join();
            return ANSWER.matcher(answers)
                    .results()
                    .map((MatchResult found) -> Integer.parseInt(found.group(1)))
                    .toList();
        }
    }

    private static void send(SocketChannel client, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        ByteBuffer all = StandardCharsets.US_ASCII.encode(requests());
        try {
            while (all.hasRemaining()) {
                int piece = Math.min(all.remaining(), random.nextInt(1, 120));
                client.write(all.slice(all.position(), piece));
                all.position(all.position() + piece);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String requests() {
        var requests = new StringBuilder();
        for (int number : numbers()) {
            requests.append("GET /small?limit=%d HTTP/1.1\r\nHost: localhost\r\n".formatted(number));
            requests.append(number == REQUESTS ? "Connection: close\r\n\r\n" : "\r\n");
        }
        return requests.toString();
    }

    private static List<Integer> numbers() {
        return IntStream.rangeClosed(1, REQUESTS).boxed().toList();
    }
}
