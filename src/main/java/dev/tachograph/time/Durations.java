package dev.tachograph.time;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lengths of time as people write them: {@code 250ms}, {@code 5s}, {@code 1.5s}, {@code 7d}, {@code 1h30m}.
 *
 * <p>A day is 24 hours and a week 7 days, whatever the clocks do. Units stand in falling order, each at most once.
 */
public final class Durations {
    private static final String ALLOWED =
            "a number with a unit (ms, s, m, h, d, w) such as 250ms, 1.5s or 7d, or several from the largest unit down"
                    + " such as 1h30m";
    private static final String NUMBER = "(\\d{1,18}(?:\\.\\d{1,9})?)";
    private static final Pattern PARTS =
            Pattern.compile("(?:%1$sw)?(?:%1$sd)?(?:%1$sh)?(?:%1$sm(?!s))?(?:%1$ss)?(?:%1$sms)?".formatted(NUMBER));

    /** Nanoseconds of each unit, in the order of the groups of {@link #PARTS}. */
    private static final long[] UNIT_NANOS = {
        604_800_000_000_000L, 86_400_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000, 1_000_000
    };

    private Durations() {}

    /**
     * The duration that the text names; never negative, to the nanosecond.
     *
     * @throws BadTimeException if the text is anything else, or longer than a {@link Duration} can be
     */
    public static Duration parse(String text) {
        Matcher parts = PARTS.matcher(text.strip());
        if (!parts.matches() || parts.end() == 0) {
            throw bad(text);
        }
        var nanos = BigDecimal.ZERO;
        for (int unit = 0; unit < UNIT_NANOS.length; unit++) {
            String number = parts.group(unit + 1);
            if (number != null) {
                nanos = nanos.add(new BigDecimal(number).multiply(BigDecimal.valueOf(UNIT_NANOS[unit])));
            }
        }
        return ofNanos(nanos, text);
    }

    /**
     * The duration with its largest units first, exact to the nanosecond and readable by {@link #parse} unless it is
     * negative: {@code 250ms}, {@code 1m30s}, {@code 1d2h}, {@code 0s}, {@code -5s}. Weeks are shown as days.
     */
    public static String format(Duration duration) {
        if (duration.isNegative()) {
            return "-" + format(duration.negated());
        }
        if (duration.isPositive() && duration.toSeconds() == 0) {
            return plain(BigDecimal.valueOf(duration.toNanosPart(), 6)) + "ms";
        }
        var text = new StringBuilder();
        append(text, duration.toDaysPart(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        var seconds = BigDecimal.valueOf(duration.toSecondsPart()).add(BigDecimal.valueOf(duration.toNanosPart(), 9));
        if (seconds.signum() != 0 || text.isEmpty()) {
            text.append(plain(seconds)).append('s');
        }
        return text.toString();
    }

    private static Duration ofNanos(BigDecimal nanos, String text) {
        try {
            var perSecond = BigDecimal.valueOf(1_000_000_000);
            var parts = nanos.divideAndRemainder(perSecond);
            return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
        } catch (ArithmeticException _) {
            throw bad(text);
        }
    }

    private static void append(StringBuilder text, long count, String unit) {
        if (count != 0) {
            text.append(count).append(unit);
        }
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private static BadTimeException bad(String text) {
        return new BadTimeException(text, "a duration", ALLOWED);
    }
}
