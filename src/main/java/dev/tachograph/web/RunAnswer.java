package dev.tachograph.web;

import dev.tachograph.worker.SqlQuestion;
import dev.tachograph.worker.SqlRefusal;
import dev.tachograph.worker.SqlRun;
import dev.tachograph.worker.SqlRunner;
import java.io.IOException;
import java.io.OutputStream;

/** The answer to a statement, whoever wrote it: the rows as the worker writes them, in the format that was asked for. */
final class RunAnswer {
    private RunAnswer() {}

    /** Writes an answer in JSON, with what it says beside the rows. */
    @FunctionalInterface
    interface Json {
        void write(SqlRun run, SqlRun.Head head, OutputStream out) throws SqlRefusal, IOException;
    }

    /** Begins to run a statement, and waits for the first rows. @throws ProblemException when there is no answer */
    static Answer of(SqlRunner runner, SqlQuestion question, ApiRequest request, Json json) {
        try {
            SqlRun run = runner.begin(question);
            try {
                return answer(run, question, request, json);
            } catch (SqlRefusal | RuntimeException e) {
                run.close();
                throw e;
            }
        } catch (SqlRefusal e) {
            throw SqlProblem.of(e, request.cancellation());
        }
    }

    private static Answer answer(SqlRun run, SqlQuestion question, ApiRequest request, Json json) throws SqlRefusal {
        CancellationSignal.Registration cancelling = request.cancellation().onCancel(run::cancel);
        SqlRun.Head head;
        try {
            head = run.head();
        } catch (SqlRefusal | RuntimeException e) {
            cancelling.close();
            throw e;
        }
        Answer.Text rows = out -> {
            try (run;
                    cancelling) {
                if (question.format() == SqlQuestion.Format.JSON) {
                    json.write(run, head, out);
                } else {
                    run.writeRows(out);
                }
            } catch (SqlRefusal e) {
                throw SqlProblem.of(e, request.cancellation());
            }
        };
        return switch (question.format()) {
            case JSON -> new Answer.Plain("application/json", rows);
            case CSV -> new Answer.Download("text/csv; charset=utf-8", "answer.csv", rows);
            case NDJSON -> new Answer.Download("application/x-ndjson", "answer.ndjson", rows);
            case PARQUET -> new Answer.Download("application/vnd.apache.parquet", "answer.parquet", rows);
        };
    }
}
