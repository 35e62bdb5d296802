package dev.tachograph.cli;

import java.time.ZoneId;
import java.util.Locale;

/** How {@code tachograph logs} prints a line. */
enum LogFormat {
    SHORT,
    SHORT_PRECISE,
    SHORT_ISO,
    VERBOSE,
    CAT,
    JSON;

    private static final String ALL = "*";
    private static final String SHOWN =
            "line,timestamp,boot_id,hostname,identifier,comm,pid,priority,message,message_bytes";

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What has to be asked for. */
    String columns() {
        return this == VERBOSE || this == JSON ? ALL : SHOWN;
    }

    /** Whether gaps and reboots are told between the lines. */
    boolean hasMarks() {
        return this != CAT && this != JSON;
    }

    LogText text(Paper paper, ZoneId zone) {
        return switch (this) {
            case SHORT -> new ShortLogText(new LogTime(LogTime.Form.SECONDS, zone), paper);
            case SHORT_PRECISE -> new ShortLogText(new LogTime(LogTime.Form.MICROSECONDS, zone), paper);
            case SHORT_ISO -> new ShortLogText(new LogTime(LogTime.Form.ISO, zone), paper);
            case VERBOSE -> new VerboseLogText(new LogTime(LogTime.Form.MICROSECONDS, zone), paper);
            case CAT -> new MessageText(paper);
            case JSON -> row -> row.json() + "\n";
        };
    }
}
