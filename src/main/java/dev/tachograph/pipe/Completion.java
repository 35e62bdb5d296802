package dev.tachograph.pipe;

import java.util.Locale;

/**
 * What may stand at the cursor.
 *
 * @param text to be put in place of what is between {@code begin} and {@code end}
 * @param type what it is
 * @param help what it does or holds; may be empty
 */
public record Completion(String text, Type type, String help, int begin, int end) {
    /** What a completion is. */
    public enum Type {
        SOURCE,
        FIELD,
        COMMAND,
        AGGREGATE,
        FUNCTION,
        COLUMN,
        KEYWORD;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
