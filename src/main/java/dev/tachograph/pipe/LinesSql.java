package dev.tachograph.pipe;

import java.util.ArrayList;
import java.util.List;

/** The lines around lines. */
final class LinesSql {
    private static final String MATCHED = "matched";

    private final Stage stage;
    private final Statement statement;

    LinesSql(Stage stage, Statement statement) {
        this.stage = stage;
        this.statement = statement;
    }

    /** Only numbers and times go through the window: whole lines are fetched when it is known which ones. */
    Stage context(Command.Context context, String range) {
        if (!stage.isLines()) {
            throw new PipeException(
                    context.place(),
                    "context needs log lines as they were found",
                    "it stands behind the search, where, sort, head and dedup, and before everything else");
        }
        String found = statement.last();
        String near = statement.beside("near", """
                SELECT line, matched
                FROM (
                    SELECT line, timestamp, source, hostname, coalesce(unit, identifier) AS stream,
                           line IN (SELECT line FROM %s) AS matched
                    FROM journal_logs
                    WHERE %s
                )
                QUALIFY bool_or(matched) OVER (
                    PARTITION BY source, hostname, stream
                    ORDER BY timestamp, line ROWS BETWEEN %d PRECEDING AND %d FOLLOWING
                )""".formatted(found, range, context.after(), context.before()));
        statement.step("""
                SELECT l.*, n.matched
                FROM journal_logs l JOIN %s n ON n.line = l.line
                WHERE %s""".formatted(near, range.replace("timestamp ", "l.timestamp ")));
        List<Column> columns = new ArrayList<>(stage.columns());
        columns.add(new Column(MATCHED, Kind.TRUTH, "", "whether the search found it"));
        List<String> shown = new ArrayList<>(stage.shown());
        shown.add(MATCHED);
        return new Stage(stage.table(), columns, shown, stage.order(), stage.time(), true);
    }
}
