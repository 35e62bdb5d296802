package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketApiTest {
    @TempDir
    private Path directory;

    @Test
    void getsStatusAndBody() throws Exception {
        String body = "{\"text\":\"" + "ä".repeat(200_000) + "\"}";
        try (var server = UnixServer.start(directory, _ -> UnixServer.http("200 OK", body))) {
            Reply reply = SocketApi.in(directory).get("/health", Map.of());
            assertThat(reply).isEqualTo(new Reply(200, body));
            assertThat(server.requests()).containsExactly("GET /health HTTP/1.1");
        }
    }

    @Test
    void joinsTheChunksOfAnAnswer() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        String answer = head + "3;x=y\r\n{\"a\r\n5\r\n\":1} \r\n0\r\nTrailer: x\r\n\r\n";
        assertThat(ask(answer)).isEqualTo(new Reply(200, "{\"a\":1} "));
    }

    @Test
    void takesAnAnswerWithoutLengthUntilItsEnd() throws Exception {
        assertThat(ask("HTTP/1.1 404 Not Found\n\nnothing")).isEqualTo(new Reply(404, "nothing"));
    }

    @Test
    void encodesTheParametersSoThatNoneCanAddAHeader() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("q", "a b&c=d\r\nX: y ü");
        parameters.put("at", "2026-11-23T03:12:05Z");
        assertThat(SocketApi.request("/api/processes", parameters))
                .startsWith(
                        "GET /api/processes?q=a+b%26c%3Dd%0D%0AX%3A+y+%C3%BC&at=2026-11-23T03%3A12%3A05Z HTTP/1.1\r\n")
                .contains("\r\nHost: localhost\r\n", "\r\nConnection: close\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void withoutASocketNobodyServes() {
        var api = SocketApi.in(directory);
        assertThat(api.isServed()).isFalse();
        assertThatThrownBy(() -> api.get("/health", Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tachograph.sock: No such file");
    }

    @Test
    void aSocketThatARecorderLeftBehindRefuses() throws IOException {
        try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(directory.resolve("tachograph.sock")));
        }
        var api = SocketApi.in(directory);
        assertThat(api.isServed()).isFalse();
        assertThatThrownBy(() -> api.get("/health", Map.of()))
                .hasMessageContaining("tachograph.sock: Connection refused");
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForLong() throws Exception {
        try (var _ = UnixServer.start(directory, _ -> null)) {
            var api = new SocketApi(directory.resolve("tachograph.sock"), Duration.ofMillis(150));
            assertThatThrownBy(() -> api.get("/health", Map.of()))
                    .hasMessageContaining("no complete answer within 150ms");
        }
    }

    @Test
    void aQuestionIsSentAsJsonAndItsAnswerReadWhileItComes() throws Exception {
        var mayEnd = new CountDownLatch(1);
        var asked = new AtomicReference<>("");
        try (var _ = UnixServer.answering(directory, (request, out) -> {
                    asked.set(request);
                    out.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\na,".getBytes(UTF_8));
                    mayEnd.await();
                    out.write("b\n".getBytes(UTF_8));
                });
                LiveReply reply = SocketApi.in(directory).send("/api/sql", "{\"sql\":\"select 'ä'\"}")) {
            assertThat(reply.body().readNBytes(2)).isEqualTo("a,".getBytes(UTF_8));
            mayEnd.countDown();
            assertThat(reply.whole(10)).isEqualTo(new Reply(200, "b\n"));
        }
        assertThat(asked.get())
                .startsWith("POST /api/sql HTTP/1.1\r\n")
                .contains("\r\nContent-Type: application/json\r\n", "\r\nContent-Length: 21\r\n")
                .endsWith("\r\n\r\n{\"sql\":\"select 'ä'\"}");
    }

    @Test
    void aRefusedQuestionIsAnAnswerToo() throws Exception {
        try (var _ = UnixServer.start(directory, _ -> UnixServer.http("400 Bad Request", "{\"detail\":\"no\"}"));
                LiveReply reply = SocketApi.in(directory).send("/api/sql", "{}")) {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.whole(100).said()).isEqualTo("no");
        }
    }

    @Test
    void closingAnAnswerEndsTheConnection() throws Exception {
        var noticed = new CountDownLatch(1);
        try (var _ = UnixServer.answering(directory, (_, out) -> {
            try {
                out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
                while (true) {
                    out.write(new byte[1 << 16]);
                }
            } catch (IOException e) {
                noticed.countDown();
                throw e;
            }
        })) {
            try (LiveReply reply = SocketApi.in(directory).send("/api/sql", "{}")) {
                assertThat(reply.body().read()).isZero();
            }
            assertThat(noticed.await(30, SECONDS)).isTrue();
        }
    }

    @Test
    void anInterruptEndsTheWaitForAnAnswer() throws Exception {
        var asked = new CountDownLatch(1);
        var outcome = new CompletableFuture<Exception>();
        try (var _ = UnixServer.answering(directory, (_, _) -> {
            asked.countDown();
            new CountDownLatch(1).await();
        })) {
            Thread waiting = Thread.ofPlatform().start(() -> {
                try (LiveReply reply = SocketApi.in(directory).send("/api/sql", "{}")) {
                    outcome.completeExceptionally(new IllegalStateException("answered " + reply.status()));
                } catch (IOException e) {
                    outcome.complete(e);
                }
            });
            asked.await();
            waiting.interrupt();
            assertThat(outcome.get(30, SECONDS)).isInstanceOf(InterruptedIOException.class);
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                                         | no answer",
                "hello                                                      | in the middle",
                "SSH-2.0-x\\n\\n                                            | isn't HTTP",
                "HTTP/1.1 twohundred OK\\n\\n                               | isn't HTTP",
                "HTTP/1.1 2x0 OK\\n\\n                                      | '2x0' is not a number",
                "HTTP/1.1 200 OK\\nContent-Length: 10\\n\\n12345            | ended after 5 of 10 bytes",
                "HTTP/1.1 200 OK\\nContent-Length: x\\n\\n12345             | 'x' is not a number",
                "HTTP/1.1 200 OK\\nContent-Length: 1                        | in the middle",
                "HTTP/1.1 200 OK\\nTransfer-Encoding: chunked\\n\\n5\\n123  | ended after 3 of 5 bytes",
                "HTTP/1.1 200 OK\\nTransfer-Encoding: chunked\\n\\n3\\n123  | in the middle",
                "HTTP/1.1 200 OK\\nTransfer-Encoding: chunked\\n\\nfffffffffffffffff\\n | is not a number",
            })
    void refusesWhatIsNotACompleteAnswer(@Nullable String answer, String reason) {
        assertThatThrownBy(() -> ask(answer == null ? "" : answer.replace("\\n", "\n")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tachograph.sock: ")
                .hasMessageContaining(reason);
    }

    private Reply ask(String answer) throws Exception {
        try (var _ = UnixServer.start(directory, _ -> answer)) {
            return SocketApi.in(directory).get("/x", Map.of());
        }
    }
}
