package dev.tachograph.query;

import dev.tachograph.model.Gap;
import dev.tachograph.store.Micros;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Row;
import dev.tachograph.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The gaps that were recorded. */
final class Gaps {
    private static final String COLUMNS =
            "SELECT stream, epoch_us(from_time), epoch_us(to_time), cause, count, detail FROM hot.gaps ";

    private static final String OVERLAPPING =
            "WHERE from_time < make_timestamptz(?) AND (to_time IS NULL OR to_time > make_timestamptz(?)) ";

    /** Looks that come late miss no end: these wait. */
    private static final String IN_EXITS = """
            AND (stream = 'exits'
                 OR (stream = 'processes' AND cause IN ('stopped', 'killed', 'reboot', 'dropped', 'store', 'damaged')))
            """;

    private static final int MOST_IN_EXITS = 100;

    /** Longer than any interval. */
    private static final Duration TICK_WITHIN = Duration.ofMinutes(10);

    private Gaps() {}

    /**
     * The gap in the processes that an instant lies in, unless a tick lies between its begin and the instant: a wall clock
     * that was set back runs a second time through a gap, and may have ticks there then.
     *
     * @param tick the last one at or before the instant
     */
    static @Nullable Gap at(Reading reading, Instant instant, Instant tick) throws StoreException {
        long micros = Micros.of(instant);
        return reading.first(COLUMNS + """
                WHERE stream = 'processes' AND from_time <= make_timestamptz(?) AND from_time > make_timestamptz(?)
                  AND (to_time IS NULL OR to_time > make_timestamptz(?))
                ORDER BY from_time DESC LIMIT 1
                """, Gaps::gap, micros, Micros.of(tick), micros)
                .orElse(null);
    }

    /** How many gaps overlap a range. */
    static long count(Reading reading, Instant from, Instant to, String which) throws StoreException {
        return reading.first(
                        "SELECT count(*) FROM hot.gaps " + OVERLAPPING + which,
                        row -> row.number(1),
                        Micros.of(to),
                        Micros.of(from))
                .orElseThrow();
    }

    /** Gaps that overlap a range, newest first. */
    static List<Gap> between(Reading reading, Instant from, Instant to, int limit) throws StoreException {
        return between(reading, from, to, "", limit);
    }

    /** The condition for some kinds of gaps, to be put after others; of no stream is of any, and of no cause is for any. */
    static String which(Collection<Gap.Stream> streams, Collection<Gap.Cause> causes) {
        return oneOf("stream", streams.stream().map(Gap.Stream::word))
                + oneOf("cause", causes.stream().map(Gap.Cause::word));
    }

    /** @param words of ours, in which nothing has to be escaped */
    static String oneOf(String column, Stream<String> words) {
        String list = words.map(word -> "'" + word + "'").collect(Collectors.joining(", "));
        return list.isEmpty() ? "" : "AND %s IN (%s) ".formatted(column, list);
    }

    /** Gaps that overlap a range and are of some kinds, newest first. */
    static List<Gap> between(Reading reading, Instant from, Instant to, String which, int limit) throws StoreException {
        return reading.all(
                COLUMNS + OVERLAPPING + which + "ORDER BY from_time DESC, rowid DESC LIMIT ?",
                Gaps::gap,
                Micros.of(to),
                Micros.of(from),
                limit);
    }

    /** Gaps of one kind that overlap a range, newest first. */
    static List<Gap> between(Reading reading, Gap.Stream stream, Instant from, Instant to, int limit)
            throws StoreException {
        return reading.all(
                COLUMNS + OVERLAPPING + "AND stream = ? ORDER BY from_time DESC, rowid DESC LIMIT ?",
                List.of(Micros.of(to), Micros.of(from), stream.word(), limit),
                Gaps::gap);
    }

    /**
     * Gaps in the ends of processes that overlap a range, newest first. Ends are stored with the tick after them: when no tick
     * followed, those since the last one are missing as well.
     */
    static List<Gap> inExits(Reading reading, Instant from, Instant to) throws StoreException {
        List<Gap> gaps = new ArrayList<>();
        for (Gap gap : between(reading, from, to.plus(TICK_WITHIN), IN_EXITS, MOST_IN_EXITS)) {
            Gap whole = gap.stream() == Gap.Stream.EXITS ? gap : gap.from(lastTick(reading, gap.from()));
            if (whole.from().isBefore(to)) {
                gaps.add(whole);
            }
        }
        return gaps;
    }

    private static Instant lastTick(Reading reading, Instant gapFrom) throws StoreException {
        return TickRow.at(reading, gapFrom)
                .map(TickRow::timestamp)
                .filter(tick -> tick.isAfter(gapFrom.minus(TICK_WITHIN)))
                .orElse(gapFrom);
    }

    private static Gap gap(Row row) {
        return new Gap(
                Gap.Stream.valueOf(row.text(1).toUpperCase(Locale.ROOT)),
                row.instant(2),
                row.instantOrNull(3),
                Gap.Cause.ofWord(row.text(4)),
                row.numberOrNull(5),
                row.text(6));
    }
}
