package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnixSocketTest {
    @TempDir
    Path dataDirectory;

    private final TestApi routes = new TestApi();

    @Test
    void itIsForItsOwnerAloneAndGoneAfterTheStop() throws Exception {
        Path socket;
        try (WebServer server = start()) {
            socket = server.socket();
            assertThat(server.addresses()).isEmpty();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void whoCanOpenItNeedsNoTokenAndMayUseAnyName() throws Exception {
        try (WebServer server = start()) {
            assertThat(get(server.socket(), "/small", "Host: tachograph"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("7 desc");
        }
    }

    @Test
    void aPageThroughAProxyHasToBeOfTheSameOrigin() throws Exception {
        try (WebServer server = start()) {
            assertThat(get(server.socket(), "/small", "Host: proxy.example\r\nOrigin: https://proxy.example"))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(get(server.socket(), "/small", "Host: proxy.example\r\nOrigin: https://evil.example"))
                    .startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void aClientThatGoesAwayCancelsItsRequest() throws Exception {
        try (WebServer server = start()) {
            try (SocketChannel client = connect(server.socket(), "/wait", "Host: tachograph")) {
                assertThat(client.isConnected()).isTrue();
                assertThat(routes.working.await(30, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(routes.cancelled.get(30, TimeUnit.SECONDS)).isEqualTo(CancellationSignal.Reason.CLIENT_GONE);
        }
    }

    @Test
    void aSocketThatAKilledRecorderLeftIsReplaced() throws Exception {
        Path left = dataDirectory.resolve(WebServer.SOCKET_NAME);
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(left));
        }
        assertThat(left).exists();
        try (WebServer server = start()) {
            assertThat(get(server.socket(), "/small", "Host: x")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aSocketThatIsAnsweredStays() throws Exception {
        try (WebServer first = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(ListenException.class)
                    .hasMessageContaining(first.socket().toString())
                    .hasMessageContaining("another recorder");
            assertThat(get(first.socket(), "/small", "Host: x")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aSocketWhoseQueueIsFullStays() throws Exception {
        Path busy = dataDirectory.resolve(WebServer.SOCKET_NAME);
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(busy), 1);
            try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(busy));
                    SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(busy))) {
                assertThatThrownBy(this::start).isInstanceOf(ListenException.class);
                assertThat(busy).exists();
            }
        }
    }

    @Test
    void aFileInItsPlaceStays() throws Exception {
        Path file = Files.writeString(dataDirectory.resolve(WebServer.SOCKET_NAME), "mine");
        assertThatThrownBy(this::start).isInstanceOf(ListenException.class).hasMessageContaining("is not a socket");
        assertThat(file).hasContent("mine");
    }

    @Test
    void aPathThatIsTooLongIsNamed() throws Exception {
        Path deep = Files.createDirectories(dataDirectory.resolve("d".repeat(100)));
        assertThatThrownBy(() -> start(deep))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining(deep.resolve(WebServer.SOCKET_NAME).toString())
                .hasMessageContaining("106")
                .hasMessageContaining("data_dir");
    }

    @Test
    void aPathOfTheGreatestLengthWorks() throws Exception {
        int room = 106 - dataDirectory.toString().length() - 2 - WebServer.SOCKET_NAME.length();
        try (WebServer server = start(Files.createDirectories(dataDirectory.resolve("d".repeat(room))))) {
            assertThat(server.socket().toString()).hasSize(106);
            assertThat(get(server.socket(), "/small", "Host: x")).startsWith("HTTP/1.1 200 ");
        }
    }

    private WebServer start() throws IOException {
        return start(dataDirectory);
    }

    private WebServer start(Path directory) throws IOException {
        var options = new WebOptions(null, directory, TestServer.access(12345, Set.of()), null, WebLimits.DEFAULT);
        return WebServer.start(options, routes.api());
    }

    private static String get(Path socket, String path, String headers) throws IOException {
        try (SocketChannel client = connect(socket, path, headers)) {
            return new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static SocketChannel connect(Path socket, String path, String headers) throws IOException {
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        String request = "GET %s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n".formatted(path, headers);
        client.write(StandardCharsets.US_ASCII.encode(request));
        return client;
    }
}
