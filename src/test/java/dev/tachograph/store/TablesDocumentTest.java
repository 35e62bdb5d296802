package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/tables.md} is what users write their SQL by. */
class TablesDocumentTest {
    private static final Pattern TABLE = Pattern.compile("^## `(\\w+)`$");
    private static final Pattern COLUMN = Pattern.compile("^\\| `(\\w+)` \\| ([A-Z ,()\\[\\]]+) \\|.*");

    @Test
    void namesEveryTableAndEveryColumnWithItsType(@TempDir Path folder) throws Exception {
        try (DataDirectory directory = DataDirectory.hold(folder.resolve("data"));
                Store store = Store.open(directory, Duration.ofSeconds(5), InstantSource.system());
                Connection connection = store.connect()) {
            Map<String, List<String>> documented = documented();
            assertThat(documented.keySet()).isEqualTo(new TreeSet<>(tables(connection)));
            for (var table : documented.entrySet()) {
                assertThat(columns(connection, table.getKey()))
                        .as(table.getKey())
                        .isEqualTo(table.getValue());
            }
        }
    }

    private static Map<String, List<String>> documented() throws Exception {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        String table = "";
        for (String line : Files.readAllLines(Path.of("docs/tables.md"))) {
            Matcher heading = TABLE.matcher(line);
            Matcher column = COLUMN.matcher(line);
            if (heading.matches()) {
                table = heading.group(1);
                tables.put(table, new ArrayList<>());
            } else if (column.matches()) {
                tables.getOrDefault(table, new ArrayList<>()).add(column.group(1) + " " + column.group(2));
            }
        }
        return tables;
    }

    private static List<String> tables(Connection connection) throws Exception {
        return strings(
                connection,
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY table_name");
    }

    private static List<String> columns(Connection connection, String table) throws Exception {
        return strings(
                connection,
                "SELECT column_name || ' ' || data_type FROM information_schema.columns "
                        + "WHERE table_schema = 'main' AND table_name = '%s' ORDER BY ordinal_position"
                                .formatted(table));
    }

    private static List<String> strings(Connection connection, String query) throws Exception {
        List<String> strings = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                strings.add(row.getString(1));
            }
        }
        return strings;
    }
}
