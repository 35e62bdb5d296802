package dev.tachograph.probe;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Hexadecimal digits in bytes of ASCII. */
final class Hexadecimal {
    private static final int ID_DIGITS = 32;

    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int value = 0; value < 16; value++) {
            VALUES[Character.forDigit(value, 16)] = (byte) value;
        }
    }

    private Hexadecimal() {}

    /** The value of a digit in lower case; negative when it is none. */
    static int digit(byte character) {
        return VALUES[character & 0xFF];
    }

    /** An id as systemd writes them: 32 digits. {@code null} when it is anything else. */
    static @Nullable UUID id(byte[] bytes, int from, int to) {
        if (to - from != ID_DIGITS) {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int at = from; at < to; at++) {
            int digit = digit(bytes[at]);
            if (digit < 0) {
                return null;
            }
            high = (high << 4) | (low >>> 60);
            low = (low << 4) | digit;
        }
        return new UUID(high, low);
    }
}
