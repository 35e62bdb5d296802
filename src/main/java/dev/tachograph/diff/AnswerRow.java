package dev.tachograph.diff;

import dev.tachograph.store.Micros;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of an answer. Columns are counted from 0; instants are asked for as {@code epoch_us(…)}.
 *
 * @param values as texts; {@code null} for {@code NULL}
 */
public record AnswerRow(List<@Nullable String> values) {
    private static final MathContext NINE_DIGITS = new MathContext(9);

    public AnswerRow {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    @Nullable String textOrNull(int column) {
        return values.get(column);
    }

    /** A text; an empty one for {@code NULL}. */
    String text(int column) {
        String text = values.get(column);
        return text == null ? "" : text;
    }

    /** A text that says something. */
    @Nullable String wordOrNull(int column) {
        String text = values.get(column);
        return text == null || text.isEmpty() ? null : text;
    }

    double decimal(int column) {
        Double decimal = decimalOrNull(column);
        return decimal == null ? 0 : decimal;
    }

    /** Without the last digits: they depend on the order in which a sum was made. */
    @Nullable Double decimalOrNull(int column) {
        String text = values.get(column);
        return text == null
                ? null
                : Double.valueOf(new BigDecimal(text).round(NINE_DIGITS).doubleValue());
    }

    long number(int column) {
        Long number = numberOrNull(column);
        return number == null ? 0 : number;
    }

    @Nullable Long numberOrNull(int column) {
        String text = values.get(column);
        return text == null ? null : Long.valueOf(text);
    }

    boolean truth(int column) {
        return "true".equals(values.get(column));
    }

    @Nullable Instant instantOrNull(int column) {
        Long micros = numberOrNull(column);
        return micros == null ? null : Micros.toInstant(micros);
    }
}
