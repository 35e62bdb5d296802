package dev.tachograph.query;

import dev.tachograph.model.Gap;
import dev.tachograph.store.HostTable;
import dev.tachograph.store.HostTable.Metric;
import dev.tachograph.store.Micros;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.Row;
import dev.tachograph.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The course of the host's figures, read from as few rows as are enough. Safe for many threads. */
public final class Charts {
    /** Devices that are shown when none are asked for. */
    public static final int MOST_DEVICES = 100;

    /** Points of an answer, all series together: what a page can show, and memory can hold. */
    private static final int MOST_POINTS = 60_000;

    private static final int MOST_GAPS = 1000;

    private final ChartRows rows = new ChartRows();

    /** Answers a question. */
    public Chart of(Recorded recorded, ChartQuestion question) throws StoreException {
        try (Reading reading = recorded.read()) {
            return new Drawing(reading, question, ChartPlan.of(reading, question)).draw();
        }
    }

    /** One question under way. */
    private final class Drawing {
        private final Reading reading;
        private final ChartQuestion question;
        private final ChartTable table;
        private final ChartPlan plan;
        private final long step;
        private final long from;
        private final long to;

        Drawing(Reading reading, ChartQuestion question, ChartPlan plan) {
            this.reading = reading;
            this.question = question;
            this.plan = plan;
            table = question.table();
            step = Micros.of(plan.step());
            // a point of roll-ups tells of its whole step
            long begin = Micros.of(question.from());
            from = plan.rollUps().isEmpty() ? begin : Math.floorDiv(begin, step) * step;
            to = Micros.of(question.to());
        }

        Chart draw() throws StoreException {
            long bins = Math.ceilDiv(to - from, step) + 1;
            long most = Math.max(1, MOST_POINTS / bins / question.metrics().size());
            List<String> devices = devices();
            List<String> shown = devices.subList(0, (int) Math.min(devices.size(), Math.min(most, MOST_DEVICES)));
            var found = new ChartBins(step);
            if (!shown.isEmpty()) {
                if (!plan.rollUps().isEmpty()) {
                    addRollUps(found, shown);
                }
                if (!plan.raw().isEmpty()) {
                    addTicks(found, shown);
                }
            }
            return new Chart(
                    question.from(),
                    question.to(),
                    plan.step(),
                    plan.resolution(),
                    plan.reason(),
                    ChartPlan.interval(reading),
                    found.series(shown, question.metrics()),
                    shown.size() < devices.size(),
                    gaps());
        }

        private List<Gap> gaps() throws StoreException {
            return Gaps.between(reading, question.from(), question.to(), MOST_GAPS).stream()
                    .filter(gap -> gap.stream() == Gap.Stream.PROCESSES || gap.stream() == Gap.Stream.METRICS)
                    .toList();
        }

        /** Those asked for, or all, the most active first. */
        private List<String> devices() throws StoreException {
            if (table.device() == null) {
                return List.of("");
            }
            if (!question.devices().isEmpty()) {
                return question.devices();
            }
            Map<String, Double> activity = new HashMap<>();
            if (!plan.rollUps().isEmpty()) {
                reading.each(
                        """
                        SELECT device, sum(avg * ticks) FROM %s WHERE metric IN (%s) AND %s GROUP BY device
                        """.formatted(
                                        plan.hours().isEmpty()
                                                ? KeptPart.rows(plan.rollUps(), plan.rollUpTable())
                                                : KeptPart.rows(plan.hours(), "metric_hours"),
                                        names(table.activity()),
                                        rangeOfHours()),
                        List.of(),
                        row -> add(activity, row));
            }
            if (!plan.raw().isEmpty()) {
                String sum = table.activity().stream()
                        .map(metric -> "coalesce(%s, 0)".formatted(ChartRows.column(metric)))
                        .collect(Collectors.joining(" + "));
                reading.each(
                        "SELECT %s, sum(%s) FROM (%s) WHERE %s%s GROUP BY ALL"
                                .formatted(ChartRows.device(table), sum, raw(), reachingRange(), plan.notRolledUp()),
                        List.of(),
                        row -> add(activity, row));
            }
            return activity.entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        private static boolean add(Map<String, Double> activity, Row row) {
            Double sum = row.decimalOrNull(2);
            activity.merge(row.text(1), sum == null ? 0 : sum, Double::sum);
            return true;
        }

        private String raw() throws StoreException {
            return rows.of(reading, table, plan.raw());
        }

        private String range() {
            return "timestamp >= make_timestamptz(%d) AND timestamp < make_timestamptz(%d)".formatted(from, to);
        }

        /** With the rows before the range that are still true at its begin. */
        private String reachingRange() {
            Duration reach = ChartPlan.reach(table);
            return "timestamp >= make_timestamptz(%d) AND timestamp < make_timestamptz(%d)"
                    .formatted(from - reach.toNanos() / 1000, to);
        }

        /** The names of figures in the roll-ups, as SQL has texts. */
        private String names(List<Metric> metrics) {
            HostTable host = table.host();
            return host == null
                    ? "NULL"
                    : metrics.stream()
                            .map(metric -> "'" + host.rolledUp(metric) + "'")
                            .collect(Collectors.joining(", "));
        }

        /** With those hours in which the first minutes of the range lie. */
        private String rangeOfHours() {
            long hour = Resolution.HOUR.width().toNanos() / 1000;
            return "timestamp BETWEEN make_timestamptz(%d) AND make_timestamptz(%d)"
                    .formatted(Math.floorDiv(from, hour) * hour, to - 1);
        }

        /** Whether some of the minutes have to be made from the hours. */
        private boolean areMinutesOfHours() {
            return plan.resolution() == Resolution.MINUTE && !plan.hours().isEmpty();
        }

        /**
         * The roll-ups. What had one value in all of an hour has no minutes: it had that value in each of them.
         *
         * @param which the condition for figures and devices; it stands twice in minutes of hours
         */
        private String rollUps(String which) {
            String source = KeptPart.rows(plan.rollUps(), plan.rollUpTable());
            String rows = "SELECT timestamp, tick, ticks, metric, device, min, avg, max FROM %s WHERE %s AND %s"
                    .formatted(source, range(), which);
            if (!areMinutesOfHours()) {
                return rows;
            }
            // each minute has rows of some figure, but not of every figure: the periods are those of all
            return """
                    WITH minutes AS (%1$s),
                    periods AS (
                        SELECT any_value(timestamp) AS timestamp, tick, any_value(ticks) AS ticks FROM %2$s WHERE %3$s GROUP BY tick
                    ),
                    steady AS (
                        SELECT h.* FROM (FROM %4$s WHERE min = max AND %5$s AND %6$s) h
                        ANTI JOIN minutes m ON h.metric = m.metric AND h.device = m.device
                            AND m.tick >= h.tick AND m.tick < h.tick + h.ticks
                    )
                    SELECT timestamp, tick, ticks, metric, device, min, avg, max FROM minutes
                    UNION ALL
                    SELECT p.timestamp, p.tick, p.ticks, s.metric, s.device, s.min, s.avg, s.max
                    FROM steady s JOIN periods p ON p.tick >= s.tick AND p.tick < s.tick + s.ticks
                    """.formatted(
                            rows, source, range(), KeptPart.rows(plan.hours(), "metric_hours"), rangeOfHours(), which);
        }

        private void addRollUps(ChartBins found, List<String> devices) throws StoreException {
            HostTable host = table.host();
            if (host == null) {
                return;
            }
            Map<String, Metric> byName =
                    question.metrics().stream().collect(Collectors.toMap(host::rolledUp, metric -> metric));
            boolean isOfDevice = table.device() != null;
            String which = "metric IN (%s)".formatted(names(question.metrics()))
                    + (isOfDevice ? " AND device IN " + ChartRows.marks(devices) : "");
            List<String> parameters = new ArrayList<>();
            if (isOfDevice) {
                parameters.addAll(devices);
                if (areMinutesOfHours()) {
                    parameters.addAll(devices);
                }
            }
            reading.each("""
                    SELECT epoch_us(timestamp) // %d, device, metric, min(min), sum(avg * ticks) / sum(ticks), max(max), sum(ticks)
                    FROM (%s) WHERE avg IS NOT NULL GROUP BY ALL
                    """.formatted(step, rollUps(which)), parameters, row -> {
                Metric metric = byName.get(row.text(3));
                if (metric != null) {
                    found.add(
                            row.number(1),
                            isOfDevice ? row.text(2) : "",
                            metric,
                            row.decimalOrNull(4),
                            row.decimalOrNull(5),
                            row.decimalOrNull(6),
                            row.number(7));
                }
                return true;
            });
        }

        private void addTicks(ChartBins found, List<String> devices) throws StoreException {
            boolean isOfDevice = table.device() != null;
            String values = question.metrics().stream().map(this::value).collect(Collectors.joining());
            String where =
                    isOfDevice ? " AND %s IN %s".formatted(ChartRows.device(table), ChartRows.marks(devices)) : "";
            String source = table.isSparse()
                    ? sparse(where)
                    : "SELECT epoch_us(timestamp) AS time_us, %s AS charted, * FROM (%s) WHERE %s%s%s"
                            .formatted(ChartRows.device(table), raw(), range(), plan.notRolledUp(), where);
            reading.each(
                    "SELECT time_us // %d, charted%s FROM (%s) GROUP BY ALL".formatted(step, values, source),
                    isOfDevice ? devices : List.of(),
                    row -> {
                        int column = 3;
                        for (Metric metric : question.metrics()) {
                            found.add(
                                    row.number(1),
                                    row.text(2),
                                    metric,
                                    row.decimalOrNull(column),
                                    row.decimalOrNull(column + 1),
                                    row.decimalOrNull(column + 2),
                                    row.number(column + 3));
                            column += 4;
                        }
                        return true;
                    });
        }

        /** Least, average, most, and of how many ticks. */
        private String value(Metric metric) {
            String average = table.isOverTime(metric)
                    ? "sum(%1$s * interval_us) / sum(interval_us) FILTER (%1$s IS NOT NULL)"
                    : "avg(%1$s)";
            return (", min(%1$s), " + average + ", max(%1$s), count(%1$s)").formatted(ChartRows.column(metric));
        }

        /**
         * A row for each look and device of a table that has rows only where something changed: the newest row of the same
         * stretch tells the levels, and what it did it did in its own interval.
         */
        private String sparse(String where) throws StoreException {
            boolean isCgroups = table.host() == HostTable.CGROUPS;
            String figures = question.metrics().stream()
                    .map(metric -> (table.isLevel(metric)
                                    ? ", r.%1$s AS %1$s"
                                    : ", CASE WHEN r.tick = l.tick THEN r.%1$s WHEN r.%1$s IS NOT NULL THEN 0 END AS %1$s")
                            .formatted(ChartRows.column(metric)))
                    .collect(Collectors.joining());
            return """
                    WITH begins AS (SELECT DISTINCT keyframe FROM %1$s),
                    looks AS (
                        SELECT l.*, b.keyframe FROM (%2$s) l ASOF LEFT JOIN begins b ON l.tick >= b.keyframe
                    ), changes AS (
                        SELECT c.*, b.keyframe FROM (
                            SELECT epoch_us(timestamp) AS time_us, %3$s AS charted, %4$s AS ended, *
                            FROM (%5$s) WHERE %6$s%7$s
                        ) c ASOF LEFT JOIN begins b ON c.tick >= b.keyframe
                    )
                    SELECT l.time_us, r.charted, l.interval_us%8$s
                    FROM (SELECT * FROM looks, (SELECT DISTINCT charted FROM changes)) l
                    ASOF JOIN changes r ON l.charted = r.charted AND l.tick >= r.tick
                    WHERE NOT r.ended AND l.keyframe IS NOT DISTINCT FROM r.keyframe AND l.time_us - r.time_us <= %9$d
                    """.formatted(
                            KeptPart.rows(ticks(), "ticks"),
                            looks(isCgroups),
                            ChartRows.device(table),
                            isCgroups ? "gone" : "false",
                            raw(),
                            reachingRange(),
                            where,
                            figures,
                            ChartPlan.STRETCH.toNanos() / 1000);
        }

        private List<KeptPart> ticks() throws StoreException {
            return KeptPart.all(
                    reading,
                    KeptPart.PROCESSES,
                    "ticks",
                    Micros.toInstant(from - ChartPlan.STRETCH.toNanos() / 1000),
                    question.to());
        }

        /** When the devices were looked at: control groups have their own pace, and one of them has always something to tell. */
        private String looks(boolean isCgroups) {
            String condition = range() + plan.notRolledUp();
            return isCgroups
                    ? "SELECT epoch_us(timestamp) AS time_us, tick, max(interval_us) AS interval_us FROM %s WHERE %s GROUP BY ALL"
                            .formatted(KeptPart.rows(plan.raw(), "cgroups"), condition)
                    : "SELECT epoch_us(timestamp) AS time_us, tick, interval_us FROM %s WHERE %s"
                            .formatted(KeptPart.rows(plan.raw(), "host"), condition);
        }
    }
}
