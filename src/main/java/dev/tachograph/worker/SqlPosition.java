package dev.tachograph.worker;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place in a statement that a message points to with an excerpt of its line and a mark below.
 *
 * @param line from 1 on
 * @param column from 1 on; 0 where the excerpt does not show the begin of the line
 */
public record SqlPosition(int line, int column) {
    private static final Pattern EXCERPT = Pattern.compile("(?m)^(LINE (\\d{1,9}): )(.*)\\n( *)\\^");
    private static final String CUT = "...";

    /** That of a message, if it points anywhere. */
    public static Optional<SqlPosition> of(String message) {
        Matcher excerpt = EXCERPT.matcher(message);
        if (!excerpt.find()) {
            return Optional.empty();
        }
        int column = excerpt.group(4).length() - excerpt.group(1).length() + 1;
        boolean isCut = excerpt.group(3).startsWith(CUT);
        return Optional.of(new SqlPosition(Integer.parseInt(excerpt.group(2)), isCut ? 0 : Math.max(column, 0)));
    }
}
