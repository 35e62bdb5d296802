package dev.tachograph.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class SocketOwnerTest {

    record Way(String name, SocketOwner owners) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Way> ways() {
        return Stream.of(
                new Way("netlink first", SocketOwner.ofThisHost()),
                new Way("tables only", SocketOwner.fromTables(Path.of("/proc/net"))));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void theOtherEndOfAConnectionBelongsToThisUser(Way way) throws Exception {
        for (String address : loopbacks()) {
            try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral(address));
                    Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                    Socket accepted = server.accept()) {
                assertThat(way.owners().uid(remote(accepted), local(accepted)))
                        .as("%s from %s", address, client)
                        .hasValue(ownUid());
            }
        }
    }

    @Test
    void theKernelItselfKnowsTheSocket() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            assertThat(SocketDiagnosis.find(remote(accepted), local(accepted))).hasValueSatisfying(socket -> {
                assertThat(socket.isHeldByAProcess()).isTrue();
                assertThat(socket.uid()).isEqualTo(ownUid());
            });
            assertThat(TcpTables.find(Path.of("/proc/net"), remote(accepted), local(accepted)))
                    .isEqualTo(SocketDiagnosis.find(remote(accepted), local(accepted)));
            assertThat(client.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aSocketThatIsClosedHasNoOwnerThoughTheKernelSaysZero(Way way) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
            try (Socket accepted = server.accept()) {
                InetSocketAddress remote = remote(accepted);
                client.close();
                assertThat(way.owners().uid(remote, local(accepted))).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aSocketThatIsShutDownForSendingOnlyKeepsItsOwner(Way way) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            client.shutdownOutput();
            assertThat(way.owners().uid(remote(accepted), local(accepted))).hasValue(ownUid());
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aListeningSocketIsNoPeer(Way way) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
                ServerSocket other = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(way.owners()
                            .uid(
                                    new InetSocketAddress(other.getInetAddress(), other.getLocalPort()),
                                    new InetSocketAddress(server.getInetAddress(), server.getLocalPort())))
                    .isEmpty();
        }
    }

    @Test
    void whereNothingCanBeReadNobodyIsKnown() {
        var one = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        assertThat(SocketOwner.fromTables(Path.of("/nonexistent")).uid(one, one))
                .isEmpty();
    }

    /** Lines as a little-endian machine prints them. */
    @Test
    void aTableIsReadByItsColumns() throws Exception {
        assumeThat(ByteOrder.nativeOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        List<String> lines = List.of(
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     7        0 1 1 0 100 0 0 10 0",
                "   1: 0100007F:C001 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 4242 1 0 20 4 30 10 -1",
                "   2: 0100007F:C002 0100007F:1F90 06 00000000:00000000 03:00000FA0 00000000     0        0 0 3 0",
                "   3: 0000000000000000FFFF00000100007F:C003 0000000000000000FFFF00000100007F:1F90 01 00000000:00000000"
                        + " 00:00000000 00000000 4294967294        0 17 1 0 20 4 30 10 -1",
                "   4: 00000000000000000000000001000000:C004 00000000000000000000000001000000:1F90 01 00000000:00000000"
                        + " 00:00000000 00000000     5        0 18 1 0 20 4 30 10 -1",
                "broken");
        assertThat(TcpTables.find(lines.stream(), v4(0xC001), v4(0x1F90))).hasValue(new TcpSocket(1, 1001, 4242));
        assertThat(TcpTables.find(lines.stream(), v4(0xC002), v4(0x1F90)))
                .hasValueSatisfying(
                        socket -> assertThat(socket.isHeldByAProcess()).isFalse());
        assertThat(TcpTables.find(lines.stream(), v4(0xC003), v4(0x1F90))).hasValue(new TcpSocket(1, 4294967294L, 17));
        assertThat(TcpTables.find(lines.stream(), v6(0xC004), v6(0x1F90))).hasValue(new TcpSocket(1, 5, 18));
        assertThat(TcpTables.find(lines.stream(), v4(0xC005), v4(0x1F90))).isEmpty();
    }

    private static InetSocketAddress v4(int port) throws IOException {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    private static InetSocketAddress v6(int port) throws IOException {
        return new InetSocketAddress(InetAddress.ofLiteral("::1"), port);
    }

    private static List<String> loopbacks() throws IOException {
        try (ServerSocket _ = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return List.of("127.0.0.1", "127.8.9.10", "::1");
        } catch (SocketException _) {
            return List.of("127.0.0.1", "127.8.9.10");
        }
    }

    private static InetSocketAddress remote(Socket socket) {
        return (InetSocketAddress) socket.getRemoteSocketAddress();
    }

    private static InetSocketAddress local(Socket socket) {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private static long ownUid() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
