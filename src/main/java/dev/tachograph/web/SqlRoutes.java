package dev.tachograph.web;

import dev.tachograph.worker.SqlQuestion;
import dev.tachograph.worker.SqlRunner;
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
        return RunAnswer.of(runner, question, request, (run, head, out) -> SqlJson.write(run, head, out, began));
    }
}
