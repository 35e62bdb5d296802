package dev.tachograph.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** One connection to a recorder's Unix socket, over which a question went and from which its answer is read. */
final class SocketStream extends InputStream {

    /** How long to wait for what comes. */
    record Patience(Duration duration, Of of) {

        /** What must not take longer. */
        enum Of {
            THE_WHOLE,
            EACH_PIECE
        }

        private String exhausted() {
            return (of == Of.THE_WHOLE ? "no complete answer within " : "nothing came for ")
                    + Figures.duration(duration);
        }
    }

    private final SocketChannel channel;
    private final Selector selector;
    private final Patience patience;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).flip();
    private long deadline;

    private SocketStream(SocketChannel channel, Selector selector, Patience patience) {
        this.channel = channel;
        this.selector = selector;
        this.patience = patience;
        deadline = System.nanoTime() + patience.duration.toNanos();
    }

    /** Connects and sends the whole question. */
    static SocketStream ask(Path socket, byte[] question, Patience patience) throws IOException {
        var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        try {
            channel.configureBlocking(false);
            var stream = new SocketStream(channel, Selector.open(), patience);
            stream.send(ByteBuffer.wrap(question));
            return stream;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void send(ByteBuffer question) throws IOException {
        SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
        while (question.hasRemaining()) {
            await();
            channel.write(question);
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int most) throws IOException {
        if (most == 0) {
            return 0; // InputStream.readNBytes asks so when it has all, and must not wait for more
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(most, buffer.remaining());
        buffer.get(bytes, offset, count);
        return count;
    }

    /** Whether anything is left; waits for it. */
    private boolean fill() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        if (patience.of == Patience.Of.EACH_PIECE) {
            deadline = System.nanoTime() + patience.duration.toNanos();
        }
        buffer.clear();
        int count = channel.read(buffer);
        while (count == 0) {
            await();
            count = channel.read(buffer);
        }
        buffer.flip();
        return count > 0;
    }

    private void await() throws IOException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        boolean isReady = millis > 0 && selector.select(millis) > 0;
        if (Thread.interrupted()) {
            throw new InterruptedIOException("interrupted");
        }
        if (!isReady) {
            throw new SocketTimeoutException(patience.exhausted());
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            selector.close();
        }
    }
}
