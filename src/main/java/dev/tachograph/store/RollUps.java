package dev.tachograph.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Sums up hot rows of a range of ticks by minute and by hour; what stayed as it was all the time by hour alone. It goes through them stretch by stretch, so that memory has ten
 * minutes of rows at a time, and keeps what can still be added up: from the same parts come minutes and hours. Changes are not
 * unfolded into a row for each tick: what is true for a while counts with the number of its ticks.
 *
 * <p>Its tables are temporary ones of the connection, which is for it alone and ends with it.
 */
final class RollUps {
    private final Connection connection;

    private RollUps(Connection connection) {
        this.connection = connection;
    }

    /** What is summed up over. */
    private enum Period {
        MINUTE,
        HOUR
    }

    static RollUps of(Connection connection, TickRange range) throws SQLException {
        Sql.execute(connection, ROUNDED);
        Sql.execute(connection, ticks(range));
        Sql.execute(connection, PIECES);
        ProcessRollUp.begin(connection, range);
        MetricRollUp metrics = MetricRollUp.begin(connection, range);
        for (TickRange stretch : stretches(connection)) {
            ProcessRollUp.add(connection, stretch);
            metrics.add(stretch);
        }
        return new RollUps(connection);
    }

    /**
     * Of a figure that charts are drawn from, what nobody sees is noise that can't be compressed: eleven binary digits stay, and
     * the error is 1/4096 of its value at most.
     */
    private static final String ROUNDED = """
            CREATE OR REPLACE TEMP MACRO roll_up_rounded(value) AS
            CASE WHEN abs(value) > 1e-30
                 THEN round(value / pow(2, floor(log2(abs(value))) - 10)) * pow(2, floor(log2(abs(value))) - 10)
                 ELSE value END::FLOAT
            """;

    private static String ticks(TickRange range) {
        return """
                CREATE OR REPLACE TEMP TABLE roll_up_ticks AS
                SELECT tick, keyframe, date_trunc('minute', timestamp) AS minute, interval_us FROM hot.ticks WHERE %s
            """.formatted(range.where("tick"));
    }

    /** Ticks of one minute and one stretch that follow each other: a minute is there twice when the clock is set back. */
    private static final String PIECES = """
            CREATE OR REPLACE TEMP TABLE roll_up_pieces AS
            SELECT keyframe, minute, min(tick) AS tick, max(tick) + 1 AS until, count(*) AS ticks, sum(interval_us)::BIGINT AS interval_us,
                   count(interval_us) AS timed
            FROM (
                SELECT *, sum(begins::INTEGER) OVER (ORDER BY tick) AS piece FROM (
                    SELECT *, coalesce(minute <> lag(minute) OVER w OR keyframe <> lag(keyframe) OVER w, true) AS begins
                    FROM roll_up_ticks WINDOW w AS (ORDER BY tick)
                )
            ) GROUP BY keyframe, minute, piece
            """;

    private static List<TickRange> stretches(Connection connection) throws SQLException {
        return Sql.all(
                connection,
                "SELECT min(tick), max(until) FROM roll_up_pieces GROUP BY keyframe ORDER BY 1",
                row -> new TickRange(row.getInt(1), row.getInt(2)));
    }

    /** Whether there is nothing to tell. */
    boolean isNothing() throws SQLException {
        return Sql.number(connection, """
                SELECT (SELECT count(*) FROM roll_up_processes) + (SELECT count(*) FROM roll_up_metrics)
                """) == 0;
    }

    /** The rows of one of the tables, in the order in which they are kept: each series for itself. */
    static String rows(SegmentTable table) {
        String rows = switch (table) {
            case PROCESS_MINUTES -> ProcessRollUp.minutes(periods(Period.MINUTE));
            case PROCESS_HOURS -> ProcessRollUp.rows(periods(Period.HOUR));
            case METRIC_MINUTES -> MetricRollUp.minutes(periods(Period.MINUTE));
            case METRIC_HOURS -> MetricRollUp.rows(periods(Period.HOUR));
            default -> throw new IllegalArgumentException(table + " is no roll-up");
        };
        return "FROM (%s) ORDER BY %s".formatted(rows, String.join(", ", table.key()));
    }

    /** Each minute, with the period to which it belongs and what is known of that. */
    private static String periods(Period period) {
        return """
                minutes AS (SELECT DISTINCT minute, date_trunc('%1$s', minute) AS timestamp FROM roll_up_pieces),
                periods AS (
                    SELECT date_trunc('%1$s', minute) AS timestamp, min(tick) AS tick, sum(ticks)::INTEGER AS ticks,
                           (round(sum(interval_us), -3))::BIGINT AS interval_us, sum(timed)::INTEGER AS timed
                    FROM roll_up_pieces GROUP BY date_trunc('%1$s', minute)
                )
                """.formatted(period.name());
    }
}
