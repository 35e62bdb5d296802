package dev.tachograph.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.store.DataDirectory;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Store;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    @TempDir
    Path directory;

    @Test
    void theyTellOfAllColumnsThatTheViewsHave() throws Exception {
        try (DataDirectory data = DataDirectory.hold(directory.resolve("data"));
                Store store = Store.open(data, Duration.ofSeconds(5), InstantSource.system());
                Reading reading = store.read()) {
            for (SourceTable table : Sources.all()) {
                var columns = reading.all(
                        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? AND schema_name = 'main' ORDER BY column_index",
                        List.of(table.view()),
                        row -> row.text(1) + " " + kind(row.text(2)));
                assertThat(table.columns().stream().map(column -> column.name() + " " + column.kind()))
                        .as(table.view())
                        .containsExactlyElementsOf(columns);
            }
        }
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "VARCHAR" -> Kind.TEXT;
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT" -> Kind.INTEGER;
            case "FLOAT", "DOUBLE" -> Kind.REAL;
            case "TIMESTAMP WITH TIME ZONE" -> Kind.TIME;
            case "BOOLEAN" -> Kind.TRUTH;
            case "UUID" -> Kind.ID;
            case "JSON" -> Kind.JSON;
            case "MAP(VARCHAR, VARCHAR[])" -> Kind.FIELDS;
            default -> throw new AssertionError(type);
        };
    }

    @Test
    void ordersWordsAndUsualColumnsAreAmongTheColumns() {
        for (SourceTable table : Sources.all()) {
            Set<String> names = table.columns().stream().map(Column::name).collect(Collectors.toSet());
            names.add("level");
            assertThat(names).as(table.name()).containsAll(table.usual()).containsAll(table.words());
            assertThat(names)
                    .containsAll(table.order().stream().map(OrderKey::column).toList());
        }
    }

    @Test
    void namesThatTheDatabaseWouldNotTakeAreWrittenInQuotes() throws SQLException {
        try (PipeDatabase database = PipeDatabase.open()) {
            Set<String> keywords = new TreeSet<>();
            database.rows("SELECT keyword_name FROM duckdb_keywords()").forEach(row -> keywords.add(row.getFirst()));
            keywords.add("user");
            for (String word : keywords) {
                String name = SqlText.name(word);
                assertThat(database.rows(
                                "WITH t AS (SELECT 5 AS %1$s) SELECT %1$s FROM t ORDER BY %1$s".formatted(name)))
                        .as(word)
                        .containsExactly(List.of("5"));
            }
        }
    }
}
