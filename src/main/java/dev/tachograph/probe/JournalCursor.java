package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Where an entry is, taken from the text of its cursor: {@code s=numbering;i=sequence;b=boot;m=monotonic;t=realtime;x=hash},
 * all in hexadecimal digits. One is used for many entries, one after the other.
 */
final class JournalCursor {
    /** Bytes that are room enough for the text of any cursor. */
    static final int MOST_BYTES = 256;

    /** Of an id with its key: 32 digits. */
    private static final int ID_LENGTH = 34;

    private static final Pattern FORM =
            Pattern.compile("s=[0-9a-f]{32};i=[0-9a-f]{1,16};b=[0-9a-f]{32};m=[0-9a-f]{1,16};"
                    + "t=[0-9a-f]{1,16}(;[a-z]=[0-9a-f]{1,32})*");
    private static final byte[] NO_TEXT = {};
    private static final UUID NONE = new UUID(0, 0);

    private final byte[] numberingText = new byte[ID_LENGTH];
    private final byte[] bootText = new byte[ID_LENGTH];

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
            byte key = text[at];
            byte[] before = key == 's' ? numberingText : key == 'b' ? bootText : NO_TEXT;
            at = isAt(text, at, length, before) ? at + ID_LENGTH : readId(text, at, length, before);
            at++; // the semicolon
        }
    }

    /** Most entries have the ids of the one before, so their many digits are compared and not read. */
    private static boolean isAt(byte[] text, int at, int length, byte[] before) {
        int end = at + ID_LENGTH;
        return end <= length && before.length == ID_LENGTH && Arrays.equals(text, at, end, before, 0, ID_LENGTH);
    }

    private int readId(byte[] text, int at, int length, byte[] before) {
        int end = readValue(text[at], text, at + 2, length);
        if (end - at == before.length) {
            System.arraycopy(text, at, before, 0, before.length);
        }
        return end;
    }

    private int readValue(byte key, byte[] text, int from, int length) {
        long high = 0;
        long low = 0;
        int end = from;
        for (; end < length && text[end] != ';'; end++) {
            high = (high << 4) | (low >>> 60);
            low = (low << 4) | (Hexadecimal.digit(text[end]) & 0xF);
        }
        take(key, high, low);
        return end;
    }

    private void take(byte key, long high, long low) {
        switch (key) {
            case 's' -> numbering = new UUID(high, low);
            case 'b' -> bootId = new UUID(high, low);
            case 'x' -> hash = low;
            case 'i' -> sequence = low;
            case 'm' -> monotonicMicros = low;
            case 't' -> realtimeMicros = low;
            default -> {} // no systemd writes another
        }
    }

    /** Whether this is the text of a cursor. One that is none is refused by the library. */
    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /** Whether both have the same time, so that their order is none of time. */
    boolean isTiedWith(JournalCursor other) {
        return realtimeMicros == other.realtimeMicros
                || (monotonicMicros == other.monotonicMicros && bootId.equals(other.bootId));
    }

    /**
     * Whether both are the same entry. One that journald copied, from memory to disk after the start of the host, has another
     * number there. A hash that is zero is not known.
     */
    boolean isSameEntry(JournalCursor other) {
        return numbering.equals(other.numbering)
                ? sequence == other.sequence
                : realtimeMicros == other.realtimeMicros
                        && monotonicMicros == other.monotonicMicros
                        && bootId.equals(other.bootId)
                        && (hash == other.hash || hash == 0 || other.hash == 0);
    }

    /** The time of the entry. */
    Instant timestamp() {
        return Instant.ofEpochSecond(
                Math.floorDiv(realtimeMicros, 1_000_000L), Math.floorMod(realtimeMicros, 1_000_000L) * 1_000);
    }
}
