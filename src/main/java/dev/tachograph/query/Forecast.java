package dev.tachograph.query;

import dev.tachograph.settings.Settings.Limit;
import dev.tachograph.store.KeptSegment;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one data type if it goes on as in the last week.
 *
 * @param bytesPerDay that it grows by; {@code null} while too little is known
 * @param holdsDays days of which its size limit holds at this rate
 * @param reachesDays days that it will reach back once it has reached one of its limits, whichever comes first
 * @param next when its oldest data goes
 */
public record Forecast(
        @Nullable Long bytesPerDay,
        @Nullable Double holdsDays,
        @Nullable Double reachesDays,
        @Nullable Next next) {
    /** Nothing is known. */
    public static final Forecast UNKNOWN = new Forecast(null, null, null, null);

    private static final Duration LOOKS_BACK = Duration.ofDays(7);
    /** A file has a size even with nothing in it. */
    private static final Duration SHORTEST = Duration.ofMinutes(30);

    private static final double SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();
    /** Beyond, a forecast would only pretend. */
    private static final double MOST_DAYS = 36_500;

    /**
     * The next time that something goes.
     *
     * @param type whose oldest data it is
     */
    public record Next(Instant at, String type, By by) {}

    /** Which limit is reached first. */
    public enum By {
        AGE,
        SIZE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What is kept of a type.
     *
     * @param segments in the order of recording
     * @param hotBytes live bytes that are not sealed yet
     * @param hotFrom of the oldest row that is not sealed yet; {@code null} when there is none
     * @param newest row of all; {@code null} when there is none
     */
    public record Kept(
            String type,
            List<KeptSegment> segments,
            long hotBytes,
            @Nullable Instant hotFrom,
            @Nullable Instant newest) {
        public Kept {
            segments = List.copyOf(segments);
        }

        public long sealedBytes() {
            return segments.stream().mapToLong(KeptSegment::bytes).sum();
        }

        /** Of the oldest row; {@code null} when there is none. */
        public @Nullable Instant oldest() {
            return Stream.concat(segments.stream().map(KeptSegment::from), Stream.ofNullable(hotFrom))
                    .min(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    /**
     * Reckons it.
     *
     * @param ageWaits for how much longer nothing goes by age since the wall clock is not believed
     */
    public static Forecast of(Kept kept, Limit limit, Duration ageWaits) {
        Double perSecond = bytesPerSecond(kept);
        if (perSecond == null) {
            return new Forecast(null, null, null, byAge(kept, limit, ageWaits));
        }
        double holdsDays = perSecond == 0 ? MOST_DAYS : limit.bytes() / perSecond / SECONDS_PER_DAY;
        return new Forecast(
                Math.round(perSecond * SECONDS_PER_DAY),
                Math.min(holdsDays, MOST_DAYS),
                Math.min(holdsDays, limit.days()),
                earlier(byAge(kept, limit, ageWaits), bySize(kept, limit, perSecond)));
    }

    /** Of several types together: what they grow by, how far back the shortest of them reaches, and what goes first. */
    public static Forecast together(List<Forecast> all) {
        return new Forecast(
                known(all, Forecast::bytesPerDay).reduce(Long::sum).orElse(null),
                known(all, Forecast::holdsDays).reduce(Math::min).orElse(null),
                known(all, Forecast::reachesDays).reduce(Math::min).orElse(null),
                first(all.stream()));
    }

    private static <T> Stream<T> known(List<Forecast> all, Function<Forecast, @Nullable T> figure) {
        return all.stream().map(figure).filter(Objects::nonNull);
    }

    /** The first of several types' next ones. */
    public static @Nullable Next first(Stream<Forecast> all) {
        return all.map(Forecast::next)
                .filter(Objects::nonNull)
                .min(Comparator.comparing(Next::at))
                .orElse(null);
    }

    private static @Nullable Double bytesPerSecond(Kept kept) {
        List<KeptSegment> sealed = kept.segments();
        if (!sealed.isEmpty()) {
            Instant since = sealed.getLast().to().minus(LOOKS_BACK);
            List<KeptSegment> recent =
                    sealed.stream().filter(each -> each.to().isAfter(since)).toList();
            long bytes = recent.stream().mapToLong(KeptSegment::bytes).sum();
            Double rate = rate(bytes, recent.getFirst().from(), recent.getLast().to());
            if (rate != null) {
                return rate;
            }
        }
        return rate(kept.hotBytes(), kept.hotFrom(), kept.newest());
    }

    private static @Nullable Double rate(long bytes, @Nullable Instant from, @Nullable Instant to) {
        if (from == null || to == null) {
            return null;
        }
        Duration span = Duration.between(from, to);
        return span.compareTo(SHORTEST) < 0 ? null : Double.valueOf((double) bytes / span.toSeconds());
    }

    /** A segment from the future waits for those after it, as in RetentionPlan. */
    private static @Nullable Next byAge(Kept kept, Limit limit, Duration ageWaits) {
        Instant newest = kept.newest();
        if (newest == null) {
            return null;
        }
        Instant first = kept.segments().stream()
                .map(KeptSegment::to)
                .filter(to -> !to.isAfter(newest))
                .findFirst()
                .orElse(kept.hotFrom());
        if (first == null) {
            return null;
        }
        Instant due = first.plus(Duration.ofDays(limit.days()));
        Instant believed = newest.plus(ageWaits);
        return new Next(due.isBefore(believed) ? believed : due, kept.type(), By.AGE);
    }

    private static @Nullable Next bySize(Kept kept, Limit limit, double perSecond) {
        Instant newest = kept.newest();
        double seconds = Math.max(0, limit.bytes() - kept.hotBytes() - kept.sealedBytes()) / perSecond;
        return newest == null || !(seconds <= MOST_DAYS * SECONDS_PER_DAY)
                ? null
                : new Next(newest.plusSeconds((long) seconds), kept.type(), By.SIZE);
    }

    private static @Nullable Next earlier(@Nullable Next one, @Nullable Next other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.at().isBefore(one.at()) ? other : one;
    }
}
