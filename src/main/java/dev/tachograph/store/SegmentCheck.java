package dev.tachograph.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a segment is what the manifest says. A file is opened by the database only when its checksum is right. */
final class SegmentCheck {
    private final Connection connection;
    private final Path dataDirectory;
    private final Findings findings;
    private final Course course;

    /** @param connection that may read the folder of segments */
    SegmentCheck(Connection connection, Path dataDirectory, Findings findings, Course course) {
        this.connection = connection;
        this.dataDirectory = dataDirectory;
        this.findings = findings;
        this.course = course;
    }

    /** What the rows of a file say. */
    private record Rows(
            long count, @Nullable Instant from, @Nullable Instant to, long firstTick, long lastTick) {
        static Rows of(ResultSet row) throws SQLException {
            return new Rows(
                    row.getLong(1), Manifest.instant(row, 2), Manifest.instant(row, 3), row.getLong(4), row.getLong(5));
        }
    }

    void run(Segment segment) throws IOException {
        findings.segment();
        Path folder = dataDirectory.resolve(segment.folder());
        if (!Files.isDirectory(folder)) {
            findings.problem(folder, "this segment is missing: %s".formatted(numbers(segment)), Findings.RESTART);
            return;
        }
        int before = findings.problems();
        checkNames(segment, folder);
        checkList(segment, folder.resolve(Segment.CHECKSUMS));
        for (Segment.File file : segment.files()) {
            checkFile(segment, file, folder.resolve(file.name()));
        }
        if (findings.problems() == before) {
            checkSegment(segment, folder);
        }
    }

    private static String numbers(Segment segment) {
        return "%s %d to %d, %s to %s"
                .formatted(
                        segment.type() == Segment.Type.LOGS ? "log lines" : "ticks",
                        segment.fromTick(),
                        segment.untilTick() - 1,
                        segment.from(),
                        segment.to());
    }

    private void checkNames(Segment segment, Path folder) throws IOException {
        Set<String> known = segment.files().stream().map(Segment.File::name).collect(Collectors.toSet());
        try (Stream<Path> inside = Files.list(folder)) {
            inside.sorted()
                    .filter(path -> !known.contains(name(path)) && !name(path).equals(Segment.CHECKSUMS))
                    .forEach(path -> findings.problem(path, "is not part of the segment", Findings.MOVE_AWAY));
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private void checkList(Segment segment, Path list) {
        try {
            String text = Files.readString(list, StandardCharsets.UTF_8);
            if (!Checksums.sha256(text).equals(segment.sha256())) {
                findings.problem(list, "is not the list of checksums that the manifest knows", Findings.RESTART);
            }
        } catch (IOException e) {
            findings.problem(list, unreadable(e), Findings.RESTART);
        }
    }

    private void checkFile(Segment segment, Segment.File file, Path path) throws Course.GivenUpException {
        try {
            findings.file(Files.size(path));
            if (Files.size(path) != file.bytes()) {
                findings.problem(
                        path, "has %d bytes of %d".formatted(Files.size(path), file.bytes()), Findings.RESTART);
            } else if (!Checksums.sha256(path, course).equals(file.sha256())) {
                findings.problem(path, "is not what was sealed: its checksum is another one", Findings.RESTART);
            } else {
                checkRows(segment, file, path);
            }
        } catch (Course.GivenUpException e) {
            throw e;
        } catch (IOException e) {
            findings.problem(path, unreadable(e), Findings.RESTART);
        }
    }

    private static String unreadable(IOException e) {
        return e instanceof NoSuchFileException ? "is missing" : "can't be read: " + FileErrors.reason(e);
    }

    private void checkRows(Segment segment, Segment.File file, Path path) {
        SegmentTable table = Stream.of(SegmentTable.values())
                .filter(each -> each.file().equals(file.name()))
                .findFirst()
                .orElse(null);
        if (table == null) {
            findings.problem(path, "the manifest lists it, and it is no table of a segment", Findings.REPORT);
            return;
        }
        try {
            Rows rows = Sql.all(connection, query(table, path), Rows::of).getFirst();
            findings.rows(rows.count);
            if (rows.count != file.rows()) {
                findings.problem(path, "has %d rows of %d".formatted(rows.count, file.rows()), Findings.REPORT);
            }
            if (!Objects.equals(rows.from, file.minTime()) || !Objects.equals(rows.to, file.maxTime())) {
                findings.problem(
                        path,
                        "has rows from %s to %s, and the manifest says %s to %s"
                                .formatted(rows.from, rows.to, file.minTime(), file.maxTime()),
                        Findings.REPORT);
            }
            if (rows.count > 0 && !isWithin(segment, table, rows)) {
                findings.problem(
                        path,
                        "has %s %d to %d, and the manifest says %s"
                                .formatted(table.number(), rows.firstTick, rows.lastTick, numbers(segment)),
                        Findings.REPORT);
            }
        } catch (SQLException e) {
            findings.problem(path, "can't be read: " + e.getMessage(), Findings.RESTART);
        }
    }

    /** A description may be older than the segment that needs it. */
    private static String query(SegmentTable table, Path path) {
        return "SELECT count(*), epoch_us(min(%1$s)), epoch_us(max(%1$s)), coalesce(min(%2$s), 0), coalesce(max(%2$s), 0) FROM read_parquet(%3$s, hive_partitioning = false)"
                .formatted(table.time(), table.number(), Sql.text(path));
    }

    private static boolean isWithin(Segment segment, SegmentTable table, Rows rows) {
        boolean isWithin = rows.firstTick >= segment.fromTick() && rows.lastTick < segment.untilTick();
        return switch (table) {
            case TICKS, LOG_LINES ->
                isWithin
                        && rows.firstTick == segment.fromTick()
                        && rows.lastTick == segment.untilTick() - 1
                        && rows.count == segment.ticks();
            case HOST -> isWithin && rows.count == segment.samples();
            case PROCESS_SAMPLES,
                    PROCESS_EXITS,
                    EVENTS,
                    GAPS,
                    LOG_VALUES,
                    CPUS,
                    DISKS,
                    FILESYSTEMS,
                    NETWORKS,
                    CGROUPS,
                    PROCESS_MINUTES,
                    METRIC_MINUTES,
                    PROCESS_HOURS,
                    METRIC_HOURS -> isWithin;
            case PROCESSES -> rows.lastTick < segment.untilTick();
        };
    }

    private void checkSegment(Segment segment, Path folder) throws IOException {
        Path main = dataDirectory.resolve(segment.mainFile());
        try {
            Segment itself = SegmentFolder.describe(connection, main).segment(segment.files(), segment.sha256());
            if (!itself.equals(segment)) {
                findings.problem(
                        folder,
                        "says of itself: %s, %d rows; and the manifest: %s, %d"
                                .formatted(numbers(itself), itself.samples(), numbers(segment), segment.samples()),
                        Findings.REPORT);
            }
            if (segment.type() != Segment.Type.PROCESSES) {
                return; // each row has its number, and these were counted
            }
            Sql.all(connection, counts(folder.resolve(SegmentTable.PROCESS_SAMPLES.file()), main), row -> {
                if (row.getLong(1) != 0) {
                    findings.problem(
                            folder,
                            "%d ticks have another number of processes than they say".formatted(row.getLong(1)),
                            Findings.REPORT);
                }
                if (row.getLong(2) != segment.samples()) {
                    findings.problem(
                            folder,
                            "has %d rows of process_metrics of %d".formatted(row.getLong(2), segment.samples()),
                            Findings.REPORT);
                }
                return true;
            });
        } catch (SQLException e) {
            findings.problem(folder, "can't be read: " + e.getMessage(), Findings.RESTART);
        }
    }

    /** A row is true for so many ticks from its own on: how many are at each tick has to be what the tick says. */
    private static String counts(Path samples, Path ticks) {
        return """
                WITH changes AS (
                    SELECT tick, 1 AS change FROM read_parquet(%1$s, hive_partitioning = false)
                    UNION ALL SELECT tick + ticks, -1 FROM read_parquet(%1$s, hive_partitioning = false)
                ), sums AS (SELECT tick, sum(change) AS change FROM changes GROUP BY tick),
                counts AS (
                    SELECT processes, sum(coalesce(change, 0)) OVER (ORDER BY tick) AS rows
                    FROM read_parquet(%2$s, hive_partitioning = false) LEFT JOIN sums USING (tick)
                )
                SELECT count(*) FILTER (WHERE rows <> processes), coalesce(sum(processes), 0)::BIGINT FROM counts
                """.formatted(Sql.text(samples), Sql.text(ticks));
    }
}
