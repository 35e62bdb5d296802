package dev.tachograph.worker;

import java.util.Set;

/**
 * A column of an answer and how its values come out of the database: what JSON and CSV have no form for becomes a text there.
 *
 * @param name as the statement calls it
 * @param type as DuckDB calls it
 */
record AnswerColumn(String name, String type, Form form) {
    /** No single value may be larger: the process that writes it has little memory of its own. */
    static final int MOST_BYTES = 4_000_000;

    private static final Set<String> SMALL =
            Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER");
    private static final Set<String> LARGE = Set.of("UBIGINT", "HUGEINT", "UHUGEINT", "BIGNUM");

    /** What its values are. */
    enum Form {
        TRUTH,
        /** A whole number of 64 bits. */
        WHOLE,
        /** A number in decimal digits, exact. */
        DIGITS,
        FLOAT,
        DOUBLE,
        /** Microseconds since 1970. */
        INSTANT,
        TEXT,
        /** JSON as DuckDB writes it. */
        JSON
    }

    static AnswerColumn of(String name, String type) {
        return new AnswerColumn(name, type, form(type));
    }

    private static Form form(String type) {
        if (type.endsWith("]") || type.startsWith("STRUCT(") || type.startsWith("MAP(") || type.startsWith("UNION(")) {
            return Form.JSON;
        }
        if (type.startsWith("DECIMAL(") || LARGE.contains(type)) {
            return Form.DIGITS;
        }
        if (SMALL.contains(type)) {
            return Form.WHOLE;
        }
        return switch (type) {
            case "BOOLEAN" -> Form.TRUTH;
            case "FLOAT" -> Form.FLOAT;
            case "DOUBLE" -> Form.DOUBLE;
            case "TIMESTAMP WITH TIME ZONE" -> Form.INSTANT;
            case "JSON", "VARIANT" -> Form.JSON;
            default -> Form.TEXT;
        };
    }

    /** @param name of the column within the query that this stands in */
    String expression(String name) {
        return switch (form) {
            case TRUTH, FLOAT, DOUBLE -> name;
            case WHOLE -> name + "::BIGINT";
            case DIGITS -> name + "::VARCHAR";
            case INSTANT -> "CASE WHEN isfinite(%1$s) THEN epoch_us(%1$s) END".formatted(name);
            case TEXT -> bounded(text(name));
            case JSON -> bounded("to_json(%s)::VARCHAR".formatted(name));
        };
    }

    private String text(String name) {
        return type.startsWith("TIMESTAMP") ? "replace(%s::VARCHAR, ' ', 'T')".formatted(name) : name + "::VARCHAR";
    }

    private String bounded(String text) {
        return "CASE WHEN strlen(%1$s) > %2$d THEN error('a value has more than %2$d bytes') ELSE %1$s END"
                .formatted(text, MOST_BYTES);
    }

    /** The same for a file of Parquet, which has no exact form for the largest numbers and none for some types. */
    String forParquet(String name) {
        return switch (type) {
            case "HUGEINT", "UHUGEINT" -> name + "::DECIMAL(38, 0)";
            case "BIT", "BIGNUM", "\"NULL\"", "VARIANT" -> name + "::VARCHAR";
            default -> type.startsWith("UNION(") ? name + "::VARCHAR" : name;
        };
    }
}
