package dev.tachograph.probe;

import dev.tachograph.model.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The log files of a syslog daemon, and those who read them. */
public final class SyslogFiles {
    /** Where distributions keep the log of everything. */
    private static final List<String> GENERAL = List.of("syslog", "messages");
    /** What the log of everything leaves out. */
    private static final List<String> PRIVATE = List.of("auth.log", "secure");
    /** Lines that the log of everything has as well. */
    private static final String KERNEL = "kern.log";

    private SyslogFiles() {}

    /**
     * The readers of one log.
     *
     * @param live follows it
     * @param history reads what was there before; {@code null} when nothing of that is wanted, or all of it was read
     */
    public record Readers(LogReader live, @Nullable LogReader history) {}

    /** The logs of this host among the usual ones, none of which has the lines of another. */
    public static List<Path> find() {
        return find(Path.of("/var/log"));
    }

    /**
     * On Debian {@code syslog} has everything but {@code auth.log}, on Red Hat {@code messages} everything but
     * {@code secure}. Where one of the two is, {@code kern.log} only has lines of it again.
     */
    static List<Path> find(Path folder) {
        List<Path> found = new ArrayList<>();
        GENERAL.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .limit(1)
                .forEach(found::add);
        boolean isGeneral = !found.isEmpty();
        PRIVATE.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .limit(1)
                .forEach(found::add);
        if (!isGeneral && Files.isRegularFile(folder.resolve(KERNEL))) {
            found.add(folder.resolve(KERNEL));
        }
        return found;
    }

    /** Whether the kernel's lines are in one of these logs, and /dev/kmsg would bring them again. */
    public static boolean haveKernelLines(List<Path> logs) {
        return logs.stream()
                .map(log -> log.getFileName().toString())
                .anyMatch(name -> GENERAL.contains(name) || name.equals(KERNEL));
    }

    /** What can be read of these logs, and who could read the others. */
    public static List<Finding> findings(List<Path> logs) {
        return logs.stream().map(SyslogFiles::finding).toList();
    }

    private static Finding finding(Path log) {
        String subject = "log file " + log;
        if (Files.isReadable(log)) {
            return Files.isRegularFile(log)
                    ? new Finding(Finding.Level.OK, subject, "is read", null)
                    : new Finding(Finding.Level.MISSING, subject, "is no file", "name a file in log_files");
        }
        if (!Files.exists(log)) {
            return Files.isExecutable(log.toAbsolutePath().getParent())
                    ? new Finding(Finding.Level.MISSING, subject, "does not exist; it is read when it does", null)
                    : new Finding(Finding.Level.MISSING, subject, "may exist, but its folder can't be entered", null);
        }
        return new Finding(Finding.Level.MISSING, subject, "exists, but may not be read", remedy(log));
    }

    private static String remedy(Path log) {
        try {
            var attributes = Files.readAttributes(log, PosixFileAttributes.class);
            String group = attributes.group().getName();
            return attributes.permissions().contains(PosixFilePermission.GROUP_READ) && !group.equals("root")
                    ? "add the recorder's user to group %s".formatted(group)
                    : "only %s may read it: run the recorder as that user, or let a group read it, as with chgrp adm and chmod g+r"
                            .formatted(attributes.owner().getName());
        } catch (IOException | UnsupportedOperationException _) {
            return "let the recorder's user read it";
        }
    }

    /**
     * The readers of a log from where they were left, or, the first time, from its end and back to a limit.
     *
     * @param stored positions of all readers by their names
     * @param backfillFrom how far the history goes back when the log is read for the first time; {@code null} for none
     * @param zone of stamps that tell none
     * @param redact takes secrets out of messages
     * @throws IllegalArgumentException when a stored position makes no sense
     * @throws IOException when the log is there and can't be read
     */
    public static Readers open(
            Path log,
            Map<String, String> stored,
            @Nullable Instant backfillFrom,
            ZoneId zone,
            UnaryOperator<String> redact)
            throws IOException {
        return open(log, stored, backfillFrom, new SyslogFormat(zone, redact, InstantSource.system()));
    }

    static Readers open(Path log, Map<String, String> stored, @Nullable Instant backfillFrom, SyslogFormat format)
            throws IOException {
        String livePosition = stored.get(SyslogFileReader.name(log));
        String historyPosition = stored.get(SyslogHistory.name(log));
        SyslogHistory.Position history = historyPosition == null ? null : SyslogHistory.Position.parse(historyPosition);
        SyslogFileReader.Position live;
        if (livePosition != null) {
            live = SyslogFileReader.Position.parse(livePosition);
        } else if (history != null) { // a kill came before the first position of the live reader was stored
            live = new SyslogFileReader.Position(history.end(), history.end());
        } else {
            SyslogProgress end = SyslogTrail.endOf(log, format);
            live = new SyslogFileReader.Position(end, backfillFrom == null ? null : end);
        }
        SyslogProgress begin = live.begin();
        if (history == null && begin != null && backfillFrom != null) {
            history = SyslogHistory.Position.start(backfillFrom, begin);
        }
        return new Readers(
                new SyslogFileReader(log, live, format, livePosition == null, SyslogFileReader.QUIET),
                history == null || history.isDone() ? null : new SyslogHistory(log, history, format));
    }
}
