package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.model.Gap;
import dev.tachograph.model.Tick;
import dev.tachograph.query.History;
import dev.tachograph.query.ProcessTables;
import dev.tachograph.query.StorageFigures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoreTest {
    @TempDir
    private Path folder;

    @Test
    void theInstanceHasItsLimitsAndFetchesNothing() throws SQLException, StoreException {
        try (HotDatabase database = HotDatabase.open(folder);
                Connection reader = database.newReader()) {
            for (Connection connection : List.of(database.writer(), reader)) {
                var settings = settings(connection);
                assertThat(settings)
                        .containsEntry("threads", "1")
                        .containsEntry("async_threads", "1")
                        .containsEntry("allocator_background_threads", "true")
                        .containsEntry("enable_external_access", "false")
                        .containsEntry("autoinstall_known_extensions", "false")
                        .containsEntry("autoload_known_extensions", "false")
                        .containsEntry("TimeZone", "UTC")
                        .containsEntry("temp_directory", folder.resolve("spill").toString());
                assertThat(settings.get("memory_limit")).startsWith("122"); // MiB: 128 MB
            }
            try (Statement statement = reader.createStatement()) {
                assertThatThrownBy(() -> statement.execute("SELECT * FROM read_text('/etc/hostname')"))
                        .isInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    void aSecondThreadIsThereForAsLongAsSomebodyAsks() throws SQLException, StoreException {
        try (HotDatabase database = HotDatabase.open(folder)) {
            database.threads().begin();
            database.threads().begin();
            assertThat(settings(database.writer())).containsEntry("threads", "2");
            database.threads().end();
            assertThat(settings(database.writer())).containsEntry("threads", "2");
            database.threads().end();
            assertThat(settings(database.writer())).containsEntry("threads", "1");
        }
    }

    private static Map<String, String> settings(Connection connection) throws SQLException, StoreException {
        var settings = new TreeMap<String, String>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT name, value FROM duckdb_settings()")) {
            while (row.next()) {
                settings.put(row.getString(1), String.valueOf(row.getString(2)));
            }
        }
        return settings;
    }

    @Test
    void whatWasCommittedIsThereAfterReopeningAndNumbersGoOn() throws Exception {
        try (var recording = new Recording(folder)) {
            recording.ticks(3);
            recording.stop();
            recording.start();
            recording.ticks(2);
            assertThat(figures(recording.store()).ticks()).isEqualTo(5);
            assertThat(recording.store().latest())
                    .isNotNull()
                    .extracting(CommittedTick::number)
                    .isEqualTo(5);
        }
    }

    @Test
    void aCleanCloseLeavesNoLogBehind() throws Exception {
        try (var recording = new Recording(folder)) {
            recording.ticks(3);
            recording.stop();
        }
        assertThat(names()).containsExactlyInAnyOrder(DataDirectory.HOT_FILE, "tachograph.lock", CleanMark.FILE);
    }

    @Test
    void theLogGrowsToItsSizeAndThenBecomesPartOfTheFile() throws Exception {
        try (var writing = new Writing(folder, 100, 60_000)) {
            long largest = 0;
            for (int i = 0; i < 60; i++) {
                writing.tick();
                largest = Math.max(largest, writing.store.status().walBytes());
            }
            assertThat(largest).isBetween(1L, 120_000L);
            assertThat(writing.store.status().lastCheckpoint()).isNotNull();
            assertThat(writing.health().problems()).isEmpty();
        }
    }

    @Test
    void aStoppedRecordersDataAreReadWithWhatIsStillInTheLogAndStayAsTheyAre() throws Exception {
        Tick last;
        try (Child writer = Child.start(CommitAndWait.class, folder.toString(), "7")) {
            assertThat(writer.nextLine()).isEqualTo("committed");
            writer.kill();
        }
        Path wal = folder.resolve(DataDirectory.HOT_FILE + ".wal");
        byte[] log = Files.readAllBytes(wal);
        byte[] file = Files.readAllBytes(folder.resolve(DataDirectory.HOT_FILE));
        assertThat(log).isNotEmpty();
        try (StoppedStore stopped = StoppedStore.open(folder)) {
            StorageFigures figures = figures(stopped);
            assertThat(figures.ticks()).isEqualTo(7);
            assertThat(figures.endedInOrder()).isFalse();
            assertThat(new ProcessTables(stopped, InstantSource.system())
                            .newest()
                            .tick())
                    .isEqualTo(7L);
            assertThat(stopped.status().walBytes()).isEqualTo(log.length);
            assertThat(stopped.latest()).isNull();
        }
        assertThat(wal).hasBinaryContent(log);
        assertThat(folder.resolve(DataDirectory.HOT_FILE)).hasBinaryContent(file);
        try (var recording = new Recording(folder)) {
            last = recording.tick();
            assertThat(recording.at(last.at().wall()).tick()).isEqualTo(8L);
        }
    }

    @Test
    void aReaderInAnotherProcessMakesARecorderWaitAndNotFail() throws Exception {
        try (var recording = new Recording(folder)) {
            recording.ticks(2);
        }
        try (Child reader = Child.start(ReadAndWait.class, folder.toString())) {
            assertThat(reader.nextLine()).isEqualTo("reading");
            reader.end(); // lets go of the file only after its next breath
            try (var recording = new Recording(folder)) {
                recording.tick();
                assertThat(figures(recording.store()).ticks()).isEqualTo(3);
            }
            assertThat(reader.waitFor()).isZero();
        }
    }

    @Test
    void whereNothingWasRecordedThatIsSaid() {
        assertThatThrownBy(() -> StoppedStore.open(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(folder + ": nothing was recorded here");
    }

    @Test
    void aFileThatIsNoDatabaseIsSetAsideAsItIs() throws Exception {
        Path file = Files.writeString(folder.resolve(DataDirectory.HOT_FILE), "not a database".repeat(1000));
        assertThatThrownBy(() -> StoppedStore.open(folder)).isInstanceOf(StoreException.class);
        try (var recording = new Recording(folder)) {
            recording.tick();
            assertThat(figures(recording.store()).ticks()).isEqualTo(1);
            assertThat(recording.store().status().notes())
                    .singleElement()
                    .asString()
                    .contains("not a valid DuckDB database file", "the database was set aside in set-aside/");
        }
        try (var aside = Files.walk(folder.resolve(SetAside.FOLDER))) {
            assertThat(aside.filter(path -> path.endsWith(file.getFileName())))
                    .singleElement()
                    .satisfies(path -> assertThat(path).hasContent("not a database".repeat(1000)));
        }
    }

    @Test
    void aRecorderWhoseFileIsRemovedSaysSoAndGoesOnInANewOne() throws Exception {
        try (var writing = new Writing(folder, 20, 100_000_000)) {
            writing.tick();
            writing.tick();
            for (String name : Set.of(DataDirectory.HOT_FILE, DataDirectory.HOT_FILE + ".wal")) {
                Files.delete(folder.resolve(name));
            }
            Tick next = writing.tick();
            assertThat(writing.health().problems()).isEmpty();
            assertThat(figures(writing.store).ticks()).isEqualTo(1);
            assertThat(new ProcessTables(writing.store, InstantSource.system())
                            .at(next.at().wall())
                            .rows())
                    .hasSameSizeAs(next.processes());
        }
    }

    @Test
    void aRecorderWhoseFileIsReplacedByADamagedOneSetsThatAsideAndGoesOn() throws Exception {
        try (var writing = new Writing(folder, 20, 100_000_000)) {
            writing.tick();
            Files.move(folder.resolve(DataDirectory.HOT_FILE), folder.resolve("away"));
            Files.writeString(folder.resolve(DataDirectory.HOT_FILE), "damaged".repeat(10_000));
            Tick next = writing.tick();
            assertThat(writing.store.status().refusedTicks()).isZero();
            assertThat(writing.health().problems()).isEmpty();
            assertThat(writing.health().notes()).singleElement().asString().contains("set-aside/");
            assertThat(new History(writing.store).gaps(Instant.EPOCH, Instant.parse("9999-01-01T00:00:00Z"), 10))
                    .singleElement()
                    .satisfies(gap -> {
                        assertThat(gap.cause()).isEqualTo(Gap.Cause.DAMAGED);
                        assertThat(gap.to()).isEqualTo(next.at().wall());
                    });
        }
    }

    @Test
    void aRecorderWhoseDirectoryIsRemovedIsDegradedUntilItIsThereAgain() throws Exception {
        Path data = folder.resolve("data");
        Path away = folder.resolve("away");
        try (var writing = new Writing(data, 20, 100_000_000)) {
            writing.tick();
            writing.tick();
            Files.move(data, away);
            writing.tick();
            writing.tick();
            assertThat(writing.store.status().refusedTicks()).isEqualTo(2);
            assertThat(writing.health().problems()).singleElement().asString().contains(data.toString());
            Files.move(away, data);
            writing.tick();
            assertThat(writing.health().problems()).isEmpty();
            assertThat(figures(writing.store).ticks()).isEqualTo(3);
            assertThat(figures(writing.store).gaps()).isEqualTo(1);
        }
    }

    private static StorageFigures figures(Recorded recorded) throws SQLException, StoreException {
        return StorageFigures.read(recorded);
    }

    private List<String> names() throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
