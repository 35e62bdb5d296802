package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.store.Migrations.Migration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MigrationsTest {
    private static final Migration FIRST =
            new Migration("0001-a.sql", "CREATE TABLE a (i INTEGER); INSERT INTO a VALUES (1);");
    private static final Migration SECOND =
            new Migration("0002-b.sql", "ALTER TABLE a ADD COLUMN j INTEGER DEFAULT 2;");
    private static final Migration BROKEN =
            new Migration("0003-c.sql", "CREATE TABLE c (i INTEGER); UPDATE a SET i = 7; SELECT * FROM nowhere;");

    @TempDir
    private Path folder;

    @Test
    void anEmptyDatabaseGetsTheNewestSchemaOnceAndLeavesNoLog() throws SQLException, StoreException {
        try (HotDatabase database = HotDatabase.open(folder)) {
            assertThat(Migrations.version(database.writer())).isZero();
            Migrations.apply(database.writer());
            Migrations.apply(database.writer());
            assertThat(Migrations.version(database.writer())).isEqualTo(Migrations.NEWEST);
            assertThat(texts(database.writer(), "SELECT file FROM schema_version"))
                    .containsExactly(
                            "0001-processes.sql",
                            "0002-segments.sql",
                            "0003-logs.sql",
                            "0004-host.sql",
                            "0005-patterns.sql");
            assertThat(database.walBytes()).isZero();
        }
    }

    @Test
    void onlyWhatIsMissingIsAppliedAndDataStay() throws SQLException, StoreException {
        try (HotDatabase database = HotDatabase.open(folder)) {
            Migrations.apply(database.writer(), List.of(FIRST));
        }
        try (HotDatabase database = HotDatabase.open(folder)) {
            Migrations.apply(database.writer(), List.of(FIRST, SECOND));
            assertThat(texts(database.writer(), "SELECT i || ' ' || j FROM a")).containsExactly("1 2");
            assertThat(texts(database.writer(), "SELECT file FROM schema_version ORDER BY version"))
                    .containsExactly("0001-a.sql", "0002-b.sql");
        }
    }

    @Test
    void aMigrationThatFailsLeavesNothingOfItselfAndNamesItsFile() throws SQLException, StoreException {
        try (HotDatabase database = HotDatabase.open(folder)) {
            assertThatThrownBy(() -> Migrations.apply(database.writer(), List.of(FIRST, SECOND, BROKEN)))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("0003-c.sql")
                    .hasMessageContaining("nowhere");
            assertThat(Migrations.version(database.writer())).isEqualTo(2);
            assertThat(texts(database.writer(), "SELECT i FROM a")).containsExactly("1");
            assertThat(texts(database.writer(), "SELECT table_name FROM duckdb_tables() ORDER BY 1"))
                    .containsExactly("a", "schema_version");
        }
        try (HotDatabase database = HotDatabase.open(folder)) {
            Migrations.apply(database.writer(), List.of(FIRST, SECOND));
            assertThat(texts(database.writer(), "SELECT i || ' ' || j FROM a")).containsExactly("1 2");
        }
    }

    @Test
    void aFirstMigrationThatFailsLeavesAnEmptyDatabase() throws SQLException, StoreException {
        try (HotDatabase database = HotDatabase.open(folder)) {
            assertThatThrownBy(() -> Migrations.apply(database.writer(), List.of(BROKEN)))
                    .isInstanceOf(SQLException.class);
            assertThat(Migrations.version(database.writer())).isZero();
            assertThat(texts(database.writer(), "SELECT table_name FROM duckdb_tables()"))
                    .isEmpty();
        }
    }

    @Test
    void dataOfANewerProgramAreRefusedAndStayAsTheyAre() throws Exception {
        try (HotDatabase database = HotDatabase.open(folder)) {
            Migrations.apply(database.writer());
            try (Statement statement = database.writer().createStatement()) {
                statement.execute("INSERT INTO schema_version VALUES (99, now(), '0099-later.sql')");
            }
        }
        Path file = folder.resolve(DataDirectory.HOT_FILE);
        byte[] before = Files.readAllBytes(file);
        try (DataDirectory directory = DataDirectory.hold(folder)) {
            assertThatThrownBy(() -> Store.open(directory, Duration.ofSeconds(5), InstantSource.system()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("schema 99")
                    .hasMessageContaining("newer program");
        }
        assertThatThrownBy(() -> StoppedStore.open(folder)).hasMessageContaining("schema 99");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void aDatabaseWithoutASchemaHoldsNothingThatWasRecorded() throws SQLException, StoreException {
        HotDatabase.open(folder).close();
        assertThatThrownBy(() -> StoppedStore.open(folder)).hasMessageContaining("nothing was recorded here");
    }

    private static List<String> texts(Connection connection, String query) throws SQLException, StoreException {
        var texts = new ArrayList<String>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }
}
