package dev.tachograph.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What there is to ask, as a recorder tells of it at {@code /api/sql/schema}.
 *
 * @param functions names of functions, for completion
 * @param tableFunctions those of them that stand in place of a table
 * @param keywords words of the language, for completion
 */
record SqlSchema(
        List<SqlTableInfo> tables, List<String> functions, List<String> tableFunctions, List<String> keywords) {
    private static final List<String> USUAL_KEYWORDS = List.of(
            "SELECT",
            "FROM",
            "WHERE",
            "GROUP BY",
            "ORDER BY",
            "HAVING",
            "LIMIT",
            "JOIN",
            "LEFT JOIN",
            "USING",
            "ON",
            "AS",
            "AND",
            "OR",
            "NOT",
            "IN",
            "IS",
            "NULL",
            "BETWEEN",
            "LIKE",
            "ILIKE",
            "CASE",
            "WHEN",
            "THEN",
            "ELSE",
            "END",
            "DISTINCT",
            "WITH",
            "UNION ALL",
            "DESC",
            "ASC",
            "INTERVAL",
            "FILTER",
            "OVER",
            "PARTITION BY",
            "QUALIFY",
            "DESCRIBE",
            "SUMMARIZE",
            "EXPLAIN",
            "PIVOT",
            "VALUES",
            "EXISTS",
            "TIMESTAMPTZ",
            "TRUE",
            "FALSE",
            "NULLS LAST",
            "GROUP BY ALL");
    private static final List<String> USUAL_FUNCTIONS = List.of(
            "count",
            "sum",
            "avg",
            "min",
            "max",
            "any_value",
            "arg_max",
            "arg_min",
            "quantile_cont",
            "mode",
            "date_trunc",
            "now",
            "coalesce",
            "round",
            "epoch",
            "regexp_matches",
            "regexp_replace",
            "string_agg",
            "list",
            "strlen",
            "lower",
            "time_bucket",
            "corr",
            "regr_slope",
            "row_number",
            "lag",
            "lead",
            "processes_at");

    /** A table or view. */
    record SqlTableInfo(String name, String description, List<Column> columns) {}

    /** One of its columns. */
    record Column(String name, String type, String description) {}

    static final SqlSchema UNKNOWN = new SqlSchema(List.of(), USUAL_FUNCTIONS, List.of(), USUAL_KEYWORDS);

    /** What the recorder says; {@link #UNKNOWN} where it can't say it now. */
    static SqlSchema of(RecorderApi api) {
        try {
            return of(api.get("/api/sql/schema", Map.of()).json());
        } catch (IOException _) {
            return UNKNOWN; // one can ask without completion, and \d says why there is none
        }
    }

    /** As {@link #of(RecorderApi)}, for a person who asked for it. */
    static SqlSchema told(RecorderApi api) throws IOException {
        return of(api.get("/api/sql/schema", Map.of()).json());
    }

    private static SqlSchema of(JsonValue answer) {
        List<String> own = names(answer.get("functions"));
        List<String> keywords = names(answer.get("keywords"));
        return new SqlSchema(
                answer.get("tables").items().stream().map(SqlSchema::table).toList(),
                Stream.concat(own.stream(), USUAL_FUNCTIONS.stream()).distinct().toList(),
                own,
                keywords.isEmpty() ? USUAL_KEYWORDS : keywords);
    }

    private static SqlTableInfo table(JsonValue table) {
        return new SqlTableInfo(
                table.get("name").textOr(""),
                description(table),
                table.get("columns").items().stream()
                        .map(column -> new Column(
                                column.get("name").textOr(""),
                                column.get("type").textOr(""),
                                description(column)))
                        .toList());
    }

    private static String description(JsonValue thing) {
        return thing.get("description").textOr(thing.get("comment").textOr(""));
    }

    private static List<String> names(JsonValue names) {
        return names.items().stream()
                .map(name -> name.textOr(name.get("name").textOr("")).replaceFirst("\\(.*", ""))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** The one of that name, in any case; null if there is none. */
    @Nullable SqlTableInfo table(String name) {
        return tables.stream()
                .filter(table -> table.name.equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }
}
