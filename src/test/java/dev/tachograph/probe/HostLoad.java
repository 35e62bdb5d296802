package dev.tachograph.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Some load until it is closed: 16 MB of a file written anew again and again, 10 MB/s over loopback, and a third of a CPU. */
final class HostLoad implements AutoCloseable {
    private static final int FILE_BYTES = 16 << 20;
    private static final int PIECE_BYTES = 64 << 10;

    private volatile boolean closing;
    private final Path file;
    private final ServerSocket server;
    private List<Thread> threads = List.of();

    private HostLoad(Path file, ServerSocket server) {
        this.file = file;
        this.server = server;
    }

    static HostLoad start() throws IOException {
        var load = new HostLoad(
                Files.createTempFile("host-load", ""), new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        load.threads = List.of(
                Thread.ofPlatform().daemon().start(load::writeFile),
                Thread.ofPlatform().daemon().start(load::send),
                Thread.ofPlatform().daemon().start(load::receive),
                Thread.ofPlatform().daemon().start(load::burn));
        return load;
    }

    private void writeFile() {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
            for (long at = 0; !closing; at = (at + PIECE_BYTES) % FILE_BYTES) {
                channel.write(piece.clear(), at);
                channel.force(true);
                LockSupport.parkNanos(20_000_000);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send() {
        try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
                OutputStream out = socket.getOutputStream()) {
            byte[] piece = new byte[PIECE_BYTES];
            while (!closing) {
                out.write(piece);
                LockSupport.parkNanos(6_000_000);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void receive() {
        try (Socket socket = server.accept();
                InputStream in = socket.getInputStream()) {
            byte[] piece = new byte[PIECE_BYTES];
            while (in.read(piece) >= 0) {
                // and nothing with it
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void burn() {
        while (!closing) {
            long until = System.nanoTime() + 10_000_000;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        closing = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        server.close();
        Files.deleteIfExists(file);
    }
}
