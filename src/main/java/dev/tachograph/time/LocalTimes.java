package dev.tachograph.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the clocks on the wall of one zone mean, over the days on which they are put forward or back. */
record LocalTimes(ZoneId zone) {
    /** A clock can be put back over midnight, so that tomorrow's first minutes lie in the past. */
    private static final int DAYS_AHEAD = 1;

    /** A time can be left out on one day, and a whole day too where a zone moved over the date line. */
    private static final int DAYS_BACK = 4;

    static LocalTime clock(String text) {
        return LocalTime.parse(text.charAt(1) == ':' ? "0" + text : text);
    }

    /** The latest instant, {@code now} included, at which clocks showed {@code clock}. */
    @Nullable Instant mostRecent(LocalTime clock, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        return IntStream.rangeClosed(-DAYS_BACK, DAYS_AHEAD)
                .mapToObj(today::plusDays)
                .flatMap(day -> instantsOf(day.atTime(clock)))
                .filter(at -> !at.isAfter(now))
                .max(Instant::compareTo)
                .orElse(null);
    }

    /** The first instant of the day at which clocks show {@code clock} or, where that is left out, something later. */
    Instant on(LocalDate day, @Nullable String clock) {
        LocalDateTime local = clock == null ? day.atStartOfDay() : day.atTime(clock(clock));
        return instantsOf(local)
                .findFirst()
                .orElseGet(() -> zone.getRules().getTransition(local).getInstant());
    }

    /** None where the clocks skip this time, two where they show it twice. */
    private Stream<Instant> instantsOf(LocalDateTime local) {
        return zone.getRules().getValidOffsets(local).stream().map(local::toInstant);
    }
}
