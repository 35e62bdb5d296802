package dev.tachograph.pipe;

import dev.tachograph.time.BadTimeException;
import dev.tachograph.time.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as people write them, with the units of sizes and of durations. */
final class Numbers {
    static final String ALLOWED = "a number may have a unit: 5s, 10m, 1h30m, 2d, 10MB (10^6 bytes), 1GiB (2^30 bytes)";
    private static final int MOST_DIGITS = 30;
    private static final Pattern PLAIN = Pattern.compile("[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?");
    private static final Pattern SIZE =
            Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([kmgt]?)(i?)b", Pattern.CASE_INSENSITIVE);

    private Numbers() {}

    /** The number of a word that begins with a digit. */
    static Expr.Numeral of(Token token) {
        Expr.Numeral number = read(token.text(), token.place());
        if (number == null) {
            throw new PipeException(token.place(), "'%s' is no number".formatted(token.text()), ALLOWED);
        }
        return number;
    }

    /** The number that a text is; {@code null} when it is none. */
    static Expr.@Nullable Numeral read(String text, Place place) {
        if (text.length() > MOST_DIGITS) {
            return null;
        }
        if (PLAIN.matcher(text).matches()) {
            return new Expr.Numeral(text, new BigDecimal(text), "", place);
        }
        Matcher size = SIZE.matcher(text);
        if (size.matches()) {
            return new Expr.Numeral(text, bytes(size), Column.BYTES, place);
        }
        try {
            Duration duration = Durations.parse(text);
            BigDecimal seconds =
                    BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
            return new Expr.Numeral(text, seconds, Column.SECONDS, place);
        } catch (BadTimeException _) {
            return null;
        }
    }

    private static BigDecimal bytes(Matcher size) {
        int power = 1 + List.of("k", "m", "g", "t").indexOf(size.group(2).toLowerCase(Locale.ROOT));
        BigDecimal step = BigDecimal.valueOf(size.group(3).isEmpty() ? 1000 : 1024);
        return new BigDecimal(size.group(1)).multiply(step.pow(power));
    }

    /** As it stands in SQL. */
    static String sql(BigDecimal value) {
        BigDecimal shortest = value.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0).toPlainString() : shortest.toPlainString();
    }
}
