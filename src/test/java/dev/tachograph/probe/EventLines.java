package dev.tachograph.probe;

import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import dev.tachograph.model.LogSource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Log lines as their readers hand them out, of the authors that matter for events and of one who does not. */
public final class EventLines {
    public static final UUID BOOT = new UUID(1, 1);
    public static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final UUID NUMBERING = new UUID(2, 2);

    private long sequence;
    private Instant now = NOON;

    /** What comes next comes so much later. */
    EventLines pass(long seconds) {
        now = now.plusSeconds(seconds);
        return this;
    }

    LogLine kernelInJournal(String message) {
        return line(journal("kernel", null, null, null, null, null), 0, message, null, null, Map.of());
    }

    /** Of the kernel itself, from /dev/kmsg. */
    public LogLine kernel(String message) {
        return line(
                origin(LogSource.KERNEL, "kernel", null, "kernel", null, null, null, null),
                0,
                message,
                null,
                null,
                Map.of());
    }

    /** What a program of root wrote into the kernel's log. */
    LogLine writtenToKernelLog(String message) {
        return line(
                origin(LogSource.KERNEL, "kernel", null, "kernel", null, null, null, null),
                1,
                message,
                null,
                null,
                Map.of());
    }

    LogLine syslog(String tag, @Nullable Integer pid, String message) {
        return line(
                origin(LogSource.SYSLOG, null, null, tag, pid, null, null, null), null, message, null, null, Map.of());
    }

    LogLine manager(@Nullable UUID id, @Nullable String unit, String message, Map<String, String> fields) {
        return line(
                journal("journal", "init.scope", 1, 0L, "systemd", "/usr/lib/systemd/systemd"),
                null,
                message,
                unit,
                id,
                fields);
    }

    LogLine userManager(@Nullable UUID id, String message, Map<String, String> fields) {
        return line(
                journal("journal", "user@1000.service", 812, 1000L, "systemd", "/usr/lib/systemd/systemd"),
                null,
                message,
                null,
                id,
                fields);
    }

    LogLine login(@Nullable UUID id, String message) {
        return line(
                journal(
                        "journal",
                        "systemd-logind.service",
                        500,
                        0L,
                        "systemd-logind",
                        "/usr/lib/systemd/systemd-logind"),
                null,
                message,
                null,
                id,
                Map.of());
    }

    /** Of systemd-coredump. */
    public LogLine coreDump(int pid, String name, int signal) {
        return line(
                journal("journal", "systemd-coredump@3-9-0.service", 900, 1000L, "systemd-coredum", null),
                null,
                "Process %d (%s) of user 1000 dumped core.".formatted(pid, name),
                null,
                CrashLines.CORE_DUMP,
                Map.of(
                        "COREDUMP_PID",
                        Integer.toString(pid),
                        "COREDUMP_COMM",
                        name,
                        "COREDUMP_SIGNAL",
                        Integer.toString(signal),
                        "COREDUMP_UNIT",
                        "shop.service"));
    }

    /** As {@code logger -t kernel} and any program that speaks journald's protocol write. */
    LogLine user(
            String identifier,
            @Nullable UUID id,
            @Nullable String aboutUnit,
            String message,
            Map<String, String> fields) {
        return line(
                new LogOrigin(
                        LogSource.JOURNAL,
                        NUMBERING,
                        BOOT,
                        null,
                        "web1",
                        "journal",
                        "user@1000.service",
                        "app.scope",
                        null,
                        null,
                        null,
                        identifier,
                        4242,
                        1000L,
                        1000L,
                        "systemd",
                        "/home/mallory/systemd-not",
                        null),
                0,
                message,
                aboutUnit,
                id,
                fields);
    }

    private static LogOrigin journal(
            String transport,
            @Nullable String unit,
            @Nullable Integer pid,
            @Nullable Long uid,
            @Nullable String comm,
            @Nullable String exe) {
        return origin(
                LogSource.JOURNAL, transport, unit, "kernel".equals(transport) ? "kernel" : comm, pid, uid, comm, exe);
    }

    private static LogOrigin origin(
            LogSource source,
            @Nullable String transport,
            @Nullable String unit,
            @Nullable String identifier,
            @Nullable Integer pid,
            @Nullable Long uid,
            @Nullable String comm,
            @Nullable String exe) {
        return new LogOrigin(
                source,
                source == LogSource.SYSLOG ? null : NUMBERING,
                source == LogSource.SYSLOG ? null : BOOT,
                null,
                "web1",
                transport,
                unit,
                null,
                null,
                null,
                null,
                identifier,
                pid,
                uid,
                uid,
                comm,
                exe,
                null);
    }

    private LogLine line(
            LogOrigin origin,
            @Nullable Integer facility,
            String message,
            @Nullable String aboutUnit,
            @Nullable UUID messageId,
            Map<String, String> fields) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        fields.forEach((name, value) -> values.put(name, List.of(value)));
        return new LogLine(
                origin,
                now,
                null,
                ++sequence,
                3,
                facility,
                message,
                aboutUnit,
                messageId,
                null,
                null,
                null,
                null,
                values,
                List.of());
    }
}
