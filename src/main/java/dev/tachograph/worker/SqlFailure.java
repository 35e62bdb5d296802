package dev.tachograph.worker;

import dev.tachograph.worker.SqlRefusal.Kind;
import java.sql.SQLException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What DuckDB complains of, in the words that its user needs. */
final class SqlFailure {
    private static final Pattern ADVICE =
            Pattern.compile("\\n*(Possible solutions|See also|If the database is|For more).*", Pattern.DOTALL);
    private static final Pattern LINE = Pattern.compile("(?m)^LINE (\\d+): (.*)\\n( *)(?=\\^)");
    private static final Pattern TOO_LARGE = Pattern.compile(
            "^Out of Memory|max_temp_directory_size|No space left|failed to offload|Failed to allocate|could not allocate",
            Pattern.CASE_INSENSITIVE);

    private SqlFailure() {}

    static SqlRefusal refusal(SQLException e) {
        return refusal(e, 0);
    }

    /** @param linesBefore how many lines stood before those of the user */
    static SqlRefusal refusal(SQLException e, int linesBefore) {
        String message =
                ADVICE.matcher(String.valueOf(e.getMessage())).replaceFirst("").strip();
        Kind kind = kind(message);
        return new SqlRefusal(kind, kind == Kind.TOO_LARGE ? tooLarge(message) : moved(message, linesBefore), e);
    }

    private static Kind kind(String message) {
        if (message.startsWith("INTERRUPT")) {
            return Kind.CANCELLED;
        }
        if (message.startsWith("FATAL") || message.startsWith("INTERNAL")) {
            return Kind.CRASHED;
        }
        if (TOO_LARGE.matcher(message).find()) {
            return Kind.TOO_LARGE;
        }
        return message.startsWith("Permission Error") ? Kind.FORBIDDEN : Kind.WRONG;
    }

    private static String tooLarge(String message) {
        return "the statement needs more memory or temporary space than there is for it; ask for fewer rows or columns, or a shorter time (%s)"
                .formatted(message.lines().findFirst().orElse(""));
    }

    /** Lines are counted in what the user typed. */
    private static String moved(String message, int lines) {
        return lines == 0 ? message : LINE.matcher(message).replaceAll(found -> moved(found, lines));
    }

    private static String moved(MatchResult found, int lines) {
        String before = found.group(1);
        String number = Long.toString(Long.parseLong(before) - lines);
        String indent = found.group(3);
        return java.util.regex.Matcher.quoteReplacement("LINE %s: %s\n%s"
                .formatted(
                        number,
                        found.group(2),
                        indent.substring(Math.min(indent.length(), before.length() - number.length()))));
    }
}
