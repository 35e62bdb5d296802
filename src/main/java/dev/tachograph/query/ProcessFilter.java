package dev.tachograph.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The fuzzy filter of the process table, as docs/http.md describes it; the page has the same in its own language. */
public final class ProcessFilter implements Predicate<ProcessRow> {
    private static final String WHITE_SPACE = "[\\t-\\r ]+";

    private final List<Word> words;

    private ProcessFilter(List<Word> words) {
        this.words = words;
    }

    /** Any text is a filter; an empty one lets everything pass. */
    public static ProcessFilter parse(String query) {
        return new ProcessFilter(Arrays.stream(query.split(WHITE_SPACE))
                .map(Word::parse)
                .filter(word -> !word.text.isEmpty())
                .toList());
    }

    @Override
    public boolean test(ProcessRow row) {
        return words.stream().allMatch(word -> word.test(row));
    }

    /** What a word can look at. */
    private enum Field {
        PID("pid:", row -> Integer.toString(row.pid())),
        NAME("name:", ProcessRow::name),
        COMMAND_LINE("cmd:", ProcessRow::cmdline),
        USER("user:", ProcessRow::user),
        UNIT("unit:", ProcessRow::unit),
        CONTAINER("container:", ProcessRow::container),
        STATUS("status:", row -> row.status().word());

        /** Where a word looks that names no field. */
        private static final List<Field> ALL = List.of(PID, NAME, COMMAND_LINE, USER, UNIT, CONTAINER);

        /** Where its letters may lie apart; a long command line holds those of nearly any word in order. */
        private static final List<Field> SCATTERED = List.of(NAME, USER, UNIT, CONTAINER);

        private final String prefix;

        @SuppressWarnings("ImmutableEnumChecker") // accessors, which hold nothing
        private final Function<ProcessRow, @Nullable String> value;

        Field(String prefix, Function<ProcessRow, @Nullable String> value) {
            this.prefix = prefix;
            this.value = value;
        }

        static @Nullable Field namedBy(String word) {
            for (Field field : values()) {
                if (word.startsWith(field.prefix)) {
                    return field;
                }
            }
            return null;
        }
    }

    /** How the text of a word has to stand in a field. */
    private record Word(
            boolean negated,
            @Nullable Field only,
            boolean fromBegin,
            boolean toEnd,
            boolean scattered,
            boolean ignoreCase,
            String text) {

        static Word parse(String source) {
            boolean negated = source.startsWith("!");
            String rest = negated ? source.substring(1) : source;
            Field only = Field.namedBy(rest);
            rest = only == null ? rest : rest.substring(only.prefix.length());
            boolean verbatim = rest.startsWith("'");
            boolean fromBegin = rest.startsWith("^");
            rest = verbatim || fromBegin ? rest.substring(1) : rest;
            boolean toEnd = !verbatim && rest.endsWith("$");
            rest = toEnd ? rest.substring(0, rest.length() - 1) : rest;
            boolean plain = !verbatim && !fromBegin && !toEnd;
            boolean wholePid = plain && only == Field.PID;
            return new Word(
                    negated,
                    only,
                    fromBegin || wholePid,
                    toEnd || wholePid,
                    plain && only == null && !negated,
                    rest.codePoints().noneMatch(Character::isUpperCase),
                    rest);
        }

        boolean test(ProcessRow row) {
            boolean found = only == null ? Field.ALL.stream().anyMatch(field -> isIn(field, row)) : isIn(only, row);
            return found != negated;
        }

        private boolean isIn(Field field, ProcessRow row) {
            String value = field.value.apply(row);
            if (value == null) {
                return false;
            }
            String shown = ignoreCase ? value.toLowerCase(Locale.ROOT) : value;
            if (fromBegin || toEnd) {
                return (!fromBegin || shown.startsWith(text))
                        && (!toEnd || shown.endsWith(text))
                        && (!fromBegin || !toEnd || shown.length() == text.length());
            }
            boolean gapsAllowed = scattered && Field.SCATTERED.contains(field);
            return gapsAllowed ? isScattered(shown) : shown.contains(text);
        }

        private boolean isScattered(String value) {
            int at = 0;
            for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
                int found = value.indexOf(text.codePointAt(i), at);
                if (found < 0) {
                    return false;
                }
                at = found + Character.charCount(text.codePointAt(i));
            }
            return true;
        }
    }
}
