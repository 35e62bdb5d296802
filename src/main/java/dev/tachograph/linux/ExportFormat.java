package dev.tachograph.linux;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Entries in the Journal Export Format: a line {@code NAME=value} for each field of text; for any other a line with its name,
 * the number of its bytes in eight bytes, and the bytes; an empty line behind each entry. Source: the document "Journal Export
 * Formats" of systemd.
 */
final class ExportFormat {
    /** What {@link #nextField} answers behind the last field of an entry. */
    static final long END_OF_ENTRY = -1;

    /** What it answers when there is no further entry. */
    static final long END_OF_STREAM = -2;

    private static final int READ_BYTES = 64 * 1024;

    private final InputStream in;
    private final byte[] read = new byte[READ_BYTES];
    private int from;
    private int to;

    private byte[] field = new byte[READ_BYTES];
    private int kept;
    private long length;
    private int most;

    ExportFormat(InputStream in) {
        this.in = in;
    }

    /** Whether something can be read without waiting for whoever writes. */
    boolean isReady() throws IOException {
        return from < to || in.available() > 0;
    }

    /**
     * Reads one field into {@link #buffer}, as {@code NAME=value}, in whatever form it comes.
     *
     * @param mostBytes what is behind them is left out
     * @return its length in bytes, also of what was left out; or one of the two ends
     * @throws EOFException when the stream ends within an entry's field
     */
    long nextField(int mostBytes) throws IOException {
        most = mostBytes;
        length = 0;
        kept = 0;
        if (field.length > READ_BYTES) {
            field = new byte[READ_BYTES]; // a large one is not kept
        }
        if (from == to && !fill()) {
            return END_OF_STREAM;
        }
        boolean isText = readLine();
        if (length == 0) {
            return END_OF_ENTRY;
        }
        if (!isText) {
            readBytes();
        }
        return length;
    }

    byte[] buffer() {
        return field;
    }

    /** Takes everything up to the end of the line, and tells whether there is a "=" in it. */
    private boolean readLine() throws IOException {
        boolean isText = false;
        while (true) {
            int end = from;
            while (end < to && read[end] != '\n') {
                isText |= read[end] == '=';
                end++;
            }
            take(end - from);
            if (from < to) {
                from++;
                return isText;
            }
            require(fill());
        }
    }

    private void readBytes() throws IOException {
        long size = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            size |= (nextByte() & 0xFFL) << shift;
        }
        if (size < 0) {
            throw new IOException(
                    "a field of a journal entry claims to have %s bytes".formatted(Long.toUnsignedString(size)));
        }
        put((byte) '=');
        while (size > 0) {
            require(from < to || fill());
            int count = (int) Math.min(size, to - from);
            take(count);
            size -= count;
        }
        if (nextByte() != '\n') {
            throw new IOException("a field of a journal entry does not end where it claims to");
        }
    }

    private byte nextByte() throws IOException {
        require(from < to || fill());
        return read[from++];
    }

    private void put(byte value) {
        length++;
        if (kept < most) {
            makeRoom(1);
            field[kept++] = value;
        }
    }

    private void take(int count) {
        int wanted = Math.min(count, most - kept);
        makeRoom(wanted);
        System.arraycopy(read, from, field, kept, wanted);
        kept += wanted;
        length += count;
        from += count;
    }

    private void makeRoom(int count) {
        if (kept + count > field.length) {
            field = Arrays.copyOf(field, (int) Math.min(most, Math.max(kept + (long) count, 2L * field.length)));
        }
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(read));
        return to > 0;
    }

    private static void require(boolean hasMore) throws EOFException {
        if (!hasMore) {
            throw new EOFException("the entries end within a field");
        }
    }
}
