package dev.tachograph.probe;

import java.nio.charset.StandardCharsets;

/**
 * Bytes that a process caused to be read from and written to storage. The kernel adds those of each child that the process
 * has waited for. Source: proc_pid_io(5), wait_task_zombie in kernel/exit.c.
 */
record StorageBytes(long read, long written) {

    /** @throws IllegalArgumentException when a line is missing or holds no number below 2⁶³ */
    static StorageBytes parse(byte[] text, int length) {
        String lines = new String(text, 0, length, StandardCharsets.ISO_8859_1);
        return new StorageBytes(value(lines, "\nread_bytes: "), value(lines, "\nwrite_bytes: "));
    }

    private static long value(String lines, String key) {
        int at = lines.indexOf(key);
        if (at < 0) {
            throw new IllegalArgumentException("io has no line" + key.replace('\n', ' '));
        }
        int start = at + key.length();
        int end = lines.indexOf('\n', start);
        long value = Long.parseLong(lines, start, end < 0 ? lines.length() : end, 10);
        if (value < 0) {
            throw new IllegalArgumentException(
                    "io has the value %d in its line%s".formatted(value, key.replace('\n', ' ')));
        }
        return value;
    }
}
