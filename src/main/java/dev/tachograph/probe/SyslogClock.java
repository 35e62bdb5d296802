package dev.tachograph.probe;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes instants of the stamps of log lines, which may lack the year, the zone, or both. Used by one thread at a time. */
final class SyslogClock {
    /** Clocks are wrong at times, and a stamp may be of another zone: that far in the future a line is still of this year. */
    static final Duration FUTURE = Duration.ofDays(1);

    /** Several threads and programs write a log: lines may be out of order by as much. */
    private static final long OUT_OF_ORDER_SECONDS = 60;

    private static final int NANOS_PER_MICRO = 1000;

    private final ZoneId zone;
    private Instant limitOf = Instant.MIN;
    private LocalDateTime limit = LocalDateTime.MIN;
    /** Most lines are of the same minute as the line before; only a minute that exists once is kept. */
    private long knownMinute = -1;

    private long knownSecond;

    /** @param zone of stamps that tell none */
    SyslogClock(ZoneId zone) {
        this.zone = zone;
    }

    /** What a stamp says, field by field; the year and the zone may be missing. The second may be 60. */
    record Stamp(
            @Nullable Integer year,
            int month,
            int day,
            int hour,
            int minute,
            int second,
            int micros,
            @Nullable Integer offset) {
        /** The same with the year. */
        Stamp of(int inferred) {
            return new Stamp(inferred, month, day, hour, minute, second, micros, offset);
        }
    }

    /**
     * The instant of a stamp. Without a year it is of the latest year that does not put it more than a day behind
     * {@code newest}. A time that a change of the clocks brought twice is the first of the two, unless the line before is later.
     *
     * @param newest when the file was last written, which no line is newer than
     * @param before of the line before
     * @return {@code null} when there is no such date or time
     */
    @Nullable Instant instant(Stamp stamp, Instant newest, @Nullable Instant before) {
        Integer told = stamp.year();
        int year = told != null ? told : latestYear(stamp, newest);
        if (!exists(stamp, year)) {
            return null;
        }
        Integer offset = stamp.offset();
        long second = offset != null
                ? LocalDate.of(year, stamp.month(), stamp.day()).toEpochDay() * 86_400
                        + stamp.hour() * 3600L
                        + stamp.minute() * 60L
                        - offset
                : secondOfMinute(stamp, year, before);
        return Instant.ofEpochSecond(second + stamp.second(), (long) stamp.micros() * NANOS_PER_MICRO);
    }

    private static boolean exists(Stamp stamp, int year) {
        return stamp.month() >= 1
                && stamp.month() <= 12
                && stamp.day() >= 1
                && (stamp.day() <= 28
                        || stamp.day() <= LocalDate.of(year, stamp.month(), 1).lengthOfMonth())
                && stamp.hour() <= 23
                && stamp.minute() <= 59
                && stamp.second() <= 60;
    }

    private int latestYear(Stamp stamp, Instant newest) {
        if (!newest.equals(limitOf)) {
            limitOf = newest;
            limit = LocalDateTime.ofInstant(newest.plus(FUTURE), zone);
        }
        int months = Integer.compare(stamp.month(), limit.getMonthValue());
        int days = months != 0 ? months : Integer.compare(stamp.day(), limit.getDayOfMonth());
        int second = (stamp.hour() * 60 + stamp.minute()) * 60 + stamp.second();
        int seconds =
                days != 0 ? days : Integer.compare(second, limit.toLocalTime().toSecondOfDay());
        return seconds > 0 ? limit.getYear() - 1 : limit.getYear();
    }

    private long secondOfMinute(Stamp stamp, int year, @Nullable Instant before) {
        long minute = (((year * 12L + stamp.month()) * 31 + stamp.day()) * 24 + stamp.hour()) * 60 + stamp.minute();
        if (minute == knownMinute) {
            return knownSecond;
        }
        LocalDateTime local = LocalDateTime.of(year, stamp.month(), stamp.day(), stamp.hour(), stamp.minute());
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        long first = local.atZone(zone).toEpochSecond(); // the earlier of two; one that was left out is moved behind
        if (offsets.size() <= 1) {
            knownMinute = minute;
            knownSecond = first;
            return first;
        }
        boolean isSecond = before != null && before.getEpochSecond() - (first + stamp.second()) > OUT_OF_ORDER_SECONDS;
        return isSecond ? local.toEpochSecond(offsets.getLast()) : first;
    }
}
