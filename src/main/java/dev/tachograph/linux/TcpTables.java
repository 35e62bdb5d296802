package dev.tachograph.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tables of TCP sockets, {@code /proc/net/tcp} and {@code tcp6}: proc_net(5), and {@code Documentation/networking/proc_net_tcp.rst}
 * of the kernel. One socket per line; addresses are hexadecimal words in the byte order of the machine.
 */
final class TcpTables {
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int UID = 7;
    private static final int INODE = 9;
    private static final String MAPPED = "0000000000000000" + word(0x0000ffff);

    private TcpTables() {}

    /** Finds the socket with these two ends; a table that can't be read has none. */
    static Optional<TcpSocket> find(Path procNet, InetSocketAddress local, InetSocketAddress remote) {
        return Stream.of("tcp", "tcp6")
                .flatMap(table -> findIn(procNet.resolve(table), local, remote).stream())
                .findFirst();
    }

    private static Optional<TcpSocket> findIn(Path table, InetSocketAddress local, InetSocketAddress remote) {
        try (Stream<String> lines = Files.lines(table, StandardCharsets.US_ASCII)) {
            return find(lines, local, remote);
        } catch (IOException | UncheckedIOException _) {
            return Optional.empty();
        }
    }

    static Optional<TcpSocket> find(Stream<String> lines, InetSocketAddress local, InetSocketAddress remote) {
        return lines.map(line -> line.strip().split(" +"))
                .filter(fields -> fields.length > INODE)
                .filter(fields -> isAt(fields[LOCAL], local) && isAt(fields[REMOTE], remote))
                .map(fields -> new TcpSocket(
                        Integer.parseInt(fields[STATE], 16),
                        Long.parseLong(fields[UID]),
                        Long.parseLong(fields[INODE])))
                .findFirst();
    }

    /** An IPv4 address stands in {@code tcp6} as ::ffff:a.b.c.d if its socket is one of IPv6. */
    private static boolean isAt(String field, InetSocketAddress address) {
        String words = words(address.getAddress());
        String port = ":%04X".formatted(address.getPort());
        return field.equals(words + port)
                || (address.getAddress() instanceof Inet4Address && field.equals(MAPPED + words + port));
    }

    private static String words(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress()).order(ByteOrder.nativeOrder());
        var words = new StringBuilder();
        while (bytes.hasRemaining()) {
            words.append("%08X".formatted(bytes.getInt()));
        }
        return words.toString();
    }

    /** How a word in network byte order is printed here. */
    private static String word(int networkOrder) {
        return "%08X"
                .formatted(ByteBuffer.allocate(Integer.BYTES)
                        .putInt(networkOrder)
                        .flip()
                        .order(ByteOrder.nativeOrder())
                        .getInt());
    }
}
