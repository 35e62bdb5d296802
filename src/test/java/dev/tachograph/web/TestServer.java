package dev.tachograph.web;

import dev.tachograph.linux.SocketOwner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A real server on a free port of loopback, and clients for it. */
record TestServer(WebServer server, URI address) implements AutoCloseable {
    static final String TOKEN = "a-token-only-for-tests";
    static final InetSocketAddress FREE_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    static TestServer start(Path dataDirectory, Api api) throws IOException {
        return start(options(dataDirectory), api);
    }

    static TestServer start(WebOptions options, Api api) throws IOException {
        return start(options, api, "/no-such-bundle");
    }

    static TestServer start(WebOptions options, Api api, String bundle) throws IOException {
        WebServer server = WebServer.start(options, api, new Pages(bundle), SocketOwner.ofThisHost());
        return new TestServer(server, server.addresses().getFirst());
    }

    static WebOptions options(Path dataDirectory) throws IOException {
        return options(dataDirectory, access(ownUid(), Set.of()), WebLimits.DEFAULT);
    }

    static WebOptions options(Path dataDirectory, AccessRules access, WebLimits limits) {
        return new WebOptions(FREE_PORT, dataDirectory, access, null, limits);
    }

    static AccessRules access(long ownUid, Set<Long> allowedUids) {
        return new AccessRules(ownUid, allowedUids, Set.of("recorder.example"), TOKEN);
    }

    static long ownUid() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    int port() {
        return address.getPort();
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(request(path, headers).build());
    }

    HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(20));
        return headers.length == 0 ? request : request.headers(headers);
    }

    static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Sends these characters as they are and reads until the server closes. */
    String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A request of which only the head matters; {@code null} leaves the header out. */
    String rawGet(String path, @Nullable String host, String... more) throws IOException {
        String hostLine = host == null ? "" : "Host: " + host + "\r\n";
        String lines = more.length == 0 ? "" : String.join("\r\n", more) + "\r\n";
        return raw("GET %s HTTP/1.1\r\n%sConnection: close\r\n%s\r\n".formatted(path, hostLine, lines));
    }

    @Override
    public void close() {
        server.close();
    }
}
