package dev.tachograph.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The text of one file of a log, compressed or not, by offsets. */
sealed interface SyslogBytes extends AutoCloseable {

    /** Reads on behind the offset; 0 at the file's end. */
    int read(byte[] into, int at, int length, long offset) throws IOException;

    /** The first bytes, at most {@link SyslogPlace#MOST_HEAD_BYTES}, as they were when the file was last found intact. */
    byte[] head();

    /** Whether what was read up to this offset still stands in the file. */
    boolean isIntact(long offset) throws IOException;

    /** Whether the file ended where it should not. */
    boolean isCutShort();

    @Override
    void close();

    static SyslogBytes open(SyslogGeneration file) throws IOException {
        return file.isCompressed() ? new Compressed(file) : new Plain(file);
    }

    /**
     * Whether a file has text behind an offset, as far as it tells without being inflated: a compressed one names the length
     * of its text, but only the last digits of it.
     */
    static boolean mayReachBeyond(SyslogGeneration file, long offset) throws IOException {
        if (!file.isCompressed()) {
            return file.size() > offset;
        }
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (var channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            long from = channel.size() - Integer.BYTES;
            return from < 0
                    || channel.read(length, from) < Integer.BYTES
                    || length.flip().getInt() != (int) offset;
        }
    }

    /** A file as it is written. */
    final class Plain implements SyslogBytes {
        private final FileChannel channel;
        /** As much of the begin as has been seen; it only ever gets longer, or the file is another. */
        private byte[] known;

        private Plain(SyslogGeneration file) throws IOException {
            channel = FileChannel.open(file.path(), StandardOpenOption.READ);
            try {
                known = begin();
            } catch (IOException e) {
                close();
                throw e;
            }
        }

        @Override
        public int read(byte[] into, int at, int length, long offset) throws IOException {
            return Math.max(channel.read(ByteBuffer.wrap(into, at, length), offset), 0);
        }

        @Override
        public byte[] head() {
            return known;
        }

        private byte[] begin() throws IOException {
            ByteBuffer head = ByteBuffer.allocate(SyslogPlace.MOST_HEAD_BYTES);
            while (head.hasRemaining() && channel.read(head, head.position()) > 0) {
                // until the buffer or the file is at its end
            }
            return Arrays.copyOf(head.array(), head.position());
        }

        @Override
        public boolean isIntact(long offset) throws IOException {
            byte[] now = begin();
            int different = Arrays.mismatch(known, now);
            if (channel.size() < offset || (different >= 0 && different < known.length)) {
                return false;
            }
            known = now;
            return true;
        }

        @Override
        public boolean isCutShort() {
            return false;
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException _) {
                // it was only read from
            }
        }
    }

    /** A file that logrotate has compressed; it does not change any more. */
    final class Compressed implements SyslogBytes {
        private static final int BUFFER_BYTES = 64 * 1024;

        private final InputStream text;
        private final byte[] head;
        /** How much of the text has been taken out of the stream. */
        private long position;

        private boolean cutShort;

        private Compressed(SyslogGeneration file) throws IOException {
            InputStream raw = Files.newInputStream(file.path());
            try {
                text = inflate(raw);
                byte[] begin = new byte[SyslogPlace.MOST_HEAD_BYTES];
                head = Arrays.copyOf(begin, fill(begin, 0, begin.length));
            } catch (IOException | RuntimeException e) {
                raw.close();
                throw e;
            }
        }

        private InputStream inflate(InputStream raw) throws IOException {
            try {
                return new GZIPInputStream(raw, BUFFER_BYTES);
            } catch (ZipException | EOFException _) {
                cutShort = true;
                return raw; // which is only closed
            }
        }

        /** Reads until that much is there or the text ends. */
        private int fill(byte[] into, int at, int length) throws IOException {
            int filled = 0;
            try {
                while (!cutShort && filled < length) {
                    int read = text.read(into, at + filled, length - filled);
                    if (read < 0) {
                        break;
                    }
                    filled += read;
                }
            } catch (ZipException | EOFException _) {
                cutShort = true;
            }
            position += filled;
            return filled;
        }

        @Override
        public int read(byte[] into, int at, int length, long offset) throws IOException {
            if (offset < head.length) {
                int fromHead = (int) Math.min(length, head.length - offset);
                System.arraycopy(head, (int) offset, into, at, fromHead);
                return fromHead;
            }
            byte[] skipped = position < offset ? new byte[BUFFER_BYTES] : into;
            while (position < offset) {
                if (fill(skipped, 0, (int) Math.min(skipped.length, offset - position)) == 0) {
                    return 0;
                }
            }
            if (position > offset) {
                throw new IllegalStateException("read from %d, which lies before %d".formatted(offset, position));
            }
            return fill(into, at, length);
        }

        @Override
        public byte[] head() {
            return head;
        }

        @Override
        public boolean isIntact(long offset) {
            return true;
        }

        @Override
        public boolean isCutShort() {
            return cutShort;
        }

        @Override
        public void close() {
            try {
                text.close();
            } catch (IOException _) {
                // it was only read from
            }
        }
    }
}
