package dev.tachograph.pipe;

import dev.tachograph.store.Reading;
import dev.tachograph.store.StoreException;
import java.util.List;

/** Asks the database whether regular expressions are some: nobody else knows. */
public final class RegexCheck {
    private static final String INVALID = "Invalid Input Error: ";

    private RegexCheck() {}

    /** Asks about all of a question. @throws PipeException at the first one that is none */
    public static void check(Reading reading, Compiled compiled) throws StoreException {
        for (Compiled.Regex regex : compiled.regexes()) {
            try {
                reading.first("SELECT regexp_matches('', ?)", List.of(regex.pattern()), row -> row.truth(1));
            } catch (StoreException e) {
                if (!e.summary().startsWith(INVALID)) {
                    throw e;
                }
                throw new PipeException(
                        regex.place(),
                        "no regular expression: " + e.summary().substring(INVALID.length()),
                        "regular expressions are those of RE2");
            }
        }
    }
}
