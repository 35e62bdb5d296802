package dev.tachograph.model;

import java.util.Locale;

/** Where a log line was read. */
public enum LogSource {
    /** The systemd journal. */
    JOURNAL,
    /** A text file of a syslog daemon, such as /var/log/syslog. */
    SYSLOG,
    /** The kernel's own buffer, /dev/kmsg. */
    KERNEL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The source behind a word of the store. */
    public static LogSource ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
