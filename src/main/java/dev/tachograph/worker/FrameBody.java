package dev.tachograph.worker;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what a frame says, in the order in which it was written. */
final class FrameBody {
    private static final int LEAST_TEXT = Integer.BYTES;

    private final ByteBuffer rest;

    FrameBody(byte[] bytes, int length) {
        rest = ByteBuffer.wrap(bytes, 0, length);
    }

    long number() throws FrameException {
        try {
            return rest.getLong();
        } catch (BufferUnderflowException _) {
            throw new FrameException("a frame lacks a number");
        }
    }

    /** A number from 0 to {@code most}. */
    int count(int most) throws FrameException {
        long number = number();
        if (number < 0 || number > most) {
            throw new FrameException("%d stands where at most %d may".formatted(number, most));
        }
        return (int) number;
    }

    boolean flag() throws FrameException {
        return count(1) == 1;
    }

    <E extends Enum<E>> E one(E[] all) throws FrameException {
        String name = text();
        for (E each : all) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        throw new FrameException("a frame with '%s', which is none of %d".formatted(name, all.length));
    }

    String text() throws FrameException {
        if (rest.remaining() < LEAST_TEXT) {
            throw new FrameException("a frame lacks a text");
        }
        int length = rest.getInt();
        if (length < 0 || length > rest.remaining()) {
            throw new FrameException("a text of %d bytes in a frame with %d more".formatted(length, rest.remaining()));
        }
        byte[] bytes = new byte[length];
        rest.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    Path path() throws FrameException {
        try {
            return Path.of(text());
        } catch (InvalidPathException e) {
            throw new FrameException("no path: " + e.getReason());
        }
    }

    List<String> texts() throws FrameException {
        int count = count(rest.remaining() / LEAST_TEXT);
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    /** Makes sure that nothing stands behind what was read. */
    void end() throws FrameException {
        if (rest.hasRemaining()) {
            throw new FrameException("a frame has %d bytes too many".formatted(rest.remaining()));
        }
    }
}
