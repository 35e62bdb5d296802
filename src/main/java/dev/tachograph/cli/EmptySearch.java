package dev.tachograph.cli;

import dev.tachograph.query.LogColumn;
import dev.tachograph.query.Search;
import dev.tachograph.query.SearchException;
import dev.tachograph.query.SearchField;
import dev.tachograph.query.SearchParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Why a search may have found nothing, as far as the lines of its range tell. */
final class EmptySearch {
    private static final int MOST_WORDS = 3;
    private static final String ANY_LEVEL = "level:debug+";
    private static final String ANY_UNIT = "unit:*";

    private final RecorderApi api;
    private final LogQuery query;
    private final Set<String> words = new LinkedHashSet<>();
    private boolean hasLevel;
    private boolean hasUnit;

    /** @param query with the range that was searched */
    private EmptySearch(RecorderApi api, LogQuery query) {
        this.api = api;
        this.query = query;
        read(parsed(query.search()));
    }

    /** What to tell the user, a sentence each. */
    static List<String> hints(RecorderApi api, LogQuery query) throws IOException {
        return query.search().isEmpty() ? List.of() : new EmptySearch(api, query).hints();
    }

    /** A recorder of another version may know searches that this one does not. */
    private static Search parsed(String text) {
        try {
            return SearchParser.parse(text);
        } catch (SearchException _) {
            return new Search.Everything();
        }
    }

    private void read(Search search) {
        switch (search) {
            case Search.All(var parts) -> parts.forEach(this::read);
            case Search.Any(var parts) -> parts.forEach(this::read);
            case Search.Text(var text) -> words.add(text);
            case Search.FieldValue value -> readField(value.field());
            case Search.FieldPattern like -> readField(like.field());
            case Search.FieldExpression found -> readField(found.field());
            case Search.Comparison compared -> hasLevel |= compared.column() == LogColumn.PRIORITY;
            case Search.Everything _, Search.Not _, Search.Expression _ -> {}
        }
    }

    private void readField(SearchField field) {
        hasLevel |= field.columns().contains(LogColumn.PRIORITY);
        hasUnit |= field.columns().contains(LogColumn.UNIT);
    }

    private List<String> hints() throws IOException {
        var hints = new ArrayList<String>();
        for (String word : words.stream().limit(MOST_WORDS).toList()) {
            String value = quoted(word);
            if (isThere("identifier:" + value)) {
                hints.add(hint(word, "an identifier", "identifier:"));
            } else if (isThere("unit:" + value)) {
                hints.add(hint(word, "a unit", "unit:"));
            }
        }
        boolean lacksLevels = hasLevel && !isThere(ANY_LEVEL);
        boolean lacksUnits = hasUnit && !isThere(ANY_UNIT);
        if ((lacksLevels || lacksUnits) && isThere("")) {
            String lacking = lacksLevels && lacksUnits ? "level or a unit" : lacksLevels ? "level" : "unit";
            hints.add("no line of that time has a " + lacking
                    + ": lines of syslog files have no unit, and most have no level");
        }
        return hints;
    }

    private boolean isThere(String search) throws IOException {
        var other = new LogQuery(search, query.since(), query.until(), LogQuery.NUMBER_AND_TIME);
        try (LogAnswer answer = LogAnswer.open(api, other.newestFirst(1))) {
            return answer.next() != null;
        }
    }

    private static String hint(String word, String kind, String field) {
        boolean isPlain =
                word.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || "_.@-".indexOf(c) >= 0));
        return word + " is " + kind + ": try " + field + (isPlain ? word : quoted(word))
                + "; words are looked for in the message only";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
