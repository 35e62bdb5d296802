package dev.tachograph.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a record's database consists of, which of it refers to which, and how the same is made elsewhere: views and macros as
 * they are, the views of what is sealed over the files of a list of segments, and each table as a view without rows.
 */
final class Catalogue {
    private static final Comparator<TableName> BY_NAME =
            Comparator.comparing(TableName::schema).thenComparing(TableName::name);
    private static final String MAIN = "main";
    private static final String SEALED = "sealed";

    /** Of these the names are made when they are run: what they read can't be told from their text. */
    private static final Set<String> NAMING_AT_RUN_TIME =
            Set.of("query", "query_table", "histogram", "histogram_values");

    /** Views and macros, with their statements. */
    private final Map<TableName, String> definitions = new TreeMap<>(BY_NAME);
    /** Tables, with their columns as they stand in a SELECT without rows. */
    private final Map<TableName, String> tables = new TreeMap<>(BY_NAME);

    private final Map<TableName, Set<TableName>> uses = new HashMap<>();
    private final Names names;

    private Catalogue(Connection connection) throws SQLException {
        for (Definition table : all(connection, TABLES)) {
            tables.put(table.name, table.sql);
        }
        for (String query : List.of(VIEWS, MACROS)) {
            for (Definition definition : all(connection, query)) {
                definitions.put(definition.name, definition.sql);
            }
        }
        names = new Names(Stream.concat(tables.keySet().stream(), definitions.keySet().stream())
                .collect(Collectors.toSet()));
        definitions.forEach((name, sql) -> uses.put(name, names.inDefinition(sql)));
    }

    private static final String TABLES = """
            SELECT schema_name, table_name,
                   string_agg('NULL::' || data_type || ' AS "' || column_name || '"', ', ' ORDER BY column_index)
            FROM duckdb_columns()
            WHERE database_name = current_database() AND NOT internal
              AND (schema_name, table_name) IN (SELECT (schema_name, table_name) FROM duckdb_tables() WHERE database_name = current_database())
            GROUP BY ALL
            """;
    private static final String VIEWS = """
            SELECT schema_name, view_name, rtrim(sql, E'; \\n') FROM duckdb_views()
            WHERE database_name = current_database() AND NOT internal
            """;
    private static final String MACROS = """
            SELECT schema_name, function_name,
                   'CREATE MACRO ' || function_name || '(' || array_to_string(parameters, ', ') || ') AS '
                   || CASE WHEN function_type = 'table_macro' THEN 'TABLE ' ELSE '' END || macro_definition
            FROM duckdb_functions() WHERE database_name = current_database() AND NOT internal AND macro_definition IS NOT NULL
            """;

    private record Definition(TableName name, String sql) {}

    private static List<Definition> all(Connection connection, String query) throws SQLException {
        return Sql.all(
                connection,
                query,
                row -> new Definition(new TableName(row.getString(1), row.getString(2)), row.getString(3)));
    }

    /** That of an open database. */
    static Catalogue read(Connection connection) throws SQLException {
        return new Catalogue(connection);
    }

    /**
     * Statements that make everything in an empty database, in this order.
     *
     * @param dataDirectory of the segments
     */
    List<String> script(List<Segment> segments, Path dataDirectory) {
        Map<TableName, String> sealed = Manifest.views(segments, dataDirectory).entrySet().stream()
                .collect(Collectors.toMap(view -> new TableName(SEALED, view.getKey()), Map.Entry::getValue));
        List<String> script = new ArrayList<>();
        for (String schema : schemas()) {
            script.add("CREATE SCHEMA " + schema);
        }
        tables.forEach((table, columns) -> script.add(empty(table, columns)));
        for (TableName name : inOrder()) {
            String definition = definitions.get(name);
            if (definition != null) {
                script.add(sealed.getOrDefault(name, definition));
            }
        }
        return script;
    }

    private static String empty(TableName table, String columns) {
        return "CREATE VIEW %s AS SELECT %s WHERE false".formatted(table, columns);
    }

    private List<String> schemas() {
        return Stream.concat(tables.keySet().stream(), definitions.keySet().stream())
                .map(TableName::schema)
                .filter(schema -> !schema.equals(MAIN))
                .distinct()
                .sorted()
                .toList();
    }

    /** Each behind those that it refers to. */
    private Set<TableName> inOrder() {
        Set<TableName> ordered = new LinkedHashSet<>();
        Set<TableName> visited = new LinkedHashSet<>();
        definitions.keySet().forEach(name -> visit(name, visited, ordered));
        return ordered;
    }

    private void visit(TableName name, Set<TableName> visited, Set<TableName> ordered) {
        if (visited.add(name)) {
            uses.getOrDefault(name, Set.of()).forEach(used -> visit(used, visited, ordered));
            ordered.add(name);
        }
    }

    /** The tables whose rows a statement may read. What is sealed is not in them. */
    Set<TableName> needed(String statement) {
        if (names.words(statement).anyMatch(NAMING_AT_RUN_TIME::contains)) {
            return tables.keySet();
        }
        Set<TableName> needed = new LinkedHashSet<>();
        names.inStatement(statement).forEach(name -> need(name, needed));
        needed.retainAll(tables.keySet());
        return needed;
    }

    private void need(TableName name, Set<TableName> needed) {
        boolean isLeaf = name.schema().equals(SEALED);
        if (!isLeaf && needed.add(name)) {
            uses.getOrDefault(name, Set.of()).forEach(used -> need(used, needed));
        }
    }
}
