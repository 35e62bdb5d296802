package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.web.WebServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A running recorder, asked over its Unix socket: one connection per question, which the recorder closes after its answer.
 *
 * <p>A full HTTP client on this socket costs about 750 ms of CPU per command, this exchange 40 ms.
 *
 * @param patience how long the whole exchange may take
 */
record SocketApi(Path socket, Duration patience) implements RecorderApi {
    private static final int MAX_ANSWER_BYTES = 256 << 20;
    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(7);

    /** The socket that a recorder serves in its data directory. */
    static SocketApi in(Path dataDirectory) {
        return new SocketApi(dataDirectory.resolve(WebServer.SOCKET_NAME), Duration.ofSeconds(30));
    }

    /** Whether anyone accepts a connection; false also where this user may not connect. */
    boolean isServed() {
        try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Whether somebody may serve it whom this user may not ask; see EACCES in unix(7) and path_resolution(7). */
    boolean isRefused() {
        try {
            Files.readAttributes(socket, BasicFileAttributes.class);
            return !Files.isWritable(socket);
        } catch (AccessDeniedException _) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public RecorderApi patient() {
        return new SocketApi(socket, AS_LONG_AS_IT_TAKES);
    }

    @Override
    public Reply post(String path, String body) throws IOException {
        return patiently(AS_LONG_AS_IT_TAKES, postRequest(path, body));
    }

    @Override
    public Reply get(String path, Map<String, String> parameters) throws IOException {
        return patiently(patience, request(path, parameters));
    }

    private Reply patiently(Duration most, String request) throws IOException {
        try {
            return HttpAnswer.parse(new SocketApi(socket, most).exchange(request));
        } catch (IOException e) {
            throw new IOException(socket + ": " + e.getMessage(), e);
        }
    }

    private static String postRequest(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\n"
                + "Host: localhost\r\nAccept: application/json\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(UTF_8).length + "\r\nConnection: close\r\n\r\n" + body;
    }

    static String request(String path, Map<String, String> parameters) {
        var query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters.forEach((name, value) -> query.add(name + "=" + URLEncoder.encode(value, UTF_8)));
        return "GET " + path + query + " HTTP/1.1\r\n"
                + "Host: localhost\r\nAccept: application/json\r\nConnection: close\r\n\r\n";
    }

    private byte[] exchange(String request) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                var selector = Selector.open()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
            var out = ByteBuffer.wrap(request.getBytes(UTF_8));
            while (out.hasRemaining()) {
                await(selector, deadline);
                channel.write(out);
            }
            key.interestOps(SelectionKey.OP_READ);
            return readAll(channel, selector, deadline);
        }
    }

    private byte[] readAll(SocketChannel channel, Selector selector, long deadline) throws IOException {
        var all = new ByteArrayOutputStream();
        var buffer = ByteBuffer.allocate(1 << 16);
        while (channel.read(buffer.clear()) >= 0) {
            if (buffer.position() == 0) {
                await(selector, deadline);
            }
            all.write(buffer.array(), 0, buffer.position());
            if (all.size() > MAX_ANSWER_BYTES) {
                throw new IOException("the answer is longer than " + MAX_ANSWER_BYTES + " bytes");
            }
        }
        return all.toByteArray();
    }

    private void await(Selector selector, long deadline) throws IOException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0 || selector.select(millis) == 0) {
            throw new SocketTimeoutException("no complete answer within " + Figures.duration(patience));
        }
        selector.selectedKeys().clear();
    }
}
