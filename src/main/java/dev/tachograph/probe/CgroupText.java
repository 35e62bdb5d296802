package dev.tachograph.probe;

import java.nio.charset.StandardCharsets;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/**
 * The formats of the files of control groups. Whatever else a file holds, what can be read of it is; what cannot is -1.
 * Source: Documentation/admin-guide/cgroup-v2.rst, "Format".
 */
final class CgroupText {
    private static final long UNKNOWN = -1;

    private final String text;

    private CgroupText(String text) {
        this.text = text;
    }

    /** @param length of the text, or a negated error number for none */
    static CgroupText of(byte[] bytes, int length) {
        return new CgroupText(length <= 0 ? "" : new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
    }

    /** The number of a file that holds but one; a limit that is {@code max} is not known, for there is none. */
    long number() {
        return number(0);
    }

    /** The number behind a key at the begin of a line: {@code usage_usec 668282498}. */
    long ofKey(String key) {
        int line = lineOf(key);
        return line < 0 ? UNKNOWN : number(line + key.length() + 1);
    }

    /** The microseconds of a line of pressure: {@code some avg10=0.00 avg60=0.00 avg300=0.00 total=0}. */
    long pressure(String kind) {
        int line = lineOf(kind);
        if (line < 0) {
            return UNKNOWN;
        }
        int end = text.indexOf('\n', line);
        int total = text.indexOf(" total=", line);
        return total < 0 || (end >= 0 && total > end) ? UNKNOWN : number(total + " total=".length());
    }

    /** The sum over devices of what stands behind a key: {@code 8:0 rbytes=1 wbytes=2}. No device did nothing. */
    long sumOver(Predicate<String> devices, String key) {
        long sum = 0;
        for (String line : text.split("\n", -1)) {
            int end = line.indexOf(' ');
            int at = end < 0 ? -1 : line.indexOf(key, end);
            if (at >= 0 && devices.test(line.substring(0, end))) {
                long value = new CgroupText(line).number(at + key.length());
                sum += Math.max(0, value);
            }
        }
        return sum < 0 ? UNKNOWN : sum;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** A number in another unit, where it is known. */
    static long in(long value, LongUnaryOperator unit) {
        return value < 0 ? UNKNOWN : unit.applyAsLong(value);
    }

    private int lineOf(String key) {
        for (int at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
            int end = at + key.length();
            if ((at == 0 || text.charAt(at - 1) == '\n') && end < text.length() && text.charAt(end) == ' ') {
                return at;
            }
        }
        return -1;
    }

    /** The digits at this place; what does not fit into 63 bits is as good as not known. */
    private long number(int from) {
        long value = 0;
        int at = from;
        for (; at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9'; at++) {
            if (value > (Long.MAX_VALUE - 9) / 10) {
                return UNKNOWN;
            }
            value = value * 10 + (text.charAt(at) - '0');
        }
        return at == from ? UNKNOWN : value;
    }
}
