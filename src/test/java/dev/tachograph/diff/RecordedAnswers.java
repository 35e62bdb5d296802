package dev.tachograph.diff;

import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.StoreException;
import dev.tachograph.worker.SqlRefusal;
import java.util.Arrays;
import java.util.List;

/** Runs statements in this process, over the same views that a worker has. */
record RecordedAnswers(Recorded recorded) implements Answers {
    @Override
    public List<AnswerRow> rows(String sql) throws SqlRefusal {
        try (Reading reading = recorded.read()) {
            return reading.all(
                    sql, List.of(), row -> new AnswerRow(Arrays.asList(row.textOrNull(1), row.textOrNull(2))));
        } catch (StoreException e) {
            throw new SqlRefusal(SqlRefusal.Kind.WRONG, e.summary(), e);
        }
    }
}
