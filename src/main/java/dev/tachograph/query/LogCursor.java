package dev.tachograph.query;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of lines ends, and what makes the pages after it and before it those of the same list: its range and the last
 * line that had been stored when its first page was read. Lines that are stored later are on no page of it.
 *
 * @param isBackwards whether the page before the key is meant
 * @param key of the line next to the page
 * @param from of the first page, in microseconds
 * @param to of the first page
 * @param lastLine the number of the last line that counts
 * @param total how many lines match; {@code null} where nobody counted them
 * @param question what was asked, as a number: a cursor is good for the same question only
 */
record LogCursor(
        boolean isBackwards,
        LogKey key,
        long from,
        long to,
        long lastLine,
        @Nullable Long total,
        int question) {
    private static final byte VERSION = 1;
    private static final int BYTES = 2 + 6 * Long.BYTES + 2 * Integer.BYTES;
    private static final long NOT_COUNTED = -1;
    private static final long END_OF_TIME = 253_402_300_800_000_000L; // of the year 9999
    private static final String ALLOWED = "a cursor is what an answer has as next or previous, and nothing else";

    String text() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .put((byte) (isBackwards ? 1 : 0))
                .putLong(key.micros())
                .putLong(key.line())
                .putLong(from)
                .putLong(to)
                .putLong(lastLine)
                .putLong(total == null ? NOT_COUNTED : total)
                .putInt(question);
        bytes.putInt(checksum(bytes.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** The cursor of a text. @throws IllegalArgumentException when it is none */
    static LogCursor parse(String text) {
        byte[] decoded = decoded(text);
        ByteBuffer bytes = ByteBuffer.wrap(decoded);
        if (decoded.length != BYTES || bytes.get() != VERSION) {
            throw new IllegalArgumentException(ALLOWED);
        }
        boolean isBackwards = bytes.get() == 1;
        var key = new LogKey(bytes.getLong(), bytes.getLong());
        long from = bytes.getLong();
        long to = bytes.getLong();
        long lastLine = bytes.getLong();
        long total = bytes.getLong();
        int question = bytes.getInt();
        boolean isWhole = checksum(decoded) == bytes.getInt();
        if (!isWhole || from < 0 || from > to || to > END_OF_TIME || lastLine < 0 || !isTime(key.micros())) {
            throw new IllegalArgumentException(ALLOWED);
        }
        return new LogCursor(
                isBackwards, key, from, to, lastLine, total == NOT_COUNTED ? null : Long.valueOf(total), question);
    }

    private static boolean isTime(long micros) {
        return micros >= 0 && micros <= END_OF_TIME;
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(ALLOWED, e);
        }
    }

    private static int checksum(byte[] bytes) {
        var checksum = new CRC32();
        checksum.update(bytes, 0, BYTES - Integer.BYTES);
        return (int) checksum.getValue();
    }
}
