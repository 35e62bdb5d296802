package dev.tachograph.pipe;

import dev.tachograph.query.SearchException;
import dev.tachograph.query.SearchParser;

/** The search of log lines as a part of a question. */
final class LineSearch {
    private LineSearch() {}

    /**
     * Reads it.
     *
     * @param place of the text in the question
     * @throws PipeException when it is no search
     */
    static Question.Source.Logs parse(String text, Place place) {
        try {
            SearchParser.Parsed parsed = SearchParser.parsed(text);
            return new Question.Source.Logs(
                    Sources.logs(),
                    parsed.search(),
                    parsed.expressions().stream()
                            .map(regex ->
                                    new Compiled.Regex(regex.pattern(), at(place, regex.position(), regex.length())))
                            .toList(),
                    place);
        } catch (SearchException e) {
            throw new PipeException(at(place, e.position(), e.length()), e.complaint(), e.allowed());
        }
    }

    private static Place at(Place place, int position, int length) {
        int begin = place.begin() + position;
        return new Place(begin, begin + length);
    }
}
