package dev.tachograph.pipe;

import java.util.ArrayList;
import java.util.List;

/** Collects the regular expressions of a question: only the database knows whether they are right. */
final class Regexes {
    private static final int MOST_CHARACTERS = 1000;
    private final List<Compiled.Regex> all = new ArrayList<>();

    List<Compiled.Regex> all() {
        return List.copyOf(all);
    }

    /** One that stands there as a text, as SQL. */
    String literal(Expr written) {
        if (!(written instanceof Expr.Text(String pattern, Place place))) {
            throw new PipeException(
                    written.place(),
                    "this is no regular expression",
                    "it is written as a text: message ~ \"time(d )?out\"");
        }
        return literal(pattern, place);
    }

    String literal(String pattern, Place place) {
        if (pattern.length() > MOST_CHARACTERS) {
            throw new PipeException(
                    place,
                    "the regular expression has %d characters".formatted(pattern.length()),
                    "at most %d are allowed".formatted(MOST_CHARACTERS));
        }
        all.add(new Compiled.Regex(pattern, place));
        return SqlText.text(pattern);
    }
}
