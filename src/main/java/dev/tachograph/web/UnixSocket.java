package dev.tachograph.web;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** The place of the recorder's socket; see unix(7). */
final class UnixSocket {
    /** {@code sun_path} has 108 bytes, the last for a NUL; Java leaves one more. */
    private static final int MOST_PATH_BYTES = 106;

    private UnixSocket() {}

    /**
     * Makes the place free: removes a socket that a killed recorder left, and nothing else.
     *
     * @throws ListenException if the path is too long, something else lies there, or a live server answers
     */
    static void claim(Path socket) throws IOException {
        int bytes = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_PATH_BYTES) {
            throw new ListenException(
                    "%s: %d bytes are too long for a socket, which may have %d; choose a shorter data_dir"
                            .formatted(socket, bytes, MOST_PATH_BYTES));
        }
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new ListenException("%s: is not a socket; move it away".formatted(socket));
        }
        if (isAnswered(socket)) {
            throw new ListenException("%s: another recorder answers there".formatted(socket));
        }
        Files.delete(socket);
    }

    /** Lets only the owner connect. Until then nobody else gets there either, since the data directory is 0700. */
    static void restrict(Path socket) throws IOException {
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    }

    /** Refused means that nobody listens. Whatever else goes wrong, a full queue say, there may be somebody. */
    private static boolean isAnswered(Path socket) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(socket));
            return true;
        } catch (ConnectException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }
}
