package dev.tachograph.probe;

import java.util.Arrays;

/**
 * Control characters as rsyslog writes them into its files: {@code #} and three octal digits, such as {@code #012} for the end
 * of a line. rsyslog does not mark a {@code #012} that somebody logged as such, so that this one is taken for an escape, too.
 */
final class SyslogEscapes {
    private static final int LENGTH = "#012".length();
    private static final int DELETE = 0x7f;

    private SyslogEscapes() {}

    static boolean areIn(byte[] bytes, int from, int to) {
        for (int i = from; i <= to - LENGTH; i++) {
            if (bytes[i] == '#' && control(bytes, i) >= 0) {
                return true;
            }
        }
        return false;
    }

    static byte[] undo(byte[] bytes, int from, int to) {
        byte[] plain = new byte[to - from];
        int filled = 0;
        for (int i = from; i < to; filled++) {
            int control = bytes[i] == '#' && i <= to - LENGTH ? control(bytes, i) : -1;
            plain[filled] = control >= 0 ? (byte) control : bytes[i];
            i += control >= 0 ? LENGTH : 1;
        }
        return Arrays.copyOf(plain, filled);
    }

    /** The control character that is written here; -1 when it is none. */
    private static int control(byte[] bytes, int at) {
        int value = 0;
        for (int i = at + 1; i < at + LENGTH; i++) {
            if (bytes[i] < '0' || bytes[i] > '7') {
                return -1;
            }
            value = value * 8 + bytes[i] - '0';
        }
        return value < ' ' || value == DELETE ? value : -1;
    }
}
