package dev.tachograph.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;

/** How the commands write numbers; what isn't known is a dash. 1 GB is 10⁹ bytes. */
final class Figures {
    static final String UNKNOWN = "-";
    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Figures() {}

    static String fixed(OptionalDouble value, int decimals) {
        return isKnown(value) ? fixed(value.getAsDouble(), decimals) : UNKNOWN;
    }

    static String count(OptionalDouble value) {
        if (!isKnown(value)) {
            return UNKNOWN;
        }
        var digits = new StringBuilder(fixed(Math.abs(value.getAsDouble()), 0));
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            digits.insert(i, ',');
        }
        return (value.getAsDouble() < 0 ? "-" : "") + digits;
    }

    /** A count of things whose name makes its plural with an s: {@code 1 file}, {@code 17,280 files}. */
    static String counted(OptionalDouble value, String thing) {
        return count(value) + " " + thing + (value.isPresent() && value.getAsDouble() == 1 ? "" : "s");
    }

    /** Three digits and a unit: {@code 1.85 MB}. */
    static String bytes(OptionalDouble value) {
        return bytes(value, " ");
    }

    /** The same as one word, for a narrow column where most are {@code 0}: {@code 1.85MB}. */
    static String shortBytes(OptionalDouble value) {
        return value.isPresent() && value.getAsDouble() == 0 ? "0" : bytes(value, "");
    }

    private static String bytes(OptionalDouble value, String space) {
        if (!isKnown(value)) {
            return UNKNOWN;
        }
        double rest = value.getAsDouble();
        int unit = 0;
        while (Math.abs(rest) >= 999.5 && unit < BYTE_UNITS.length - 1) {
            rest /= 1000;
            unit++;
        }
        return (unit == 0 ? fixed(rest, 0) : threeDigits(rest)) + space + BYTE_UNITS[unit];
    }

    /** CPU time as minutes, seconds and hundredths: {@code 135:23.51}. */
    static String cpuTime(OptionalDouble seconds) {
        if (!isKnown(seconds)) {
            return UNKNOWN;
        }
        long hundredths = Math.round(seconds.getAsDouble() * 100);
        return hundredths / 6000 + ":" + twoDigits(hundredths / 100 % 60) + "." + twoDigits(hundredths % 100);
    }

    static String age(OptionalDouble seconds) {
        return isKnown(seconds) ? duration(Duration.ofMillis(Math.round(seconds.getAsDouble() * 1000))) : UNKNOWN;
    }

    /** Its two largest units: {@code 2d19h}, {@code 4m05s}, {@code 5s}, {@code 250ms}. */
    static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return duration.toMillisPart() == 0 || seconds >= 10
                    ? seconds + "s"
                    : seconds == 0 ? duration.toMillis() + "ms" : fixed(duration.toMillis() / 1000.0, 1) + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m" + twoDigits(seconds % 60) + "s";
        }
        return seconds < 86_400
                ? seconds / 3600 + "h" + twoDigits(seconds / 60 % 60) + "m"
                : seconds / 86_400 + "d" + twoDigits(seconds / 3600 % 24) + "h";
    }

    /** Date and time of day to the second. */
    static String instant(Instant instant, ZoneId zone) {
        var local = instant.atZone(zone).truncatedTo(ChronoUnit.SECONDS);
        String time = local.toLocalTime().toString();
        return local.toLocalDate() + " " + (time.length() == 5 ? time + ":00" : time);
    }

    private static String threeDigits(double value) {
        double size = Math.abs(value);
        return fixed(value, size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
    }

    private static String fixed(double value, int decimals) {
        return BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static String twoDigits(long value) {
        return value < 10 ? "0" + value : Long.toString(value);
    }

    private static boolean isKnown(OptionalDouble value) {
        return value.isPresent() && Double.isFinite(value.getAsDouble());
    }
}
