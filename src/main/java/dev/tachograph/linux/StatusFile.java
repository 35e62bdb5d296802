package dev.tachograph.linux;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The user of a process as its {@code status} file tells it: where a filter of system calls refuses {@code statx}. */
final class StatusFile {
    /** Real, effective, saved and file system user id. Source: proc_pid_status(5). */
    private static final Pattern USER_IDS = Pattern.compile("(?m)^Uid:\\s+\\d{1,10}\\s+(\\d{1,10})\\s");

    private static final int ENOUGH_BYTES = 1024;

    private StatusFile() {}

    /** The effective user id, or a negated {@link Errno error number}. */
    static long userId(ProcFs proc, int pid) {
        byte[] text = new byte[ENOUGH_BYTES];
        int length = proc.read(pid, "status", text);
        return length < 0 ? length : parseUserId(new String(text, 0, length, StandardCharsets.ISO_8859_1));
    }

    static long parseUserId(String text) {
        Matcher ids = USER_IDS.matcher(text);
        return ids.find() ? Long.parseLong(ids.group(1)) : -Errno.EIO;
    }
}
