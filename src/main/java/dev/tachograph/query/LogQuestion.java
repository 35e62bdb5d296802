package dev.tachograph.query;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which lines somebody looks for.
 *
 * @param text of the search, as it was written
 * @param more what the lines have to match besides
 * @param from included
 * @param to excluded
 */
public record LogQuestion(String text, List<Search> more, Instant from, Instant to) {
    public LogQuestion {
        more = List.copyOf(more);
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a range from %s to %s would run backwards".formatted(from, to));
        }
        SearchParser.parse(text); // a question that can't be read is none
    }

    /** All of it as one search. */
    public Search search() {
        return Search.all(Stream.concat(Stream.of(SearchParser.parse(text)), more.stream())
                .toList());
    }

    /** What a parameter with the name of a field looks for. @throws SearchException when it is no value of that field */
    public static Search field(String name, String value) {
        return SearchParser.field(name, value);
    }
}
