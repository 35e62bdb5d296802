package dev.tachograph.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record of the kernel's log: {@code level|facility,sequence,microseconds,flags[,key=value…];text} and further lines
 * {@code  KEY=value}. Source: Documentation/ABI/testing/dev-kmsg.
 *
 * @param micros since boot, without the time the machine slept
 * @param text with the kernel's escapes undone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KernelRecord(
        int priority, int facility, long sequence, long micros, byte[] text, Map<String, List<String>> fields) {

    private static final int LEAST_PARTS = 4;
    private static final int ESCAPE = "\\x5c".length();

    /** The record in these bytes; {@code null} when they are none. */
    static @Nullable KernelRecord parse(byte[] bytes, int length) {
        int head = indexOf(bytes, ';', 0, length);
        if (head == length) {
            return null;
        }
        List<String> parts = List.of(KernelText.decode(bytes, 0, head).split(",", -1));
        if (parts.size() < LEAST_PARTS) {
            return null;
        }
        int textEnd = indexOf(bytes, '\n', head, length);
        try {
            int level = Integer.parseInt(parts.get(0));
            long sequence = Long.parseLong(parts.get(1));
            long micros = Long.parseLong(parts.get(2));
            if (level < 0 || sequence < 0 || micros < 0) {
                return null;
            }
            Map<String, List<String>> fields = new LinkedHashMap<>();
            parts.stream().skip(LEAST_PARTS).forEach(part -> add(fields, part));
            for (int at = textEnd + 1; at < length; ) {
                int end = indexOf(bytes, '\n', at, length);
                if (bytes[at] == ' ') {
                    byte[] field = unescape(bytes, at + 1, end);
                    add(fields, KernelText.decode(field, 0, field.length));
                }
                at = end + 1;
            }
            return new KernelRecord(
                    level & 7, level >> 3, sequence, micros, unescape(bytes, head + 1, textEnd), fields);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static void add(Map<String, List<String>> fields, String assignment) {
        int equals = assignment.indexOf('=');
        if (equals > 0) {
            fields.computeIfAbsent(assignment.substring(0, equals), _ -> new ArrayList<>(1))
                    .add(assignment.substring(equals + 1).replace("\0", "\\x00"));
        }
    }

    private static int indexOf(byte[] bytes, char sought, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != sought) {
            at++;
        }
        return at;
    }

    /** The kernel writes what is no printable ASCII, and the backslash, as {@code \xNN}. */
    private static byte[] unescape(byte[] bytes, int from, int to) {
        byte[] plain = new byte[to - from];
        int filled = 0;
        for (int i = from; i < to; filled++) {
            boolean escaped = to - i >= ESCAPE
                    && bytes[i] == '\\'
                    && bytes[i + 1] == 'x'
                    && HexFormat.isHexDigit(bytes[i + 2])
                    && HexFormat.isHexDigit(bytes[i + 3]);
            plain[filled] = escaped
                    ? (byte) (HexFormat.fromHexDigit(bytes[i + 2]) << 4 | HexFormat.fromHexDigit(bytes[i + 3]))
                    : bytes[i];
            i += escaped ? ESCAPE : 1;
        }
        return Arrays.copyOf(plain, filled);
    }
}
