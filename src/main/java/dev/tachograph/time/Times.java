package dev.tachograph.time;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Points in time as people write them, on the command line and over HTTP.
 *
 * <table>
 * <caption>What is understood; letters in either case, spaces around it are ignored</caption>
 * <tr><td>{@code now}</td><td></td></tr>
 * <tr><td>{@code -15m}</td><td>so long ago: any {@linkplain Durations duration}; {@code -1d} is 24 hours</td></tr>
 * <tr><td>{@code 03:12}, {@code 03:12:05}</td><td>when the clock last showed that</td></tr>
 * <tr><td>{@code yesterday 03:12}, {@code today 03:12}</td><td>without a clock time: the start of that day</td></tr>
 * <tr><td>{@code 2026-11-23}, {@code 2026-11-23 03:12}</td><td>local, also with {@code T}, seconds and
 *     fraction</td></tr>
 * <tr><td>{@code 2026-11-23T03:12:05.123456789+01:00}</td><td>RFC 3339</td></tr>
 * <tr><td>{@code 1795403525}, {@code 1795403525.5}</td><td>seconds since 1970</td></tr>
 * <tr><td>{@code 1795403525500}</td><td>from 10<sup>11</sup> up: milliseconds since 1970</td></tr>
 * </table>
 *
 * <p>Where clocks are put back a local time comes twice: a clock time alone means the later one that has passed, one with
 * a day the first. Where they are put forward a local time is left out: a clock time alone then means the day before,
 * one with a day the moment of the change.
 */
public final class Times {
    private static final String ALLOWED =
            "now, -15m (s, m, h, d, w), 03:12 or 03:12:05, yesterday 03:12, 2026-11-23 03:12,"
                    + " RFC 3339 such as 2026-11-23T03:12:05Z, seconds or milliseconds since 1970; years 1970 to 9999";

    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
    private static final BigDecimal FIRST_MILLIS = BigDecimal.TEN.pow(11);

    private static final String CLOCK = "(?<clock>\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)";
    private static final Pattern EPOCH = Pattern.compile("\\d{1,15}(?:\\.\\d{1,9})?");
    private static final Pattern DAY =
            Pattern.compile("(?<day>yesterday|today|\\d{4}-\\d{2}-\\d{2})(?: +%s)?".formatted(CLOCK));
    private static final Pattern STAMP =
            Pattern.compile("(?<day>\\d{4}-\\d{2}-\\d{2})(?:t| +)%s(?<offset>z|[+-]\\d{2}:?\\d{2})?".formatted(CLOCK));
    private static final Pattern CLOCK_ALONE = Pattern.compile(CLOCK);

    private Times() {}

    /**
     * The instant that the text means at the instant {@code now} to someone whose clocks show the time of {@code zone}.
     *
     * @throws BadTimeException if the text is none of the forms above, or an instant outside the years 1970 to 9999 (UTC)
     */
    public static Instant parse(String text, Instant now, ZoneId zone) {
        try {
            Instant at = read(text.strip().toLowerCase(Locale.ROOT), now, zone);
            if (at != null && !at.isBefore(Instant.EPOCH) && at.isBefore(END)) {
                return at;
            }
        } catch (DateTimeException | ArithmeticException | BadTimeException _) {
            // such as 25:00, or a step out of what an Instant can hold: the answer below fits these too
        }
        throw new BadTimeException(text, "a time", ALLOWED);
    }

    private static @Nullable Instant read(String text, Instant now, ZoneId zone) {
        if (text.equals("now")) {
            return now;
        }
        if (text.startsWith("-")) {
            return now.minus(Durations.parse(text.substring(1)));
        }
        if (EPOCH.matcher(text).matches()) {
            return sinceEpoch(new BigDecimal(text));
        }
        var local = new LocalTimes(zone);
        if (CLOCK_ALONE.matcher(text).matches()) {
            return local.mostRecent(LocalTimes.clock(text), now);
        }
        Matcher stamp = STAMP.matcher(text);
        if (stamp.matches() && stamp.group("offset") != null) {
            return withOffset(stamp);
        }
        Matcher day = stamp.matches() ? stamp : DAY.matcher(text);
        return day.matches() ? local.on(date(day.group("day"), now, zone), day.group("clock")) : null;
    }

    private static Instant sinceEpoch(BigDecimal number) {
        var seconds = number.compareTo(FIRST_MILLIS) < 0 ? number : number.movePointLeft(3);
        var parts = seconds.divideAndRemainder(BigDecimal.ONE);
        return Instant.ofEpochSecond(
                parts[0].longValueExact(), parts[1].movePointRight(9).longValue());
    }

    private static LocalDate date(String day, Instant now, ZoneId zone) {
        return switch (day) {
            case "today" -> LocalDate.ofInstant(now, zone);
            case "yesterday" -> LocalDate.ofInstant(now, zone).minusDays(1);
            default -> LocalDate.parse(day);
        };
    }

    /** RFC 3339 allows offsets up to 23:59, {@link ZoneOffset} only up to 18:00, so the offset is subtracted by hand. */
    private static Instant withOffset(Matcher stamp) {
        String clock = stamp.group("clock");
        boolean leap = clock.startsWith(":60", 5);
        Instant utc = LocalDate.parse(stamp.group("day"))
                .atTime(LocalTimes.clock(leap ? clock.substring(0, 5) + ":59" : clock))
                .toInstant(ZoneOffset.UTC)
                .minusSeconds(offsetSeconds(stamp.group("offset")));
        return leap ? afterLeapSecond(utc) : utc;
    }

    /** POSIX has no name for a leap second 23:59:60 UTC; what comes after 23:59:59 there is the next day. */
    private static Instant afterLeapSecond(Instant lastSecond) {
        Instant next = lastSecond.plusSeconds(1);
        if (next.getEpochSecond() % 86_400 != 0) {
            throw new DateTimeException("a second 60 that is not the last of a day");
        }
        return next;
    }

    private static int offsetSeconds(String offset) {
        if (offset.equals("z")) {
            return 0;
        }
        int hours = Integer.parseInt(offset, 1, 3, 10);
        int minutes = Integer.parseInt(offset, offset.length() - 2, offset.length(), 10);
        if (hours > 23 || minutes > 59) {
            throw new DateTimeException(offset);
        }
        return (offset.charAt(0) == '-' ? -60 : 60) * (60 * hours + minutes);
    }
}
