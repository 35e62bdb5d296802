package dev.tachograph.diff;

import dev.tachograph.worker.SqlRefusal;
import java.util.List;

/** Runs SQL of ours over what was recorded. */
@FunctionalInterface
public interface Answers {

    /**
     * All rows of a statement that is made to have few.
     *
     * @throws SqlRefusal when there is no answer
     */
    List<AnswerRow> rows(String sql) throws SqlRefusal;
}
