package dev.tachograph.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How far DuckDB's write-ahead log can be followed, found without DuckDB.
 *
 * <p>DuckDB takes an entry whose length leads beyond the end for the torn end of a log, and silently forgets it with all that
 * comes after. That is right after a crash, when nothing comes after; here is the evidence that tells it from damage.
 *
 * <p>A log begins with an entry that names the database, without length or checksum. Each further one is its length and
 * checksum, eight bytes each with the lowest first, and its content. A commit ends with an entry that is always the same.
 *
 * @param bytes of the file
 * @param wholeBytes up to the end of the last commit before anything that can't be followed
 * @param commits up to there
 * @param laterCommits ends of commits that lie beyond what can't be followed: these were acknowledged, and are lost
 */
record WriteAheadLog(long bytes, long wholeBytes, long commits, long laterCommits) {
    private static final int ENTRY_HEAD = 16;
    private static final int BUFFER = 1 << 16;
    private static final int MOST_HEAD = 80;

    /** The end of a commit: its length, its checksum, its content. */
    private static final byte[] COMMIT = {
        5,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        (byte) 0xe7,
        (byte) 0xfe,
        0x7d,
        0x72,
        0x2f,
        (byte) 0xed,
        0x3d,
        0x5e,
        0x64,
        0,
        0x64,
        -1,
        -1
    };

    /** Whether every byte belongs to a commit. */
    boolean isWhole() {
        return wholeBytes == bytes;
    }

    /** Whether commits are lost, and not just the one that was under way at the end. */
    boolean isDamaged() {
        return laterCommits > 0;
    }

    static WriteAheadLog read(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Follower(channel).follow();
        }
    }

    /** Goes along the entries of one file. */
    private static final class Follower {
        private final FileChannel channel;
        private final long size;
        private final ByteBuffer buffer =
                ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN).limit(0);
        /** Where the buffer's first byte is in the file. */
        private long bufferAt;

        Follower(FileChannel channel) throws IOException {
            this.channel = channel;
            this.size = channel.size();
        }

        WriteAheadLog follow() throws IOException {
            long at = headLength();
            if (at == 0) {
                return new WriteAheadLog(size, 0, 0, commitsFrom(0));
            }
            long whole = 0;
            long commits = 0;
            while (at + ENTRY_HEAD <= size) {
                load(at, ENTRY_HEAD);
                long length = buffer.getLong();
                long checksum = buffer.getLong();
                if (length <= 0 || length > size - at - ENTRY_HEAD || checksum != checksum(at + ENTRY_HEAD, length)) {
                    break;
                }
                boolean isCommit = isCommit(at);
                at += ENTRY_HEAD + length;
                if (isCommit) {
                    whole = at;
                    commits++;
                }
            }
            return new WriteAheadLog(size, whole, commits, whole == size ? 0 : commitsFrom(at));
        }

        /**
         * Length of the first entry: its kind (98), the format (2), sixteen numbers that name the database, and how many
         * checkpoints that has had; older formats leave the last two away. Numbers are written in sevens of bits.
         *
         * @return 0 when it is not as it should be: nothing can be followed then
         */
        private long headLength() throws IOException {
            int most = (int) Math.min(size, MOST_HEAD);
            load(0, most);
            try {
                if (field() != 100 || number() != 98 || field() != 101 || number() != 2) {
                    return 0;
                }
                int next = field();
                if (next == 102) {
                    for (long left = number(); left > 0; left--) {
                        number();
                    }
                    next = field();
                }
                if (next == 103) {
                    number();
                    next = field();
                }
                return next == 0xffff ? buffer.position() : 0;
            } catch (BufferUnderflowException _) {
                return 0;
            }
        }

        private int field() {
            return Short.toUnsignedInt(buffer.getShort());
        }

        private long number() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                byte next = buffer.get();
                value |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            return -1;
        }

        private boolean isCommit(long at) throws IOException {
            if (at + COMMIT.length > size) {
                return false;
            }
            load(at, COMMIT.length);
            for (byte expected : COMMIT) {
                if (buffer.get() != expected) {
                    return false;
                }
            }
            return true;
        }

        private long commitsFrom(long begin) throws IOException {
            long found = 0;
            for (long at = begin; at + COMMIT.length <= size; at++) {
                load(at, COMMIT.length);
                if (buffer.get() == COMMIT[0] && isCommit(at)) {
                    found++;
                }
            }
            return found;
        }

        /** As DuckDB reckons it. */
        private long checksum(long begin, long length) throws IOException {
            long sum = 5381;
            long end = begin + length;
            long at = begin;
            for (; at + Long.BYTES <= end; at += Long.BYTES) {
                load(at, Long.BYTES);
                sum ^= buffer.getLong() * 0xbf58476d1ce4e5b9L;
            }
            return at == end ? sum : sum ^ checksumOfRest(at, (int) (end - at));
        }

        private long checksumOfRest(long begin, int length) throws IOException {
            long factor = 0xc6a4a7935bd1e995L;
            long rest = 0;
            load(begin, length);
            for (int shift = 0; shift < length; shift++) {
                rest |= Byte.toUnsignedLong(buffer.get()) << (Byte.SIZE * shift);
            }
            long sum = (0xe17a1465L ^ length * factor ^ rest) * factor;
            sum = (sum ^ sum >>> 47) * factor;
            return sum ^ sum >>> 47;
        }

        /** Puts the buffer's position to a place in the file, with so many bytes behind it. */
        private void load(long at, int bytes) throws IOException {
            if (at < bufferAt || at + bytes > bufferAt + buffer.limit()) {
                buffer.clear();
                bufferAt = at;
                while (buffer.position() < bytes) {
                    if (channel.read(buffer, at + buffer.position()) < 0) {
                        throw new EOFException("became shorter while it was read");
                    }
                }
                buffer.flip();
            }
            buffer.position((int) (at - bufferAt));
        }
    }
}
