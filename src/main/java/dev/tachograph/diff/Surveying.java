package dev.tachograph.diff;

import dev.tachograph.time.TimeRange;
import dev.tachograph.worker.SqlRefusal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out what there is to compare: how much of both spans is recorded, in which detail, and how large the host is. */
final class Surveying {
    /** So many processes over all ticks can be gone through in some hundred milliseconds: two days of 300 every five seconds. */
    static final long MOST_SAMPLES = 25_000_000;

    /** Shorter windows are not compared by hours, whatever it costs. */
    private static final Duration LEAST_FOR_HOURS = Duration.ofHours(3);

    private final Answers answers;
    private final DiffQuestion question;
    private final List<Span> spans;
    private final List<String> caveats = new ArrayList<>();

    Surveying(Answers answers, DiffQuestion question) {
        this.answers = answers;
        this.question = question;
        spans = List.of(new Span(Span.BASE, question.base()), new Span(Span.WINDOW, question.window()));
    }

    /**
     * What was found.
     *
     * @param arePatterns whether lines are recorded with the form of their message
     */
    record Survey(Frame frame, boolean arePatterns, List<String> caveats) {
        Survey {
            caveats = List.copyOf(caveats);
        }
    }

    private record Gap(String stream, TimeRange range, String cause) {}

    /** When there is something of a type of data. */
    private record Extent(@Nullable Instant from, @Nullable Instant to) {}

    Survey survey() throws SqlRefusal {
        List<List<AnswerRow>> found =
                Statement.ask(answers, List.of(ticks(), gaps(), extents(), capacity(), hours(), capacityOfHours()));
        List<AnswerRow> ticks = found.get(0);
        List<Gap> gaps = found.get(1).stream().map(Surveying::gap).toList();
        AnswerRow extents = found.get(2).getFirst();
        var processes = new Extent(extents.instantOrNull(0), extents.instantOrNull(1));
        var logs = new Extent(extents.instantOrNull(2), extents.instantOrNull(3));
        Instant rolledUp = rolledUpTo(ticks, extents);
        boolean areHours = rolledUp != null;
        List<Coverage> coverages = new ArrayList<>();
        for (Span span : spans) {
            AnswerRow row = ticks.get(span.number());
            double seconds = Math.max(
                    row.decimal(2), areHours ? found.get(4).get(span.number()).decimal(0) : 0);
            coverages.add(new Coverage(
                    span,
                    row.number(0),
                    row.number(1),
                    seconds,
                    row.number(3),
                    missing(
                            span,
                            gaps,
                            "processes",
                            areHours ? new Extent(extents.instantOrNull(5), processes.to) : processes),
                    missing(span, gaps, "exits", processes),
                    missing(span, gaps, "logs", logs)));
        }
        AnswerRow capacity = (areHours ? found.get(5) : found.get(3)).getFirst();
        var frame = new Frame(
                coverages.get(Span.BASE),
                coverages.get(Span.WINDOW),
                step(areHours),
                rolledUp,
                capacity.decimal(0),
                capacity.decimal(1),
                capacity.decimal(2),
                new Links(question.window()));
        new Caveats(frame, caveats).add();
        return new Survey(frame, extents.number(6) > 0, caveats);
    }

    private Statement ticks() {
        return Statement.of(
                LevelSql.both(spans, span -> """
                SELECT %d AS span, coalesce(min(tick), 0) AS a, coalesce(max(tick) + 1, 0) AS b, coalesce(sum(interval_us), 0) / 1e6 AS s,
                       coalesce(sum(processes), 0) AS n FROM ticks WHERE %s
                """.formatted(span.number(), span.holds("timestamp"))) + " ORDER BY span",
                "a",
                "b",
                "s",
                "n");
    }

    private Statement gaps() {
        return Statement.of(
                LevelSql.both(spans, span -> """
                SELECT stream, epoch_us(from_time) AS f, epoch_us(to_time) AS t, cause FROM gaps
                WHERE from_time < %s AND to_time > %s
                """.formatted(
                                Span.at(span.range().to()), Span.at(span.range().from()))),
                "stream",
                "f",
                "t",
                "cause");
    }

    private static Statement extents() {
        return Statement.of("""
                SELECT (SELECT epoch_us(least(min(from_time), (SELECT min(timestamp) FROM hot.ticks))) FROM segments WHERE type = 'processes') AS p0,
                       (SELECT epoch_us(greatest(max(to_time), (SELECT max(timestamp) FROM hot.ticks))) FROM segments WHERE type = 'processes') AS p1,
                       (SELECT epoch_us(least(min(from_time), (SELECT min(timestamp) FROM hot.log_lines))) FROM segments WHERE type = 'logs') AS l0,
                       NULL AS l1,
                       (SELECT epoch_us(max(to_time)) FROM segments WHERE type = 'hours') AS h1,
                       (SELECT epoch_us(min(from_time)) FROM segments WHERE type = 'hours') AS h0,
                       (SELECT count(*) FROM duckdb_columns() WHERE table_name = 'journal_logs' AND column_name = 'pattern') AS patterns
                """, "p0", "p1", "l0", "l1", "h1", "h0", "patterns");
    }

    /** CPUs, bytes of memory, and bytes per second that the busiest disk of the base moves. */
    private Statement capacity() {
        return Statement.of(
                """
                SELECT (SELECT count(DISTINCT cpu) FROM cpu WHERE cpu <> 'all' AND %2$s) AS c,
                       (SELECT max(total_bytes) FROM memory WHERE (%1$s) OR (%2$s)) AS m,
                       (SELECT max(r) FROM (SELECT avg(read_rate + write_rate) AS r FROM disks WHERE %1$s GROUP BY device)) AS d
                """.formatted(
                                spans.get(Span.BASE).holds("timestamp"),
                                spans.get(Span.WINDOW).holds("timestamp")),
                "c",
                "m",
                "d");
    }

    private Statement capacityOfHours() {
        return Statement.of(
                """
                SELECT (SELECT count(DISTINCT device) FROM metric_hours WHERE metric = 'cpu.busy' AND device <> 'all' AND %2$s) AS c,
                       (SELECT max(max) FROM metric_hours WHERE metric = 'memory.total_bytes' AND ((%1$s) OR (%2$s))) AS m,
                       (SELECT max(r) FROM (SELECT 2 * avg(avg) AS r FROM metric_hours
                            WHERE metric IN ('disks.read_rate', 'disks.write_rate') AND %1$s GROUP BY device)) AS d
                """.formatted(
                                spans.get(Span.BASE).holdsHours("timestamp"),
                                spans.get(Span.WINDOW).holdsHours("timestamp")),
                "c",
                "m",
                "d");
    }

    private Statement hours() {
        return Statement.of(
                LevelSql.both(spans, span -> """
                SELECT %d AS span, coalesce(sum(us), 0) / 1e6 AS s FROM (
                    SELECT tick, max(interval_us) AS us FROM sealed.process_hours WHERE %s GROUP BY tick)
                """.formatted(span.number(), span.holdsHours("timestamp")))
                        + " ORDER BY span",
                "s");
    }

    private static Gap gap(AnswerRow row) {
        Instant from = row.instantOrNull(1);
        Instant to = row.instantOrNull(2);
        if (from == null || to == null || to.isBefore(from)) {
            return new Gap(row.text(0), new TimeRange(Instant.EPOCH, Instant.EPOCH), row.text(3));
        }
        return new Gap(row.text(0), new TimeRange(from, to), row.text(3));
    }

    /** Hours are read where ticks are not kept any more, or are so many that it would take long. */
    private @Nullable Instant rolledUpTo(List<AnswerRow> ticks, AnswerRow extents) {
        Instant rolledUp = extents.instantOrNull(4);
        if (rolledUp == null) {
            return null;
        }
        long samples = ticks.stream().mapToLong(row -> row.number(3)).sum();
        boolean areLong =
                spans.stream().allMatch(span -> span.range().duration().compareTo(LEAST_FOR_HOURS) >= 0);
        Instant oldestTick = extents.instantOrNull(0);
        Instant oldestHour = extents.instantOrNull(5);
        boolean areGone = oldestTick != null
                && oldestHour != null
                && oldestHour.isBefore(oldestTick.truncatedTo(ChronoUnit.HOURS))
                && spans.stream().anyMatch(span -> span.range().from().isBefore(oldestTick));
        return areGone || (areLong && samples > MOST_SAMPLES) ? rolledUp : null;
    }

    private static Coverage.Missing missing(Span span, List<Gap> gaps, String stream, Extent extent) {
        TimeRange range = span.range();
        double all = seconds(range);
        double inGaps = 0;
        double longest = 0;
        String cause = "";
        for (Gap gap : gaps.stream()
                .filter(each -> each.stream.equals(stream))
                .distinct()
                .toList()) {
            double part = overlap(range, gap.range);
            inGaps += part;
            if (part > longest) {
                longest = part;
                cause = gap.cause;
            }
        }
        double outside = 0;
        if (extent.from != null && extent.from.isAfter(range.from())) {
            outside += overlap(range, new TimeRange(range.from(), extent.from));
        }
        if (extent.to != null && extent.to.isBefore(range.to())) {
            outside += overlap(range, new TimeRange(extent.to, range.to()));
        }
        return new Coverage.Missing(Math.min(all, inGaps + outside), all, cause, Math.min(all, inGaps));
    }

    private static double seconds(TimeRange range) {
        return range.duration().toNanos() / 1e9;
    }

    private static double overlap(TimeRange a, TimeRange b) {
        Instant from = a.from().isAfter(b.from()) ? a.from() : b.from();
        Instant to = a.to().isBefore(b.to()) ? a.to() : b.to();
        return to.isAfter(from) ? seconds(new TimeRange(from, to)) : 0;
    }

    /** Some dozens of steps of the base, so that its variation can be told. */
    private Duration step(boolean areHours) {
        if (areHours) {
            return Duration.ofHours(1);
        }
        Duration shorter =
                question.base().duration().compareTo(question.window().duration()) < 0
                        ? question.base().duration()
                        : question.window().duration();
        if (shorter.compareTo(Duration.ofMinutes(10)) < 0) {
            return Duration.ofSeconds(10);
        }
        return shorter.compareTo(Duration.ofHours(6)) <= 0 ? Duration.ofMinutes(1) : Duration.ofMinutes(10);
    }
}
