package dev.tachograph.diff;

import dev.tachograph.text.Printable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;

/** Figures and names in sentences. 1 GB is 10⁹ bytes. */
final class Amounts {
    private static final List<String> BYTES = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");
    private static final double NOTHING = 0.0005;
    private static final int MOST_CHARACTERS = 80;
    private static final int MOST_OF_A_SENTENCE = 300;

    private Amounts() {}

    /** Two digits that count, or all of a number beyond 100. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        if (Math.abs(value) < NOTHING) {
            return "0";
        }
        int digits = Math.abs(value) >= 100 ? (int) Math.log10(Math.abs(value)) + 1 : 2;
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(digits));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    static String bytes(double value) {
        double rest = value;
        int unit = 0;
        while (Math.abs(rest) >= 999.5 && unit < BYTES.size() - 1) {
            rest /= 1000;
            unit++;
        }
        return number(rest) + " " + BYTES.get(unit);
    }

    static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    /** A rate of things that may be rare. */
    static String perTime(double perSecond, String many) {
        if (perSecond == 0) {
            return "no " + many;
        }
        if (perSecond >= 1) {
            return number(perSecond) + " " + many + " a second";
        }
        return perSecond * 60 >= 1
                ? number(perSecond * 60) + " " + many + " a minute"
                : number(perSecond * 3600) + " " + many + " an hour";
    }

    /** Its two largest units: {@code 2d19h}, {@code 4m05s}, {@code 5s}. */
    static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m" + twoDigits(seconds % 60) + "s";
        }
        return seconds < 86_400
                ? seconds / 3600 + "h" + twoDigits(seconds / 60 % 60) + "m"
                : seconds / 86_400 + "d" + twoDigits(seconds / 3600 % 24) + "h";
    }

    private static String twoDigits(long value) {
        return value < 10 ? "0" + value : Long.toString(value);
    }

    /** A sentence with names in it that somebody else chose. */
    static String sentence(String raw) {
        return Printable.atMost(MOST_OF_A_SENTENCE, raw);
    }

    /** A name that somebody else chose, short and harmless. */
    static String name(String raw) {
        return Printable.atMost(MOST_CHARACTERS, raw);
    }
}
