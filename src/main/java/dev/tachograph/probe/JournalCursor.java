package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.util.UUID;

/**
 * Where an entry is, taken from the text of its cursor: {@code s=numbering;i=sequence;b=boot;m=monotonic;t=realtime;x=hash},
 * all in hexadecimal digits. One is used for many entries, one after the other.
 */
final class JournalCursor {
    /** Bytes that are room enough for the text of any cursor. */
    static final int MOST_BYTES = 256;

    private static final UUID NONE = new UUID(0, 0);

    /** The id of the numbering that the sequence belongs to. */
    UUID numbering = NONE;

    UUID bootId = NONE;
    long hash;
    long sequence;
    long monotonicMicros;
    long realtimeMicros;

    static JournalCursor of(String text) {
        var cursor = new JournalCursor();
        byte[] bytes = text.getBytes(ISO_8859_1);
        cursor.read(bytes, bytes.length);
        return cursor;
    }

    /** The text in these bytes. */
    static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, ISO_8859_1);
    }

    /** Becomes a copy of the other. */
    void set(JournalCursor other) {
        numbering = other.numbering;
        sequence = other.sequence;
        bootId = other.bootId;
        monotonicMicros = other.monotonicMicros;
        realtimeMicros = other.realtimeMicros;
        hash = other.hash;
    }

    /** Whether this is before every entry. */
    boolean isNone() {
        return sequence == 0;
    }

    /** Takes what the text tells; what it does not tell is zero. */
    void read(byte[] text, int length) {
        sequence = 0;
        monotonicMicros = 0;
        realtimeMicros = 0;
        hash = 0;
        int at = 0;
        while (at + 1 < length) {
            int end = at + 2;
            long high = 0;
            long low = 0;
            for (; end < length && text[end] != ';'; end++) {
                high = (high << 4) | (low >>> 60);
                low = (low << 4) | (Hexadecimal.digit(text[end]) & 0xF);
            }
            take(text[at], high, low);
            at = end + 1;
        }
    }

    private void take(byte key, long high, long low) {
        switch (key) {
            case 's' -> numbering = same(numbering, high, low);
            case 'b' -> bootId = same(bootId, high, low);
            case 'x' -> hash = low;
            case 'i' -> sequence = low;
            case 'm' -> monotonicMicros = low;
            case 't' -> realtimeMicros = low;
            default -> {} // no systemd writes another
        }
    }

    private static UUID same(UUID before, long high, long low) {
        return before.getMostSignificantBits() == high && before.getLeastSignificantBits() == low
                ? before
                : new UUID(high, low);
    }

    /**
     * Whether both are the same entry. One that journald copied, from memory to disk after the start of the host, has another
     * number there. A cursor that was made of a stored line knows no hash.
     */
    boolean isSameEntry(JournalCursor other) {
        return realtimeMicros == other.realtimeMicros
                && monotonicMicros == other.monotonicMicros
                && (hash == other.hash || hash == 0)
                && bootId.equals(other.bootId);
    }

    /** The time of the entry. */
    Instant timestamp() {
        return Instant.ofEpochSecond(
                Math.floorDiv(realtimeMicros, 1_000_000L), Math.floorMod(realtimeMicros, 1_000_000L) * 1_000);
    }
}
