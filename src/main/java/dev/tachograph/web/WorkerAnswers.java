package dev.tachograph.web;

import dev.tachograph.diff.AnswerRow;
import dev.tachograph.diff.Answers;
import dev.tachograph.worker.SqlQuestion;
import dev.tachograph.worker.SqlRefusal;
import dev.tachograph.worker.SqlRun;
import dev.tachograph.worker.SqlRunner;
import dev.tachograph.worker.SqlTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the statements of a comparison in a worker, where they can't hurt the recording.
 *
 * @param cancellation given when nobody waits for the comparison any more
 */
record WorkerAnswers(SqlRunner runner, CancellationSignal cancellation) implements Answers {
    private static final Duration LIMIT = Duration.ofSeconds(25);
    /** Far more than a comparison makes. */
    private static final long MOST_ROWS = 20_000;

    @Override
    public List<AnswerRow> rows(String sql) throws SqlRefusal {
        var question = new SqlQuestion(sql, SqlQuestion.Origin.OURS, SqlQuestion.Format.JSON, MOST_ROWS, LIMIT);
        try (SqlRun run = runner.begin(question);
                var _ = cancellation.onCancel(run::cancel)) {
            return SqlTable.read(run).rows().stream().map(WorkerAnswers::row).toList();
        }
    }

    private static AnswerRow row(List<@Nullable Object> values) {
        List<@Nullable String> texts = new ArrayList<>();
        for (@Nullable Object value : values) {
            texts.add(value == null ? null : value.toString());
        }
        return new AnswerRow(texts);
    }
}
