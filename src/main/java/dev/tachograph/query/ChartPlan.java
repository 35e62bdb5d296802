package dev.tachograph.query;

import dev.tachograph.store.HostTable;
import dev.tachograph.store.Micros;
import dev.tachograph.store.Reading;
import dev.tachograph.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From which rows a chart is made: roll-ups where they are fine enough or the only ones that are left, and what was seen at each
 * tick where there are none, as for the hour that is not sealed yet.
 *
 * @param rolledUp the roll-ups' table; {@code null} when none are read
 * @param rollUps in the order of their ticks
 * @param hours of the same range: what was the same in all of an hour is told by these alone
 * @param raw parts with ticks of which no roll-up tells
 */
record ChartPlan(
        Duration step,
        Resolution resolution,
        String reason,
        @Nullable String rolledUp,
        List<KeptPart> rollUps,
        List<KeptPart> hours,
        List<KeptPart> raw) {
    /** All devices of a sparse table have a row every ten minutes, or an interval later. */
    static final Duration STRETCH = Duration.ofMinutes(15);

    private static final String NO_ROLL_UPS = "there are no roll-ups of this table";

    ChartPlan {
        rollUps = List.copyOf(rollUps);
        hours = List.copyOf(hours);
        raw = List.copyOf(raw);
    }

    /** The table of the roll-ups that are read. */
    String rollUpTable() {
        return Objects.requireNonNull(rolledUp);
    }

    /** What there is of one range. */
    private record Kept(Map<Resolution, List<KeptPart>> rollUps, List<KeptPart> raw) {

        /** The first tick of which something is told. */
        int first(Resolution resolution) {
            return Math.min(first(raw), first(rollUps.getOrDefault(resolution, List.of())));
        }

        private static int first(List<KeptPart> parts) {
            return parts.stream().mapToInt(KeptPart::fromTick).min().orElse(Integer.MAX_VALUE);
        }
    }

    static ChartPlan of(Reading reading, ChartQuestion question) throws StoreException {
        Duration step = step(reading, question.from(), question.to(), question.mostPoints());
        Instant from = Micros.toInstant(Math.floorDiv(Micros.of(question.from()), Micros.of(step)) * Micros.of(step));
        Instant to = question.to();
        HostTable host = question.table().host();
        if (host == null) {
            List<KeptPart> ticks = KeptPart.all(reading, KeptPart.PROCESSES, "ticks", from, to);
            return new ChartPlan(step, Resolution.TICK, NO_ROLL_UPS, null, List.of(), List.of(), ticks);
        }
        var kept = new Kept(
                Map.of(
                        Resolution.MINUTE,
                        KeptPart.sealed(reading, KeptPart.MINUTES, "metric_minutes", from, to),
                        Resolution.HOUR,
                        KeptPart.sealed(reading, KeptPart.HOURS, "metric_hours", from, to)),
                KeptPart.all(
                        reading, KeptPart.METRICS, ChartRows.source(host), from.minus(reach(question.table())), to));
        return of(step, Resolution.fineEnoughFor(step), kept);
    }

    /** How long before the range a row may be that is true at its begin. */
    static Duration reach(ChartTable table) {
        return table.isSparse() ? STRETCH : Duration.ZERO;
    }

    private static ChartPlan of(Duration step, Resolution wanted, Kept kept) {
        int first = Stream.of(Resolution.values()).mapToInt(kept::first).min().orElse(Integer.MAX_VALUE);
        Resolution chosen = inOrderOfPreference(wanted)
                .filter(resolution -> kept.first(resolution) <= first)
                .findFirst()
                .orElse(wanted);
        List<KeptPart> rollUps = kept.rollUps.getOrDefault(chosen, List.of());
        if (rollUps.isEmpty()) {
            String reason = wanted == Resolution.TICK
                    ? "a step of %s is shorter than any roll-up".formatted(text(step))
                    : "nothing of this range is rolled up yet";
            return new ChartPlan(step, Resolution.TICK, reason, null, List.of(), List.of(), kept.raw);
        }
        String reason = chosen.compareTo(wanted) > 0
                ? "the ticks of the begin of this range are not kept any more"
                : "roll-ups by %s are fine enough for a step of %s".formatted(chosen.word(), text(step));
        return new ChartPlan(
                step.compareTo(chosen.width()) < 0 ? chosen.width() : step,
                chosen,
                reason,
                chosen == Resolution.HOUR ? "metric_hours" : "metric_minutes",
                rollUps,
                kept.rollUps.getOrDefault(Resolution.HOUR, List.of()),
                without(kept.raw, covered(rollUps)));
    }

    /** The wanted one, then coarser ones, then finer ones. */
    private static Stream<Resolution> inOrderOfPreference(Resolution wanted) {
        List<Resolution> all = List.of(Resolution.values());
        return Stream.concat(
                all.stream().filter(resolution -> resolution.compareTo(wanted) >= 0),
                all.reversed().stream().filter(resolution -> resolution.compareTo(wanted) < 0));
    }

    /** One that can be read off a clock, and no shorter than the time from one tick to the next. */
    static Duration step(Reading reading, Instant from, Instant to, int mostPoints) throws StoreException {
        long range = Math.max(1, Micros.of(to) - Micros.of(from));
        return longEnough(reading, Micros.toDuration(LogTimeline.width(range, mostPoints)));
    }

    /** No shorter than the time from one tick to the next. */
    private static Duration longEnough(Reading reading, Duration step) throws StoreException {
        Duration interval = interval(reading);
        return interval == null || interval.compareTo(step) <= 0
                ? step
                : Micros.toDuration(LogTimeline.width(Micros.of(interval), 1));
    }

    /** From one tick to the next, of late. */
    static @Nullable Duration interval(Reading reading) throws StoreException {
        return reading.first("""
                        SELECT median(interval_us)::BIGINT FROM (
                            SELECT interval_us FROM hot.ticks WHERE interval_us IS NOT NULL ORDER BY tick DESC LIMIT 9)
                        HAVING count(*) > 0
                        """, row -> Duration.ofNanos(row.number(1) * 1000)).orElse(null);
    }

    private static String text(Duration step) {
        long seconds = step.toSeconds();
        if (seconds < 60) {
            return step.toMillis() % 1000 == 0 ? seconds + " s" : step.toMillis() + " ms";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    /** Ranges of ticks of which roll-ups tell, those that follow each other as one. */
    private static List<int[]> covered(List<KeptPart> rollUps) {
        List<int[]> ranges = new ArrayList<>();
        for (KeptPart part : rollUps) {
            if (!ranges.isEmpty() && ranges.getLast()[1] >= part.fromTick()) {
                ranges.getLast()[1] = Math.max(ranges.getLast()[1], part.untilTick());
            } else {
                ranges.add(new int[] {part.fromTick(), part.untilTick()});
            }
        }
        return ranges;
    }

    private static List<KeptPart> without(List<KeptPart> raw, List<int[]> covered) {
        return raw.stream()
                .filter(part -> covered.stream()
                        .noneMatch(range -> range[0] <= part.fromTick() && part.untilTick() <= range[1]))
                .toList();
    }

    /** A condition over {@code tick} for those of which no roll-up tells. */
    String notRolledUp() {
        return covered(rollUps).stream()
                .map(range -> " AND NOT (tick >= %d AND tick < %d)".formatted(range[0], range[1]))
                .collect(Collectors.joining());
    }
}
