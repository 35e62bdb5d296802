package dev.tachograph.web;

import dev.tachograph.worker.SqlQuestion;
import dev.tachograph.worker.SqlRefusal;
import dev.tachograph.worker.SqlRun;
import dev.tachograph.worker.SqlRunner;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;

/** {@code POST /api/sql} and {@code GET /api/sql/schema}. */
final class SqlRoutes {
    private static final String PATH = "/api/sql";

    private final SqlRunner runner;

    SqlRoutes(SqlRunner runner) {
        this.runner = runner;
    }

    List<Route> routes() {
        return List.of(new Route(Route.Method.POST, PATH, Set.of(), this::answer), SqlSchema.route());
    }

    private Answer answer(ApiRequest request) {
        long began = System.nanoTime();
        SqlQuestion question = SqlBody.parse(request.body());
        try {
            SqlRun run = runner.begin(question);
            try {
                return answer(run, question, request, began);
            } catch (SqlRefusal | RuntimeException e) {
                run.close();
                throw e;
            }
        } catch (SqlRefusal e) {
            throw SqlProblem.of(e, request.cancellation());
        }
    }

    private static Answer answer(SqlRun run, SqlQuestion question, ApiRequest request, long began) throws SqlRefusal {
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
                write(run, head, question.format(), out, began);
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

    private static void write(SqlRun run, SqlRun.Head head, SqlQuestion.Format format, OutputStream out, long began)
            throws SqlRefusal, IOException {
        if (format == SqlQuestion.Format.JSON) {
            SqlJson.write(run, head, out, began);
        } else {
            run.writeRows(out);
        }
    }
}
