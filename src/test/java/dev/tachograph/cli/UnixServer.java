package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server on a Unix socket that says what the test wants, byte for byte, or nothing until it is closed. */
final class UnixServer implements AutoCloseable {
    private final ServerSocketChannel server;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("unix-server").factory());
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param answers the whole answer to a request line; null for silence */
    private UnixServer(ServerSocketChannel server, Function<String, @Nullable String> answers) {
        this.server = server;
        thread.execute(() -> serve(answers));
    }

    static UnixServer start(Path dataDirectory, Function<String, @Nullable String> answers) throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(dataDirectory.resolve("tachograph.sock")));
        return new UnixServer(server, answers);
    }

    static String http(String statusLine, String body) {
        return "HTTP/1.1 " + statusLine + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(UTF_8).length + "\r\nConnection: close\r\n\r\n" + body;
    }

    /** The request lines, without the connections that asked nothing. */
    List<String> requests() {
        return requests;
    }

    private void serve(Function<String, @Nullable String> answers) {
        while (server.isOpen()) {
            try (SocketChannel client = server.accept()) {
                String request = read(client);
                if (!request.isEmpty()) {
                    requests.add(request.lines().findFirst().orElseThrow());
                    answer(client, answers.apply(request));
                }
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void answer(SocketChannel client, @Nullable String answer) throws IOException, InterruptedException {
        if (answer == null) {
            closed.await();
            return;
        }
        var bytes = ByteBuffer.wrap(answer.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    private static String read(SocketChannel client) throws IOException {
        var request = new StringBuilder();
        var buffer = ByteBuffer.allocate(4096);
        while (request.indexOf("\r\n\r\n") < 0 && client.read(buffer.clear()) >= 0) {
            request.append(UTF_8.decode(buffer.flip()));
        }
        return request.toString();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        thread.close();
    }
}
