package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.query.StorageFigures;
import dev.tachograph.settings.Settings.Limit;
import dev.tachograph.settings.Settings.Retention;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The thread that looks after the store, beside the one that writes. */
@Timeout(300)
class MaintenanceTest {
    private static final Limit LARGE = new Limit(30, 1_000_000_000);

    @TempDir
    private Path folder;

    private static Retention retention(Limit processes, long minFree) {
        return new Retention(LARGE, processes, LARGE, LARGE, Duration.ofMinutes(10), minFree, true);
    }

    private static Maintenance start(Writing writing, Retention retention) {
        return Maintenance.start(writing.store, writing.writer(), retention, writing.host::wall);
    }

    private static Upkeep upkeep(Writing writing) {
        return writing.store.status().upkeep();
    }

    private static void ticks(Writing writing, int count) {
        for (int i = 0; i < count; i++) {
            writing.tick();
        }
    }

    @Test
    void atItsStartItSealsWhatIsDueAndTicksGoOnMeanwhile() throws Exception {
        try (var writing = new Writing(folder.resolve("data"), 60, Store.CHECKPOINT_WAL_BYTES)) {
            for (int hour = 0; hour < 6; hour++) {
                ticks(writing, 60);
                writing.host.pass(Duration.ofMinutes(55));
            }
            writing.tick();
            try (var maintenance = start(writing, retention(LARGE, 1))) {
                while (upkeep(writing).lastCleanup() == null) {
                    writing.tick();
                }
                assertThat(maintenance.close(Duration.ofSeconds(30))).isTrue();
            }
            assertThat(upkeep(writing).failures()).isEmpty();
            assertThat(Recording.segments(writing.store, Segment.Type.PROCESSES))
                    .hasSize(6);
            StoreStatus status = writing.store.status();
            assertThat(status.refusedTicks()).isZero();
            assertThat(StorageFigures.read(writing.store).ticks()).isEqualTo(status.committedTicks());
        }
    }

    @Test
    void itEndsBetweenTwoStepsWhenItIsTold() throws Exception {
        try (var writing = new Writing(folder.resolve("data"), 5, Store.CHECKPOINT_WAL_BYTES)) {
            for (int hour = 0; hour < 40; hour++) {
                ticks(writing, 2);
                writing.host.pass(Duration.ofHours(1));
            }
            Maintenance maintenance = start(writing, retention(LARGE, 1));
            await().until(() ->
                    !Recording.segments(writing.store, Segment.Type.PROCESSES).isEmpty());
            assertThat(maintenance.close(Duration.ofSeconds(30))).isTrue();
            assertThat(Recording.segments(writing.store, Segment.Type.PROCESSES))
                    .hasSizeBetween(1, 39);
            assertThat(upkeep(writing).failures()).isEmpty();
        }
    }

    @Test
    void itLooksAtTheDiskBetweenTwoCleanupsAndTheLastBytesAreLeftAlone() throws Exception {
        Path mount = Files.createDirectory(folder.resolve("disk"));
        SmallDisk disk = SmallDisk.mount(mount, "60m");
        try (var writing = new Writing(disk.folder("data"), 20, Store.CHECKPOINT_WAL_BYTES)) {
            for (int day = 0; day < 3; day++) {
                ticks(writing, 10);
                writing.host.pass(Duration.ofMinutes(50));
                ticks(writing, 10);
                writing.host.pass(Duration.ofDays(1).minusSeconds(51 * 60 + 40));
            }
            ticks(writing, 2);
            try (var _ = start(writing, retention(LARGE, 20_000_000))) {
                await().until(() -> upkeep(writing).lastCleanup() != null);
                assertThat(Recording.segments(writing.store, Segment.Type.PROCESSES))
                        .hasSize(3);
                disk.fill(500_000);
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> Recording.segments(writing.store, Segment.Type.PROCESSES)
                                        .size()
                                == 2);
                await().until(() -> !upkeep(writing).notes().isEmpty());
                writing.tick();
                assertThat(writing.store.status().refusedTicks()).isPositive();
                assertThat(writing.health().problems())
                        .anySatisfy(problem -> assertThat(problem)
                                .contains("the disk is full: 0.")
                                .contains("nothing is left to delete"));
                disk.makeRoom();
                writing.tick();
                assertThat(writing.health().problems()).isEmpty();
                assertThat(upkeep(writing).notes()).isNotEmpty();
            }
        } finally {
            disk.unmount();
        }
    }

    @Test
    void aTypeWithinItsLimitsIsLeftAloneForAsLongAsTheDiskHasRoom() throws Exception {
        try (var writing = new Writing(folder.resolve("data"), 5, Store.CHECKPOINT_WAL_BYTES)) {
            for (int day = 0; day < 3; day++) {
                ticks(writing, 3);
                writing.host.pass(Duration.ofDays(1));
            }
            writing.tick();
            try (var _ = start(writing, retention(LARGE, 1))) {
                await().until(() -> upkeep(writing).lastCleanup() != null);
            }
            assertThat(upkeep(writing).evictedSegments()).isZero();
            assertThat(upkeep(writing).notes()).isEqualTo(List.of());
            assertThat(Recording.segments(writing.store, Segment.Type.PROCESSES))
                    .hasSize(3);
        }
    }
}
