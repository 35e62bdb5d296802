package dev.tachograph.pipe;

import dev.tachograph.query.Search;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source, and what is done with its rows.
 *
 * @param commands in their order
 */
record Question(Source source, List<Command> commands) {
    Question {
        commands = List.copyOf(commands);
    }

    /** Where the rows come from. */
    sealed interface Source {
        SourceTable table();

        Place place();

        /** Log lines that a search finds. */
        record Logs(SourceTable table, Search search, List<Compiled.Regex> expressions, Place place) implements Source {
            public Logs {
                expressions = List.copyOf(expressions);
            }
        }

        /** Rows of another source, all of them or those that a condition holds for. */
        record Rows(SourceTable table, @Nullable Expr filter, Place place) implements Source {}
    }
}
