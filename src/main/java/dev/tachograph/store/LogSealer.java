package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes segments of log lines from the hot tables, each with the oldest lines in the order of storing. Within a segment lines
 * are in order of time.
 */
final class LogSealer {
    /** As many lines as are sorted within the memory there is; a segment of these has about 4 MB. */
    static final int MOST_LINES = 100_000;

    /** Of messages and fields, before compression. */
    private static final long MOST_BYTES = 24_000_000;

    /** Of large values: a reader has to hold all of a file's at once, and a copy of them. */
    static final long MOST_LARGE_BYTES = 8_000_000;

    /** What a line weighs besides its message and its other fields. */
    private static final int LINE_BYTES = 200;

    private static final LocalDate FIRST_DAY = LocalDate.EPOCH;

    private final Path dataDirectory;
    private final InstantSource clock;

    LogSealer(Path dataDirectory, InstantSource clock) {
        this.dataDirectory = dataDirectory;
        this.clock = clock;
    }

    /** Numbers of lines, from the first to before the last. */
    private record Range(long from, long until) {
        String where() {
            return "line >= %d AND line < %d".formatted(from, until);
        }
    }

    /** Seals the oldest hot lines, if they are as many as a segment has. */
    Optional<Sealed> sealFull(Connection connection, int number) throws SQLException, IOException {
        Range range = range(connection);
        if (range == null || Sql.number(connection, "SELECT max(line) FROM hot.log_lines") < range.until) {
            return Optional.empty();
        }
        return seal(connection, range, number);
    }

    /** Seals the oldest hot lines, however few they are. */
    Optional<Sealed> sealAll(Connection connection, int number) throws SQLException, IOException {
        Range range = range(connection);
        return range == null ? Optional.empty() : seal(connection, range, number);
    }

    /** The oldest hot lines that make a segment; {@code null} when there is none. */
    private static @Nullable Range range(Connection connection) throws SQLException {
        List<Range> found = Sql.all(
                connection,
                """
                WITH values AS (SELECT line, sum(octet_length(value)) AS large FROM hot.log_values GROUP BY line),
                sums AS (
                    SELECT line, row_number() OVER lines AS count, sum(%1$d + coalesce(strlen(message), 0) + coalesce(strlen(fields), 0)) OVER lines AS bytes,
                           sum(coalesce(large, 0)) OVER lines AS large
                    FROM hot.log_lines LEFT JOIN values USING (line) WINDOW lines AS (ORDER BY line)
                )
                SELECT min(line), coalesce(
                    min(line) FILTER (WHERE count > %2$d OR bytes > %3$d OR (count > 1 AND large > %4$d)), max(line) + 1)
                FROM sums HAVING count(*) > 0
                """.formatted(LINE_BYTES, MOST_LINES, MOST_BYTES, MOST_LARGE_BYTES),
                row -> new Range(row.getLong(1), row.getLong(2)));
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Lines with much in them may be too many for the memory there is: then fewer of them. */
    private Optional<Sealed> seal(Connection connection, Range range, int number) throws SQLException, IOException {
        try {
            return sealWhole(connection, range, number);
        } catch (SQLException e) {
            long half = (range.until - range.from) / 2;
            if (half == 0 || !HotDatabase.isShortage(e)) {
                throw e;
            }
            return seal(connection, new Range(range.from, range.from + half), number);
        }
    }

    private Optional<Sealed> sealWhole(Connection connection, Range range, int number)
            throws SQLException, IOException {
        SegmentFolder.Description description = describe(connection, range, number);
        SegmentFolder folder = SegmentFolder.begin(dataDirectory, description);
        try {
            for (SegmentTable table : SegmentTable.of(Segment.Type.LOGS)) {
                folder.write(connection, table, hotRows(table, range));
            }
            if (folder.rows(SegmentTable.LOG_LINES) != description.samples()) {
                throw new SQLException("lines %d to %d are not all there: %d of %d"
                        .formatted(
                                range.from,
                                range.until - 1,
                                folder.rows(SegmentTable.LOG_LINES),
                                description.samples()));
            }
            return Optional.of(new Sealed(folder.finish(connection), List.of()));
        } catch (SQLException | IOException e) {
            folder.discard();
            throw e;
        }
    }

    private SegmentFolder.Description describe(Connection connection, Range range, int number) throws SQLException {
        return Sql.all(
                        connection,
                        """
                        SELECT epoch_us(max(timestamp)), epoch_us(min(timestamp)), epoch_us(max(timestamp)), count(*),
                               (SELECT max(version) FROM schema_version)
                        FROM hot.log_lines WHERE %s
                        """.formatted(range.where()),
                        row -> new SegmentFolder.Description(
                                Segment.Type.LOGS,
                                number,
                                range.from,
                                range.until,
                                day(Micros.toInstant(row.getLong(1))),
                                Micros.toInstant(row.getLong(2)),
                                Micros.toInstant(row.getLong(3)),
                                1,
                                row.getLong(4),
                                0,
                                row.getInt(5),
                                Micros.toInstant(Micros.of(clock.instant()))))
                .getFirst();
    }

    /** The day of its newest line, which may say anything of itself. */
    private LocalDate day(Instant newest) {
        Instant now = clock.instant();
        LocalDate day = LocalDate.ofInstant(newest.isAfter(now) ? now : newest, ZoneOffset.UTC);
        return day.isBefore(FIRST_DAY) ? FIRST_DAY : day;
    }

    private static String hotRows(SegmentTable table, Range range) {
        String rows = table == SegmentTable.LOG_LINES ? "hot.log_rows" : "hot.log_values";
        return "FROM %s WHERE %s ORDER BY timestamp, line".formatted(rows, range.where());
    }
}
