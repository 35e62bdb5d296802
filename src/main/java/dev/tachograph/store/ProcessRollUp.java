package dev.tachograph.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Sums up processes by name, unit and user. CPU time, bytes and ends are exact sums. How much CPU a group took, how many
 * processes it had and what memory is the sum over its processes at one tick, and of these sums the least and the most count:
 * of CPU over all ticks whose interval is known, of memory over those at which the group was there.
 */
final class ProcessRollUp {
    private ProcessRollUp() {}

    /**
     * Kernel workers change their names with each piece of work; what comes before the first slash or colon says which kind
     * they are. Of ends nobody told whether they are of the kernel's own, but these names are given away by the slash.
     */
    private static String groups(TickRange range) {
        return """
                CREATE OR REPLACE TEMP TABLE roll_up_names AS
                WITH named AS (
                    SELECT process_id, version, NULL::TIMESTAMPTZ AS minute, NULL::BIGINT AS exits, NULL::BIGINT AS exited_us,
                           NULL::BIGINT AS exited_rss_max,
                           CASE WHEN kernel_thread THEN coalesce(nullif(regexp_extract(name, '^[^/:]*'), ''), name) ELSE name END AS name,
                           unit, user_name
                    FROM hot.processes
                    SEMI JOIN (SELECT process_id, version FROM hot.process_samples WHERE %1$s AND status <> 0) USING (process_id, version)
                    UNION ALL
                    SELECT NULL, NULL, t.minute, count(*),
                           CASE WHEN count(*) FILTER (e.process_id IS NULL) = 0 THEN 0
                                ELSE sum(e.cpu_us) FILTER (e.process_id IS NULL) END::BIGINT,
                           max(e.peak_rss_bytes),
                           CASE WHEN e.name LIKE 'kworker/%%' THEN 'kworker' ELSE e.name END AS name, e.unit, e.user_name
                    FROM hot.process_exits e JOIN roll_up_ticks t USING (tick) WHERE %2$s
                    GROUP BY t.minute, CASE WHEN e.name LIKE 'kworker/%%' THEN 'kworker' ELSE e.name END, e.unit, e.user_name
                )
                SELECT *, dense_rank() OVER (ORDER BY name, unit, user_name) AS series FROM named
            """.formatted(range.where("tick"), range.where("e.tick"));
    }

    private static final String PARTS = """
            CREATE OR REPLACE TEMP TABLE roll_up_processes AS
            SELECT series, minute, 0 AS processes_max, 0::BIGINT AS present, NULL::BIGINT AS cpu_us, 0 AS cpu_ticks,
                   NULL::DOUBLE AS cpu_min, NULL::DOUBLE AS cpu_max, NULL::BIGINT AS rss_min, NULL::DOUBLE AS rss_sum,
                   NULL::BIGINT AS rss_max, NULL::BIGINT AS read_bytes, NULL::BIGINT AS written_bytes, exits, exited_us, exited_rss_max
            FROM roll_up_names WHERE minute IS NOT NULL
            """;

    /**
     * A row begins something that ends with the next one of its process: both change the sums of its group. A change of nothing at
     * the begin of each minute makes that no stretch of equal sums belongs to two minutes.
     */
    private static String changes(TickRange stretch) {
        return """
                INSERT INTO roll_up_processes
                WITH rows AS (
                    SELECT n.series, c.tick, least(c.tick + c.ticks, %2$d) AS until, c.rss_bytes, c.cpu_us, c.read_bytes, c.written_bytes,
                           (c.read_total IS NOT NULL)::INTEGER AS reads, (c.written_total IS NOT NULL)::INTEGER AS writes
                    FROM hot.changes c JOIN roll_up_names n USING (process_id, version) WHERE c.keyframe = %1$d AND c.status <> 0
                ), changes AS (
                    SELECT series, tick, 1 AS processes, rss_bytes, reads, writes, cpu_us, read_bytes, written_bytes FROM rows
                    UNION ALL
                    SELECT series, until, -1, -rss_bytes, -reads, -writes, NULL, NULL, NULL FROM rows WHERE until < %2$d
                    UNION ALL
                    SELECT series, p.tick, 0, 0, 0, 0, NULL, NULL, NULL FROM (SELECT DISTINCT series FROM rows), roll_up_pieces p
                    WHERE p.keyframe = %1$d
                ), steps AS (
                    SELECT series, tick, sum(processes)::BIGINT AS processes, sum(rss_bytes)::BIGINT AS rss_bytes, sum(reads)::BIGINT AS reads,
                           sum(writes)::BIGINT AS writes, sum(cpu_us)::BIGINT AS cpu_us, sum(read_bytes)::BIGINT AS read_bytes,
                           sum(written_bytes)::BIGINT AS written_bytes
                    FROM changes GROUP BY series, tick
                ), levels AS (
                    SELECT series, tick, lead(tick, 1, %2$d) OVER ticks - tick AS ticks, sum(processes) OVER ticks AS processes,
                           sum(rss_bytes) OVER ticks AS rss_bytes, sum(reads) OVER ticks AS reads, sum(writes) OVER ticks AS writes,
                           cpu_us, read_bytes, written_bytes
                    FROM steps WINDOW ticks AS (PARTITION BY series ORDER BY tick)
                ), used AS (
                    SELECT l.*, t.minute, 100.0 * l.cpu_us / t.interval_us AS cpu FROM levels l JOIN roll_up_ticks t USING (tick)
                )
                SELECT series, minute, max(processes)::INTEGER, coalesce(sum(ticks) FILTER (processes > 0), 0)::BIGINT, sum(cpu_us)::BIGINT,
                       count(cpu), min(cpu), max(cpu), min(rss_bytes) FILTER (processes > 0)::BIGINT,
                       sum(rss_bytes::DOUBLE * ticks) FILTER (processes > 0), max(rss_bytes) FILTER (processes > 0)::BIGINT,
                       CASE WHEN max(reads) > 0 THEN coalesce(sum(read_bytes), 0) END::BIGINT,
                       CASE WHEN max(writes) > 0 THEN coalesce(sum(written_bytes), 0) END::BIGINT,
                       0, 0, NULL
                FROM used GROUP BY series, minute
                HAVING max(processes) > 0
            """.formatted(stretch.from(), stretch.until());
    }

    static void begin(Connection connection, TickRange range) throws SQLException {
        Sql.execute(connection, groups(range));
        Sql.execute(connection, PARTS);
    }

    static void add(Connection connection, TickRange stretch) throws SQLException {
        Sql.execute(connection, changes(stretch));
    }

    /** Of which there is nothing to tell: all slept, all the time. */
    private static final String ASLEEP = """
            SELECT series FROM roll_up_processes GROUP BY series
            HAVING coalesce(sum(cpu_us), 0) = 0 AND coalesce(sum(read_bytes), 0) = 0 AND coalesce(sum(written_bytes), 0) = 0
                AND sum(exits) = 0 AND min(rss_min) = max(rss_max) AND min(processes_max) = max(processes_max)
                AND sum(present) = (SELECT sum(ticks) FROM roll_up_pieces)
            """;

    /**
     * What changed nothing in all the range is told by its hour alone.
     *
     * @param periods the tables "minutes" and "periods"
     */
    static String minutes(String periods) {
        return "FROM (%s) ANTI JOIN (%s) USING (series)".formatted(rows(periods), ASLEEP);
    }

    /** @param periods the tables "minutes" and "periods" */
    static String rows(String periods) {
        return """
                WITH %s, series AS (SELECT DISTINCT series, name, unit, user_name FROM roll_up_names),
                sums AS (
                    SELECT series, m.timestamp, max(processes_max) AS processes_max, sum(present) AS present, sum(cpu_us) AS cpu_us,
                           sum(cpu_ticks) AS cpu_ticks, min(cpu_min) AS cpu_min, max(cpu_max) AS cpu_max, min(rss_min) AS rss_min,
                           sum(rss_sum) AS rss_sum, max(rss_max) AS rss_max, sum(read_bytes) AS read_bytes,
                           sum(written_bytes) AS written_bytes, sum(exits) AS exits,
                           CASE WHEN count(*) FILTER (exits > 0 AND exited_us IS NULL) > 0 AND coalesce(sum(exited_us), 0) = 0 THEN NULL
                                ELSE sum(exited_us) END AS exited_us,
                           max(exited_rss_max) AS exited_rss_max
                    FROM roll_up_processes JOIN minutes m USING (minute) GROUP BY series, m.timestamp
                )
                SELECT s.series, p.timestamp, p.tick, p.ticks, p.interval_us, g.name, g.unit, g.user_name, s.processes_max,
                       CASE WHEN p.timed > 0 THEN coalesce(s.cpu_us, 0)::BIGINT END AS cpu_us,
                       roll_up_rounded(CASE WHEN p.timed > s.cpu_ticks THEN 0 ELSE s.cpu_min END) AS cpu_min,
                       roll_up_rounded(CASE WHEN p.timed > 0 THEN coalesce(s.cpu_max, 0) END) AS cpu_max,
                       s.rss_min, round(s.rss_sum / nullif(s.present, 0))::BIGINT AS rss_avg, s.rss_max,
                       s.read_bytes::BIGINT AS read_bytes, s.written_bytes::BIGINT AS written_bytes, s.exits::INTEGER AS exits,
                       s.exited_us::BIGINT AS exited_us, s.exited_rss_max
                FROM sums s JOIN periods p USING (timestamp) JOIN series g USING (series)
                """.formatted(periods);
    }
}
