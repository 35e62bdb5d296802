package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.store.Migrations.Migration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Data of a schema before, brought to one that comes after all that there are. */
@Timeout(120)
class SchemaUpgradeTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:11:12Z");
    private static final Migration NEXT =
            new Migration("9999-next.sql", "ALTER TABLE hot.events ADD COLUMN next INTEGER DEFAULT 7;");

    @TempDir
    private Path temporary;

    private Path data;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void choose() {
        data = temporary.resolve("data");
    }

    private HotDatabase open(Migration... more) throws SQLException {
        List<Migration> all =
                Stream.concat(Migrations.all().stream(), Stream.of(more)).toList();
        SchemaUpgrade.removeLeftovers(data);
        return new SchemaUpgrade(data, all, () -> NOW, said::add).open();
    }

    private void unpack(EventfulLife.End end) throws IOException {
        new Golden(Golden.ALL.resolve("schema-1"), end).unpack(data);
    }

    /** Every file below a folder, by its path. */
    private static Map<Path, String> content(Path folder) throws IOException {
        var content = new TreeMap<Path, String>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(folder.relativize(file), Checksums.sha256(file));
            }
        }
        return content;
    }

    private static RowCounts counts(Path folder) throws SQLException {
        try (HotDatabase database = HotDatabase.openReadOnly(folder)) {
            return RowCounts.of(database.writer());
        }
    }

    private static int version(Path folder) throws SQLException {
        try (HotDatabase database = HotDatabase.openReadOnly(folder)) {
            return Migrations.version(database.writer());
        }
    }

    private Path onlyBackup() throws IOException {
        List<AutomaticBackups.Kept> kept = new AutomaticBackups(data).kept();
        assertThat(kept).hasSize(1);
        return kept.getFirst().folder();
    }

    @ParameterizedTest
    @EnumSource
    void theDataGetTheNewSchemaAfterABackupThatHoldsThemAsTheyWere(EventfulLife.End end) throws Exception {
        unpack(end);
        RowCounts before = counts(data);
        assertThat(before.ticks()).isEqualTo(298);
        try (HotDatabase database = open(NEXT)) {
            assertThat(Migrations.version(database.writer())).isEqualTo(Migrations.NEWEST + 1);
            assertThat(Sql.number(database.writer(), "SELECT min(next) FROM hot.events"))
                    .isEqualTo(7);
            before.requireSame(RowCounts.of(database.writer()));
            assertThat(database.walBytes()).isZero();
        }
        Path backup = onlyBackup();
        assertThat(backup).hasFileName("before-schema-2-20261125T101112Z");
        assertThat(version(backup)).isEqualTo(1);
        before.requireSame(counts(backup));
        assertThat(Checksums.check(backup)).isEmpty();
        assertThat(Files.readAllLines(backup.resolve(Segment.CHECKSUMS)))
                .singleElement()
                .asString()
                .endsWith("  tachograph.duckdb");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rwx------");
        assertThat(said).hasSize(3);
        assertThat(said.getFirst()).contains("schema 1", "backed up first");
        assertThat(said.get(1)).contains(backup.toString(), "298 ticks");
        assertThat(said.getLast()).contains("the data have schema %d now".formatted(Migrations.NEWEST + 1));
    }

    @Test
    void dataOfTheNewestSchemaAreOpenedWithoutAWordOrABackup() throws Exception {
        try (var recording = new Recording(data)) {
            recording.ticks(3);
            recording.stop();
        }
        open().close();
        assertThat(said).isEmpty();
        assertThat(data.resolve(AutomaticBackups.FOLDER)).doesNotExist();
    }

    @Test
    void anEmptyFolderGetsTheNewestSchemaWithoutABackup() throws Exception {
        Files.createDirectories(data);
        try (HotDatabase database = open(NEXT)) {
            assertThat(Migrations.version(database.writer())).isEqualTo(Migrations.NEWEST + 1);
        }
        assertThat(said).isEmpty();
        assertThat(data.resolve(AutomaticBackups.FOLDER)).doesNotExist();
    }

    @Test
    void segmentsAreInTheBackupUnderOneMoreNameAndUnfinishedOnesAreNot() throws Exception {
        unpack(EventfulLife.End.STOPPED);
        Path segment = Files.createDirectories(data.resolve("segments/processes/day=2026-11-23/segment=1"));
        Files.writeString(segment.resolve("ticks.parquet"), "sealed");
        Path unfinished = Files.createDirectories(data.resolve("segments/processes/.new-2"));
        Files.writeString(unfinished.resolve("ticks.parquet"), "half");
        Path backup = new AutomaticBackups(data).make(2, NOW).folder();
        Path linked = backup.resolve("segments/processes/day=2026-11-23/segment=1/ticks.parquet");
        assertThat(Files.isSameFile(linked, segment.resolve("ticks.parquet"))).isTrue();
        assertThat(backup.resolve("segments/processes/.new-2")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void aMigrationThatFailsLeavesTheDataToTheEarlierProgramAndSaysHowToGoOn(EventfulLife.End end) throws Exception {
        unpack(end);
        RowCounts before = counts(data);
        var broken = new Migration("9999-broken.sql", "DROP VIEW gaps; SELECT * FROM nowhere;");
        assertThatThrownBy(() -> open(broken))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("9999-broken.sql")
                .hasMessageContaining("nowhere")
                .hasMessageContaining("they are as they were")
                .hasMessageContaining("start again");
        assertThat(version(data)).isEqualTo(1);
        before.requireSame(counts(data));
        assertThat(data.resolve(SchemaUpgrade.COPY)).doesNotExist();
        open(NEXT).close();
        before.requireSame(counts(data));
    }

    @Test
    void aMigrationThatLosesRowsIsNotTaken() throws Exception {
        unpack(EventfulLife.End.STOPPED);
        var loses = new Migration("9999-loses.sql", "DELETE FROM hot.gaps; DELETE FROM hot.ticks WHERE tick = 17;");
        assertThatThrownBy(() -> open(loses))
                .hasMessageContaining("count(*) FROM ticks was 298 and is 297")
                .hasMessageContaining("count(*) FROM gaps was 5 and is 0");
        assertThat(version(data)).isEqualTo(1);
        assertThat(counts(data).ticks()).isEqualTo(298);
    }

    @Test
    void attemptsThatFailAgainAndAgainMakeOneBackup() throws Exception {
        unpack(EventfulLife.End.STOPPED);
        var broken = new Migration("9999-broken.sql", "SELECT * FROM nowhere;");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> open(broken)).hasMessageContaining("nowhere");
        }
        open(NEXT).close();
        assertThat(version(onlyBackup())).isEqualTo(1);
    }

    @Test
    void aBackupThatIsDamagedIsNotTakenForTheSame() throws Exception {
        unpack(EventfulLife.End.STOPPED);
        Path first = new AutomaticBackups(data).make(2, NOW).folder();
        Files.writeString(first.resolve(DataDirectory.HOT_FILE), "damaged");
        Path second = new AutomaticBackups(data).make(2, NOW.plusSeconds(5)).folder();
        assertThat(second).isNotEqualTo(first);
        assertThat(Checksums.check(second)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void dataOfANewerProgramAreRefusedAndStayByteForByte(EventfulLife.End end) throws Exception {
        unpack(end);
        Map<Path, String> before = content(data);
        var older = new SchemaUpgrade(data, List.of(), () -> NOW, said::add);
        // Migrations of a program that knows none: to it every schema is a newer one.
        assertThatThrownBy(older::open).hasMessageContaining("schema 1").hasMessageContaining("newer program");
        assertThat(content(data)).isEqualTo(before);
        assertThat(said).isEmpty();
    }

    @Test
    void leftoversOfAnAttemptThatWasKilledAreRemovedAtTheNextStart() throws Exception {
        unpack(EventfulLife.End.STOPPED);
        Files.writeString(data.resolve(SchemaUpgrade.COPY), "half a copy");
        Files.writeString(data.resolve(SchemaUpgrade.COPY + ".wal"), "half a log");
        Path unfinished = Files.createDirectories(data.resolve(AutomaticBackups.FOLDER)
                .resolve(AutomaticBackups.UNFINISHED + "before-schema-2-x/segments"));
        open(NEXT).close();
        assertThat(data.resolve(SchemaUpgrade.COPY)).doesNotExist();
        assertThat(data.resolve(SchemaUpgrade.COPY + ".wal")).doesNotExist();
        assertThat(unfinished).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void commandsReadDataOfAnEarlierSchemaAndLeaveThemAsTheyAre(EventfulLife.End end) throws Exception {
        unpack(end);
        RowCounts expected = counts(data);
        Map<Path, String> before = content(data);
        List<Migration> all =
                Stream.concat(Migrations.all().stream(), Stream.of(NEXT)).toList();
        try (HotDatabase database = MigratedCopy.open(data, HotDatabase.openReadOnly(data), all)) {
            assertThat(Migrations.version(database.writer())).isEqualTo(Migrations.NEWEST + 1);
            expected.requireSame(RowCounts.of(database.writer()));
        }
        assertThat(content(data)).isEqualTo(before);
    }

    @Test
    void theNewestTwoBackupsAreKeptForAWeekAndUntilSomethingWasSealed() throws Exception {
        unpack(EventfulLife.End.STOPPED);
        var backups = new AutomaticBackups(data);
        List<Path> made = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            made.add(backups.make(2 + i, NOW.plusSeconds(i)).folder());
        }
        Path foreign = Files.createDirectories(data.resolve("backups/my-own"));
        assertThat(backups.prune(NOW.plusSeconds(60), null)).containsExactlyInAnyOrder(made.get(0), made.get(1));
        Instant later = NOW.plusSeconds(8 * 86_400);
        assertThat(backups.prune(later, null)).isEmpty();
        assertThat(backups.prune(later, NOW)).isEmpty();
        assertThat(backups.prune(NOW.plusSeconds(600), NOW.plusSeconds(300))).isEmpty();
        assertThat(backups.prune(later, NOW.plusSeconds(300))).containsExactlyInAnyOrder(made.get(2), made.get(3));
        assertThat(foreign).exists();
        assertThat(data.resolve(AutomaticBackups.FOLDER)).isDirectoryNotContaining(path -> !path.equals(foreign));
    }
}
