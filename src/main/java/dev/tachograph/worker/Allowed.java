package dev.tachograph.worker;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a statement that somebody typed may begin with and call. The cage would make the rest harmless; this says so in words. */
final class Allowed {
    /** With these a statement may begin. */
    static final Set<String> FIRST_WORDS = Set.of(
            "SELECT",
            "FROM",
            "VALUES",
            "WITH",
            "TABLE",
            "EXPLAIN",
            "DESCRIBE",
            "DESC",
            "SHOW",
            "SUMMARIZE",
            "PIVOT",
            "UNPIVOT",
            "PIVOT_WIDER",
            "PIVOT_LONGER",
            "(");

    /** With these a statement begins that does more than to read. */
    static final Set<String> OTHER_FIRST_WORDS = Set.of(
            "ALTER",
            "ANALYZE",
            "ATTACH",
            "BEGIN",
            "CALL",
            "CHECKPOINT",
            "COMMENT",
            "COMMIT",
            "COPY",
            "CREATE",
            "DEALLOCATE",
            "DELETE",
            "DETACH",
            "DROP",
            "EXECUTE",
            "EXPORT",
            "FORCE",
            "GRANT",
            "IMPORT",
            "INSERT",
            "INSTALL",
            "LOAD",
            "MERGE",
            "PRAGMA",
            "PREPARE",
            "REINDEX",
            "REPLACE",
            "RESET",
            "REVOKE",
            "ROLLBACK",
            "ABORT",
            "START",
            "END",
            "SAVEPOINT",
            "SET",
            "TRUNCATE",
            "UPDATE",
            "USE",
            "VACUUM",
            "UPSERT",
            "DO",
            "LOCK");

    /** Of the functions that stand behind FROM, those that make rows out of nothing, and those that describe the tables. */
    private static final Set<String> TABLE_FUNCTIONS = Set.of(
            "range",
            "generate_series",
            "unnest",
            "repeat",
            "repeat_row",
            "query_table",
            "json_each",
            "json_tree",
            "summary",
            "histogram",
            "histogram_values",
            "processes_at",
            "generate_subscripts",
            "regexp_split_to_table",
            "duckdb_columns",
            "duckdb_tables",
            "duckdb_views",
            "duckdb_functions",
            "duckdb_types",
            "duckdb_keywords",
            "duckdb_schemas",
            "pragma_table_info",
            "pragma_version",
            "pragma_show",
            "test_all_types",
            "icu_calendar_names",
            "pg_timezone_names");

    /** What tells of files, settings or the environment. */
    private static final Pattern FORBIDDEN_FUNCTION = Pattern.compile(
            "getenv|current_setting|set_config|which_secret|write_log|query|glob|sniff_csv|seq_scan|arrow_scan.*|read_.*|.*parquet_.*|"
                    + "parquet_.*|.*_scan|json_execute_.*|json_serialize_plan|.*_logging|.*profiling.*|.*checkpoint|copy_.*|import_.*|"
                    + ".*external_resource.*|duckdb_(logs.*|log_.*|secret.*|settings|extension.*|memory|temporary_files|variables|"
                    + "external_.*|eviction_queues|grammar_.*|optimizers|prepared_statements|connection_count|databases)|truncate_.*|"
                    + "pragma_(database_.*|storage_info|metadata_info|user_agent|platform)");

    private static final Pattern FORBIDDEN_TABLE =
            Pattern.compile("pg_settings|duckdb_(logs.*|secrets|settings|extensions|databases)|pragma_database_list");

    /** What a file would be called that DuckDB reads when it has no table of this name. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[\\w $-]*");

    private static final Set<String> WRITING = Set.of(
            "INSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "COPY",
            "CREATE",
            "DROP",
            "ALTER",
            "ATTACH",
            "DETACH",
            "TRUNCATE",
            "PRAGMA",
            "CALL");

    private Allowed() {}

    /** What may be done instead; for the end of a message. */
    static String instead() {
        return "one statement that reads is allowed: SELECT, FROM, VALUES, WITH, TABLE, DESCRIBE, SHOW, SUMMARIZE, PIVOT, UNPIVOT, or EXPLAIN of one of these";
    }

    static boolean isTableFunction(String name) {
        return TABLE_FUNCTIONS.contains(name.toLowerCase(Locale.ROOT));
    }

    static boolean isFunction(String name) {
        return !FORBIDDEN_FUNCTION.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    static boolean isTable(String name) {
        return PLAIN_NAME.matcher(name).matches()
                && !FORBIDDEN_TABLE.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether a word, wherever it stands, may begin something that writes. */
    static boolean isWriting(String word) {
        return WRITING.contains(word);
    }
}
