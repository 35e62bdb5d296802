package dev.tachograph.worker;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames from a pipe: four bytes of length, a byte that says the type, and the rest. Whoever is at the other end may be
 * hostile: a frame is never longer than it may be, and takes memory only as it comes. For one thread.
 */
final class FrameReader {
    private static final int PIECE = 1 << 16;

    private final DataInputStream in;
    private final int mostBytes;
    private byte[] bytes = new byte[PIECE];
    private int length;

    /** @param mostBytes that a frame may have */
    FrameReader(InputStream in, int mostBytes) {
        this.in = new DataInputStream(in);
        this.mostBytes = mostBytes;
    }

    /**
     * Waits for the next frame.
     *
     * @return its type; {@code null} when no more come
     * @throws FrameException when it is none
     * @throws EOFException when it ends in its middle
     */
    @Nullable FrameType next() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int whole = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        if (whole < 1 || whole > mostBytes) {
            throw new FrameException(
                    "a frame of %d bytes; at most %d are allowed".formatted(Integer.toUnsignedLong(whole), mostBytes));
        }
        byte code = in.readByte();
        FrameType type = FrameType.of(code);
        if (type == null) {
            throw new FrameException("no frame has the type %d".formatted(code));
        }
        length = whole - 1;
        fill();
        return type;
    }

    private void fill() throws IOException {
        int have = 0;
        while (have < length) {
            int room = Math.min(length, have + PIECE);
            if (bytes.length < room) {
                bytes = Arrays.copyOf(bytes, Math.min(length, Math.max(room, bytes.length * 2)));
            }
            int count = in.read(bytes, have, Math.min(bytes.length, length) - have);
            if (count < 0) {
                throw new EOFException("a frame is cut short");
            }
            have += count;
        }
    }

    /** What the frame that came last says. */
    FrameBody body() {
        return new FrameBody(bytes, length);
    }

    /** Hands on all that the frame that came last says. */
    void copyTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }
}
