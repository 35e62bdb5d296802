package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whether the manifest lists each tick once, agrees with itself, and knows every folder that there is. */
final class ManifestCheck {
    private final Connection connection;
    private final Path dataDirectory;
    private final Findings findings;

    ManifestCheck(Connection connection, Path dataDirectory, Findings findings) {
        this.connection = connection;
        this.dataDirectory = dataDirectory;
        this.findings = findings;
    }

    private Path hotFile() {
        return dataDirectory.resolve(DataDirectory.HOT_FILE);
    }

    private void problem(String what) {
        findings.problem(hotFile(), what, Findings.REPORT);
    }

    /** Compares each segment with the one before it, and the last one with what is hot. */
    void checkNumbers(List<Segment> segments) throws SQLException {
        for (int i = 1; i < segments.size(); i++) {
            Segment before = segments.get(i - 1);
            Segment next = segments.get(i);
            if (before.type() == next.type()) {
                compare(before, next.fromTick(), next.from(), next.folder().toString());
            }
        }
        for (Segment.Type type : Segment.Type.values()) {
            SegmentTable table = SegmentTable.main(type);
            List<Segment> some =
                    segments.stream().filter(segment -> segment.type() == type).toList();
            if (!some.isEmpty() && Sql.number(connection, "SELECT count(*) FROM hot." + table.word()) > 0) {
                long first =
                        Sql.number(connection, "SELECT min(%s) FROM hot.%s".formatted(table.number(), table.word()));
                Instant at = Micros.toInstant(Sql.number(
                        connection,
                        "SELECT epoch_us(arg_min(timestamp, %s)) FROM hot.%s".formatted(table.number(), table.word())));
                compare(some.getLast(), first, at, "what is hot");
            }
        }
        long wrong = Sql.number(connection, """
                SELECT count(*) FROM hot.segments s WHERE ticks <> until_tick - from_tick
                    OR bytes <> (SELECT coalesce(sum(f.bytes), 0) FROM hot.segment_files f WHERE f.type = s.type AND f.segment = s.segment)
                """);
        if (wrong != 0) {
            problem("%d segments of the manifest have other sums than their files".formatted(wrong));
        }
    }

    /**
     * Of log lines the oldest go first, which need not be those with the lowest numbers: some may be missing. Figures of the host
     * and roll-ups are missing where there was nothing to tell.
     */
    private void compare(Segment before, long first, Instant at, String next) throws SQLException {
        String what = before.type() == Segment.Type.LOGS ? "log lines" : "ticks";
        if (first < before.untilTick()) {
            problem("%s %d to %d are in %s and in %s"
                    .formatted(what, first, before.untilTick() - 1, before.folder(), next));
        } else if (first > before.untilTick() && before.type() == Segment.Type.PROCESSES && !isTold(before.to(), at)) {
            problem("%s %d to %d are in no segment: they are missing between %s and %s"
                    .formatted(what, before.untilTick(), first - 1, before.folder(), next));
        }
    }

    /** A segment that was lost is a gap: that it is missing is as it was recorded. */
    private boolean isTold(Instant from, Instant to) throws SQLException {
        return Sql.number(
                        connection,
                        "SELECT count(*) FROM hot.gaps WHERE cause = 'damaged' AND from_time < %s AND coalesce(to_time, from_time) > %s"
                                .formatted(Sql.instant(to), Sql.instant(from)))
                > 0;
    }

    /** As questions see it: rows of the views, hot and sealed together. */
    void checkViews(HotContents contents) {
        try {
            long ticks = Sql.number(connection, "SELECT count(*) FROM ticks");
            long samples = Sql.number(connection, "SELECT coalesce(sum(processes), 0)::BIGINT FROM ticks");
            if (ticks != contents.ticks() || samples != contents.samples()) {
                problem("the view ticks has %d ticks of %d and %d processes of %d"
                        .formatted(ticks, contents.ticks(), samples, contents.samples()));
            }
            if (contents.hasLogs()) {
                checkLines(contents.lines());
            }
            long rows = Sql.number(connection, "SELECT count(*) FROM recorded.process_metrics WHERE segment = 0");
            if (rows != contents.hot().samples()) {
                problem("the view process_metrics has %d hot rows of %d"
                        .formatted(rows, contents.hot().samples()));
            }
        } catch (SQLException e) {
            problem("the views can't be read: " + e.getMessage());
        }
    }

    private void checkLines(long expected) throws SQLException {
        long lines = Sql.number(connection, "SELECT count(*) FROM journal_logs");
        if (lines != expected) {
            problem("the view journal_logs has %d lines of %d".formatted(lines, expected));
        }
    }

    /** What lies among the segments and the manifest does not know; what is being written is nobody's business. */
    Set<Path> unknown() throws SQLException, IOException {
        Set<Path> unknown = new HashSet<>();
        for (Segment.Type type : Segment.Type.values()) {
            for (Path day : inside(dataDirectory.resolve(Segment.root(type)))) {
                if (!SegmentFolder.isUnfinished(day)) {
                    List<Path> segments = inside(day);
                    unknown.addAll(Files.isDirectory(day) ? segments : List.of(day));
                }
            }
        }
        Manifest.read(connection).forEach(segment -> unknown.remove(dataDirectory.resolve(segment.folder())));
        Manifest.retired(connection).forEach(retired -> unknown.remove(dataDirectory.resolve(retired.folder())));
        return unknown;
    }

    private static List<Path> inside(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return new ArrayList<>(entries.sorted().toList());
        }
    }
}
