package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that somebody logged, as text: they may be anything. */
final class LogText {
    private static final char REPLACEMENT = '\uFFFD';

    private LogText() {}

    /** The text; {@code null} when the bytes are not UTF-8 or hold a NUL. */
    static @Nullable String decode(byte[] bytes, int from, int to) {
        boolean ascii = true;
        for (int at = from; at < to; at++) {
            if (bytes[at] <= 0) {
                if (bytes[at] == 0) {
                    return null;
                }
                ascii = false;
            }
        }
        return ascii ? new String(bytes, from, to - from, ISO_8859_1) : decodeCarefully(bytes, from, to);
    }

    private static @Nullable String decodeCarefully(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        byte[] back = text.getBytes(UTF_8); // the replacement may also be what was logged
        return Arrays.equals(back, 0, back.length, bytes, from, to) ? text : null;
    }

    /** The begin of a text, at most so many bytes of UTF-8 and no half character, fit for a column of text. */
    static String readableBegin(String text, int mostBytes) {
        String begin = KernelText.cut(text.substring(0, Math.min(text.length(), mostBytes)), mostBytes);
        int end = begin.length();
        if (end > 0 && Character.isHighSurrogate(begin.charAt(end - 1))) {
            begin = begin.substring(0, end - 1);
        }
        return begin.replace('\0', REPLACEMENT);
    }
}
