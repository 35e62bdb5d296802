package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server on a Unix socket that says what the test wants, byte for byte, or nothing until it is closed. */
final class UnixServer implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Path socket;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

    /** Answers one request; the connection ends when it returns. */
    @FunctionalInterface
    interface Answers {
        void answer(String request, OutputStream out) throws IOException, InterruptedException;
    }

    private UnixServer(ServerSocketChannel server, Path socket, Answers answers) {
        this.server = server;
        this.socket = socket;
        threads.execute(() -> accept(answers));
    }

    /** @param answers the whole answer to a request; null for silence */
    static UnixServer start(Path dataDirectory, Function<String, @Nullable String> answers) throws IOException {
        return answering(dataDirectory, (request, out) -> {
            @Nullable String answer = answers.apply(request);
            if (answer == null) {
                new CountDownLatch(1).await();
            } else {
                out.write(answer.getBytes(UTF_8));
            }
        });
    }

    /** One whose answers may come piece by piece; each on a thread of its own. */
    static UnixServer answering(Path dataDirectory, Answers answers) throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Path socket = dataDirectory.resolve("tachograph.sock");
        server.bind(UnixDomainSocketAddress.of(socket));
        return new UnixServer(server, socket, answers);
    }

    static String http(String statusLine, String body) {
        return "HTTP/1.1 " + statusLine + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(UTF_8).length + "\r\nConnection: close\r\n\r\n" + body;
    }

    /** The request lines, without the connections that asked nothing. */
    List<String> requests() {
        return requests;
    }

    private void accept(Answers answers) {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                threads.execute(() -> serve(client, answers));
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void serve(SocketChannel client, Answers answers) {
        clients.add(client);
        try (client) {
            String request = read(client);
            if (!request.isEmpty()) {
                requests.add(request.lines().findFirst().orElseThrow());
                answers.answer(request, Channels.newOutputStream(client));
            }
        } catch (IOException | InterruptedException _) {
            // the client has gone, or the server is closed
        }
        clients.remove(client);
    }

    private static String read(SocketChannel client) throws IOException {
        var request = new StringBuilder();
        var buffer = ByteBuffer.allocate(4096);
        while (request.indexOf("\r\n\r\n") < 0 && client.read(buffer.clear()) >= 0) {
            request.append(UTF_8.decode(buffer.flip()));
        }
        return request.toString();
    }

    /** Ends as a recorder does that is killed; the socket's name is free again. */
    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel client : clients) {
            client.close();
        }
        threads.shutdownNow();
        threads.close();
        Files.deleteIfExists(socket);
    }
}
