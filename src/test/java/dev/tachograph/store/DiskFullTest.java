package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.model.Gap;
import dev.tachograph.model.Tick;
import dev.tachograph.query.History;
import dev.tachograph.query.ProcessTables;
import dev.tachograph.query.StorageFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full for real. */
@Timeout(120)
class DiskFullTest {
    private static final Instant FOR_EVER = Instant.parse("9999-01-01T00:00:00Z");

    @TempDir
    private Path temporary;

    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(temporary, "16m");
    }

    @AfterEach
    void unmount() throws Exception {
        disk.unmount();
    }

    /** With the log in the way, and with a checkpoint in the way. */
    @ParameterizedTest
    @ValueSource(longs = {100_000_000, 50_000})
    void whileTheDiskIsFullTicksAreRefusedAndThenTheGapComesFirst(long checkpointWalBytes) throws Exception {
        Path folder = disk.folder("data");
        long committed;
        long refused;
        try (var writing = new Writing(folder, 100, checkpointWalBytes)) {
            for (int i = 0; i < 5; i++) {
                writing.tick();
            }
            assertThat(writing.health().isGood()).isTrue();
            disk.fill(100_000);
            Tick lost = writing.tick();
            while (writing.store.status().refusedTicks() == 0) {
                lost = writing.tick();
            }
            for (int i = 0; i < 9; i++) {
                writing.tick();
            }
            assertThat(writing.health().problems()).singleElement().asString().contains("the store fails since");
            assertThat(writing.store.status().lastError()).isNotNull();
            refused = writing.store.status().refusedTicks();
            assertThat(refused).isEqualTo(10);

            disk.makeRoom();
            Tick next = writing.tick();
            while (!writing.health().isGood() && writing.store.status().committedTicks() < 100) {
                writing.tick(); // a checkpoint that failed is tried again a little later
            }
            assertThat(writing.health().problems()).isEmpty();
            committed = writing.store.status().committedTicks();
            checkGap(writing.store, lost, next);
            assertThat(writing.end()).isTrue();
        }
        try (var again = new Writing(folder, 10, checkpointWalBytes)) {
            StorageFigures figures = StorageFigures.read(again.store);
            assertThat(figures.ticks()).isEqualTo(committed);
            assertThat(figures.endedInOrder()).isTrue();
        }
    }

    private static void checkGap(Store store, Tick lost, Tick next) throws SQLException, StoreException {
        List<Gap> gaps = new History(store).gaps(Instant.EPOCH, FOR_EVER, 10);
        assertThat(gaps).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(Gap.Cause.STORE);
            assertThat(gap.count()).isEqualTo(10);
            assertThat(gap.from()).isEqualTo(lost.at().wall());
            assertThat(gap.to()).isEqualTo(next.at().wall());
            assertThat(gap.detail()).isNotBlank();
        });
        var tables = new ProcessTables(store, InstantSource.system());
        assertThat(tables.at(lost.at().wall()).gap()).isEqualTo(gaps.getFirst());
        assertThat(tables.at(next.at().wall()).rows()).hasSize(next.processes().size());
    }

    @Test
    void aRecorderThatEndsOnAFullDiskLeavesWhatItHadCommitted() throws Exception {
        Path folder = disk.folder("data");
        long committed;
        try (var writing = new Writing(folder, 100, 100_000_000)) {
            for (int i = 0; i < 5; i++) {
                writing.tick();
            }
            disk.fill(0);
            while (writing.store.status().refusedTicks() == 0) {
                writing.tick();
            }
            committed = writing.store.status().committedTicks();
            writing.end();
        }
        disk.makeRoom();
        try (var again = new Writing(folder, 10, 100_000_000)) {
            assertThat(StorageFigures.read(again.store).ticks()).isEqualTo(committed);
            again.tick();
            assertThat(again.health().isGood()).isTrue();
        }
    }

    @Test
    void anUpgradeWithoutRoomSaysHowMuchItNeedsAndLeavesTheDataToTheEarlierProgram() throws Exception {
        Path data = new Golden(Golden.ALL.resolve("schema-1"), EventfulLife.End.STOPPED).unpack(disk.folder("data"));
        disk.fill(3_000_000);
        failedUpgrade(data, UpgradeOnce.migrations(), "a backup and a copy need up to 8 MB, and 2 MB are free");
    }

    @Test
    void anUpgradeThatRunsOutOfRoomOnTheWayLeavesTheDataToTheEarlierProgram() throws Exception {
        Path data = new Golden(Golden.ALL.resolve("schema-1"), EventfulLife.End.KILLED).unpack(disk.folder("data"));
        var huge = new Migrations.Migration(
                "9999-huge.sql", "CREATE TABLE hot.huge AS SELECT uuid() AS id FROM range(3000000);");
        failedUpgrade(
                data, Stream.concat(Migrations.all().stream(), Stream.of(huge)).toList(), "9999-huge.sql");
    }

    private static void failedUpgrade(Path data, List<Migrations.Migration> migrations, String why) throws Exception {
        RowCounts before = counts(data);
        assertThatThrownBy(() -> new SchemaUpgrade(data, migrations, InstantSource.system(), _ -> {}).open())
                .hasMessageContaining(why)
                .hasMessageContaining("they are as they were")
                .hasMessageContaining("make room on the disk of " + data);
        before.requireSame(counts(data));
        assertThat(data.resolve(SchemaUpgrade.COPY)).doesNotExist();
    }

    private static RowCounts counts(Path data) throws SQLException {
        try (HotDatabase database = HotDatabase.openReadOnly(data)) {
            assertThat(Migrations.version(database.writer())).isEqualTo(1);
            return RowCounts.of(database.writer());
        }
    }

    @Test
    void aStartOnAFullDiskSaysSo() throws Exception {
        Path folder = disk.folder("data");
        disk.fill(20_000);
        assertThatThrownBy(() -> {
                    try (DataDirectory directory = DataDirectory.hold(folder)) {
                        Store.open(directory, Duration.ofSeconds(5), InstantSource.system());
                    }
                })
                .isInstanceOfAny(StoreException.class, IOException.class)
                .hasMessageContaining("No space left on device");
        disk.makeRoom();
        try (var writing = new Writing(folder, 10, 100_000_000)) {
            writing.tick();
            assertThat(writing.health().isGood()).isTrue();
        }
    }
}
