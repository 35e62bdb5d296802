package dev.tachograph.web;

import dev.tachograph.worker.SqlQuestion;
import java.util.List;
import java.util.stream.Stream;

/** The body of {@code POST /api/sql}. */
final class SqlBody {
    private static final String SQL = "sql";
    private static final List<String> MEMBERS =
            Stream.concat(Stream.of(SQL), WantedRows.MEMBERS.stream()).toList();

    private SqlBody() {}

    /** @throws ProblemException with status 400 */
    static SqlQuestion parse(String text) {
        JsonMembers body = JsonMembers.parse(text).allowOnly(MEMBERS);
        String statement = body.required(SQL, "{\"sql\": \"SELECT 1\"}");
        WantedRows rows = WantedRows.of(body);
        return new SqlQuestion(statement, SqlQuestion.Origin.TYPED, rows.format(), rows.most(), rows.timeLimit());
    }
}
