package dev.tachograph.store;

import dev.tachograph.linux.Host;
import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What changes together when segments come and go, each within a transaction that is the caller's. */
final class ManifestChange {
    private ManifestChange() {}

    /**
     * Segments count from now on, and what they hold is taken from where it was until now. One that counts already, since the
     * store was opened anew meanwhile and has found its folder, stays as it is.
     *
     * @param dataDirectory where their folders have to be: whoever opened the store anew may have removed them
     */
    static void adopt(Connection connection, Path dataDirectory, Sealed sealed, Instant now) throws SQLException {
        List<Segment> listed = Manifest.read(connection);
        List<Segment> unlisted = sealed.segments().stream()
                .filter(segment -> listed.stream().noneMatch(segment::isSame))
                .toList();
        if (unlisted.isEmpty()) {
            return;
        }
        for (Segment segment : unlisted) {
            if (!Files.isDirectory(dataDirectory.resolve(segment.folder()))) {
                throw new SQLException("the folder %s has gone before it counted".formatted(segment.folder()));
            }
            Manifest.add(connection, segment);
            removeHotRows(connection, segment);
        }
        for (Segment replaced : sealed.replaced()) {
            Manifest.retire(connection, replaced, now);
        }
        Manifest.renewViews(connection, Manifest.read(connection));
    }

    private static void removeHotRows(Connection connection, Segment segment) throws SQLException {
        switch (segment.type()) {
            case PROCESSES -> {
                if (remove(connection, segment, "tick", List.of("ticks", "process_samples", "process_exits")) > 0) {
                    removeUnusedDescriptions(connection);
                }
            }
            case METRICS ->
                remove(
                        connection,
                        segment,
                        "tick",
                        SegmentTable.of(Segment.Type.METRICS).stream()
                                .map(SegmentTable::word)
                                .toList());
            case MINUTES, HOURS -> {} // nothing of these is ever hot
            case LOGS -> {
                if (remove(connection, segment, "line", List.of("log_lines", "log_values")) > 0) {
                    Sql.execute(
                            connection,
                            "DELETE FROM hot.log_origins WHERE origin_id NOT IN (SELECT origin_id FROM hot.log_lines)");
                }
            }
        }
    }

    private static long remove(Connection connection, Segment segment, String number, List<String> tables)
            throws SQLException {
        long removed = 0;
        for (String table : tables) {
            removed += Sql.update(
                    connection,
                    "DELETE FROM hot.%1$s WHERE %2$s >= %3$d AND %2$s < %4$d"
                            .formatted(table, number, segment.fromTick(), segment.untilTick()));
        }
        return removed;
    }

    /**
     * Of processes that hot rows tell of, the descriptions that they refer to stay, and the first and the last one: from
     * them a later start knows when a process was first seen, and which numbers are taken.
     */
    private static void removeUnusedDescriptions(Connection connection) throws SQLException {
        Sql.execute(connection, """
                DELETE FROM hot.processes WHERE (process_id, version) NOT IN (
                    SELECT process_id, version FROM hot.process_samples
                    UNION
                    SELECT process_id, unnest([min(version), max(version)]) FROM hot.processes
                    WHERE process_id IN (SELECT process_id FROM hot.process_samples) GROUP BY process_id
                )
                """);
    }

    /** Segments that are not to be kept any longer are not read from now on. */
    static void evict(Connection connection, List<Segment> evicted, Instant now) throws SQLException {
        for (Segment segment : evicted) {
            Manifest.retire(connection, segment, now);
        }
        forgetOldEvents(connection);
        Manifest.renewViews(connection, Manifest.read(connection));
    }

    /** Events and gaps go with the oldest tick, gaps of the log with the oldest line. */
    private static void forgetOldEvents(Connection connection) throws SQLException {
        for (String table : List.of("events", "gaps")) {
            Sql.execute(connection, """
                    DELETE FROM hot.%s WHERE %s AND tick < (
                        SELECT min(tick) FROM (
                            SELECT min(from_tick) AS tick FROM hot.segments WHERE type = 'processes'
                            UNION ALL SELECT min(tick) FROM hot.ticks
                        )
                    )
                    """.formatted(table, table.equals("gaps") ? "stream <> 'logs'" : "true"));
        }
        Sql.execute(connection, """
                DELETE FROM hot.gaps WHERE stream = 'logs' AND to_time < (
                    SELECT min(time) FROM (
                        SELECT min(from_time) AS time FROM hot.segments WHERE type = 'logs'
                        UNION ALL SELECT min(timestamp) FROM hot.log_lines
                    )
                )
                """);
    }

    /** What is told of a segment whose folder is not as it was. */
    static String whyMissing(Segment segment) {
        return "the folder %s is missing or cut short".formatted(segment.folder());
    }

    /** A segment that was told to be lost has turned up within another one. */
    static void takeBackLost(Connection connection, Segment found) throws SQLException {
        Sql.execute(
                connection,
                "DELETE FROM hot.events WHERE kind = %s AND detail = %s"
                        .formatted(Sql.text(Event.Kind.STORE_DAMAGED.word()), Sql.text(whyMissing(found))));
        Sql.execute(
                connection,
                "DELETE FROM hot.gaps WHERE stream = %s AND cause = %s AND from_time = %s AND detail = %s AND count = %d"
                        .formatted(
                                Sql.text(found.type().word()),
                                Sql.text(Gap.Cause.DAMAGED.word()),
                                Sql.instant(found.from()),
                                Sql.text(whyMissing(found)),
                                found.ticks()));
    }

    /** A segment that can't be read any more: a gap from its first tick to the next one that is left, and an event. */
    static void tellLost(Connection connection, Segment lost, String why, Instant now) throws SQLException {
        Sql.execute(connection, """
                INSERT INTO hot.events (timestamp, boot_id, kind, detail, tick)
                SELECT %s, coalesce((SELECT max_by(boot_id, tick) FROM hot.ticks), %s), %s, %s,
                       coalesce((SELECT max(tick) FROM hot.ticks), %d)
                """.formatted(
                        Sql.instant(now),
                        Sql.text(Host.bootId()),
                        Sql.text(Event.Kind.STORE_DAMAGED.word()),
                        Sql.text(why),
                        lost.type() == Segment.Type.LOGS ? 0 : lost.untilTick()));
        switch (lost.type()) {
            case LOGS -> tellLostLines(connection, lost, why);
            case PROCESSES -> tellLostTicks(connection, lost, why, "ticks");
            case METRICS -> tellLostTicks(connection, lost, why, "host");
            case MINUTES, HOURS -> {} // nothing that was recorded is missing
        }
    }

    /** Other lines may lie in the same stretch of time: those that are missing are counted. */
    private static void tellLostLines(Connection connection, Segment lost, String why) throws SQLException {
        Sql.execute(connection, """
                INSERT INTO hot.gaps (stream, from_time, to_time, cause, count, detail, tick)
                SELECT 'logs', %s, %s, %s, %d, %s, coalesce((SELECT max(tick) FROM hot.ticks), 0)
                """.formatted(
                        Sql.instant(lost.from()),
                        Sql.instant(lost.to()),
                        Sql.text(Gap.Cause.DAMAGED.word()),
                        lost.samples(),
                        Sql.text(why)));
    }

    /** @param table that holds those of its ticks that are hot */
    private static void tellLostTicks(Connection connection, Segment lost, String why, String table)
            throws SQLException {
        Sql.execute(connection, """
                INSERT INTO hot.gaps (stream, from_time, to_time, cause, count, detail, tick)
                SELECT '%7$s', %1$s, coalesce(min_by(from_time, tick), %2$s), %3$s, %4$d, %5$s, %6$d FROM (
                    SELECT from_tick AS tick, from_time FROM hot.segments WHERE type = '%7$s'
                    UNION ALL SELECT tick, timestamp FROM hot.%8$s
                ) WHERE tick >= %6$d
                """.formatted(
                        Sql.instant(lost.from()),
                        Sql.instant(lost.to()),
                        Sql.text(Gap.Cause.DAMAGED.word()),
                        lost.ticks(),
                        Sql.text(why),
                        lost.untilTick(),
                        lost.type().word(),
                        table));
    }
}
