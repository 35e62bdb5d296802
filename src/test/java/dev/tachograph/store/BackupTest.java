package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.model.Tick;
import dev.tachograph.query.ProcessRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A backup is everything of one moment, or it is not there. */
@Timeout(180)
class BackupTest {
    private static final int BACKUPS = 3;

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void choose() {
        data = folder.resolve("data");
    }

    private static RunningSafekeeping safekeeping(Writing writing) {
        return new RunningSafekeeping(writing.store, writing.writer(), TrialHere::trial, writing.host::wall);
    }

    private StoppedSafekeeping stopped() {
        return new StoppedSafekeeping(data, TrialHere::trial, InstantSource.system());
    }

    private static SegmentKeeper keeper(Writing writing) {
        return new SegmentKeeper(writing.store, writing.writer(), writing.host::wall);
    }

    @Test
    void itShowsOneMomentWhileTicksAreCommittedSealedMergedAndEvicted() throws Exception {
        var all = new Snapshots();
        List<BackupDescription> made = new ArrayList<>();
        try (var writing = new Writing(data, 20, 20_000);
                var safekeeping = safekeeping(writing);
                var executor = Executors.newSingleThreadExecutor()) {
            add(all, writing.tick());
            var isOver = new AtomicBoolean();
            CompletableFuture<Void> recording = CompletableFuture.runAsync(
                    () -> {
                        try {
                            record(writing, all, isOver);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    executor);
            try {
                long seen = 0;
                for (int i = 0; i < BACKUPS; i++) {
                    while (writing.store.status().committedTicks() < seen + 15 && !recording.isDone()) {
                        Thread.onSpinWait();
                    }
                    seen = writing.store.status().committedTicks();
                    made.add(safekeeping.backup(folder.resolve("backup" + i), Course.toTheEnd()));
                    assertThat(made.getLast().ticks()).isPositive();
                }
            } finally {
                isOver.set(true);
            }
            recording.join();
        }
        long newest = 0;
        for (int i = 0; i < BACKUPS; i++) {
            newest = check(folder.resolve("backup" + i), made.get(i), all, newest);
        }
        assertThat(made.stream().mapToInt(BackupDescription::segments).max().orElse(0))
                .isPositive();
    }

    private static void add(Snapshots snapshots, Tick tick) {
        synchronized (snapshots) {
            snapshots.add(tick);
        }
    }

    /** Hours that pass in a moment; what is over is sealed, and of what is sealed the oldest goes now and then. */
    private static void record(Writing writing, Snapshots snapshots, AtomicBoolean isOver) throws Exception {
        SegmentKeeper keeper = keeper(writing);
        for (int round = 1; !isOver.get(); round++) {
            for (int i = 0; i < 4; i++) {
                add(snapshots, writing.tick());
            }
            writing.host.pass(Duration.ofMinutes(round % 3 == 0 ? 400 : 35));
            if (keeper.sealHour()) {
                writing.writer().run(writing.store::checkpointNow);
            }
            keeper.mergeDay();
            List<Segment> segments = Recording.segments(writing.store, Segment.Type.PROCESSES);
            if (segments.size() > 6) {
                keeper.evict(List.of(segments.getFirst()));
            }
            keeper.removeRetired();
        }
    }

    /** @return its newest tick */
    private static long check(Path backup, BackupDescription description, Snapshots snapshots, long before)
            throws Exception {
        assertThat(Checksums.check(backup)).isEmpty();
        try (StoppedStore store = StoppedStore.open(backup);
                Connection connection = store.connect()) {
            Map<Long, List<ProcessRow>> seen = Tables.processMetrics(connection);
            long oldest = Sql.number(connection, "SELECT min(tick) FROM ticks");
            long newest = Sql.number(connection, "SELECT max(tick) FROM ticks");
            assertThat(newest).isGreaterThan(before);
            assertThat(description.ticks()).isEqualTo(newest - oldest + 1);
            long samples = 0;
            for (long tick = oldest; tick <= newest; tick++) {
                var rows = new ArrayList<>(seen.getOrDefault(tick, List.of()));
                rows.sort(Comparator.comparingInt(ProcessRow::pid));
                assertThat(rows)
                        .as("tick %d", tick)
                        .usingRecursiveFieldByFieldElementComparator(ExactnessTest.ROUNDED)
                        .isEqualTo(snapshots.rows(tick));
                samples += rows.size();
            }
            assertThat(description.samples()).isEqualTo(samples);
            return newest;
        }
    }

    @Test
    void ofAStoppedRecorderItHoldsTheLogToo() throws Exception {
        long ticks;
        try (var recording = new Recording(data)) {
            recording.ticks(7);
            ticks = 7;
            byte[] log = Files.readAllBytes(new HotFiles(data).log());
            byte[] hot = Files.readAllBytes(new HotFiles(data).hot());
            recording.kill();
            Files.write(new HotFiles(data).hot(), hot); // as SIGKILL would have left it
            Files.write(new HotFiles(data).log(), log);
        }
        BackupDescription made = stopped().backup(folder.resolve("backup"), Course.toTheEnd());
        assertThat(made.ticks()).isEqualTo(ticks);
        assertThat(new HotFiles(folder.resolve("backup")).companions()).isEmpty();
        assertThat(new HotFiles(data).log()).exists();
    }

    static List<Golden> golden() {
        return GoldenDataTest.kept().toList();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void dataOfEverySchemaAreCopiedAsTheyAre(Golden golden) throws Exception {
        golden.unpack(data);
        RowCounts before;
        int schema;
        try (HotDatabase database = HotDatabase.openReadOnly(data)) {
            before = RowCounts.of(database.writer());
            schema = Migrations.version(database.writer());
        }
        BackupDescription made = stopped().backup(folder.resolve("backup"), Course.toTheEnd());
        assertThat(made.schemaVersion()).isEqualTo(schema);
        try (HotDatabase database = HotDatabase.openReadOnly(folder.resolve("backup"))) {
            before.requireSame(RowCounts.of(database.writer()));
        }
        BackupDescription read = BackupDescription.parse(
                Files.readString(folder.resolve("backup").resolve(BackupDescription.FILE)));
        assertThat(read).isEqualTo(made);
    }

    @Test
    void anyToolCanCheckIt() throws Exception {
        record(3);
        stopped().backup(folder.resolve("backup"), Course.toTheEnd());
        var sha256sum = new ProcessBuilder("sha256sum", "--check", "--strict", "--quiet", Segment.CHECKSUMS)
                .directory(folder.resolve("backup").toFile())
                .inheritIO()
                .start();
        assertThat(sha256sum.waitFor()).isZero();
        assertThat(Ownership.of(folder.resolve("backup")).mode()).isEqualTo("rwx------");
    }

    private void record(int hours) throws Exception {
        try (var recording = new Recording(data)) {
            for (int hour = 0; hour < hours; hour++) {
                recording.ticks(3);
                recording.host.pass(Duration.ofHours(1));
            }
            recording.ticks(1);
            var keeper = new SegmentKeeper(recording.store(), SegmentKeeper.OnWriter.DIRECTLY, recording.host::wall);
            while (keeper.sealHour()) {
                // the next one
            }
            recording.stop();
        }
    }

    @Test
    void placesThatCanNotBeAreRefusedAndNothingIsMade() throws Exception {
        record(1);
        Path full = Files.createDirectory(folder.resolve("full"));
        Files.writeString(full.resolve("letter"), "dear");
        Path link = Files.createSymbolicLink(folder.resolve("link"), data);
        for (Path wrong : List.of(
                data,
                data.resolve("inside"),
                link.resolve("inside"),
                folder,
                full,
                full.resolve("letter"),
                folder.resolve("no/such"),
                Path.of("/"))) {
            assertThatThrownBy(() -> stopped().backup(wrong, Course.toTheEnd()))
                    .as("%s", wrong)
                    .isInstanceOf(Safekeeping.UnfitException.class);
        }
        assertThat(folder).isDirectoryNotContaining(BackupTest::isUnfinished);
        assertThat(data).isDirectoryNotContaining(BackupTest::isUnfinished);
    }

    private static boolean isUnfinished(Path path) {
        return path.getFileName().toString().startsWith(".new-");
    }

    /** What is left under its first name by one that was killed. */
    enum Leftover {
        BEFORE_ITS_MARK,
        WHILE_WRITTEN,
        BEFORE_ITS_NAME,
        WHILE_REMOVED;

        void make(Path left) throws IOException {
            Files.createDirectory(left);
            if (this == WHILE_WRITTEN || this == WHILE_REMOVED) {
                Files.writeString(left.resolve("tachograph.unfinished"), "");
            }
            if (this == WHILE_WRITTEN || this == BEFORE_ITS_NAME) {
                Files.writeString(left.resolve(DataDirectory.HOT_FILE), "half");
            }
            if (this == BEFORE_ITS_NAME) {
                Files.writeString(left.resolve(Segment.CHECKSUMS), "");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyFolderIsTakenAndWhatAKilledOneLeftIsReplaced(Leftover leftover) throws Exception {
        record(1);
        Path backup = Files.createDirectory(folder.resolve("backup"));
        Path left = folder.resolve(".new-backup");
        leftover.make(left);
        stopped().backup(backup, Course.toTheEnd());
        assertThat(Checksums.check(backup)).isEmpty();
        assertThat(left).doesNotExist();
    }

    @Test
    void whatIsNoLeftoverStays() throws Exception {
        record(1);
        Path own = Files.createDirectory(folder.resolve(".new-backup"));
        Files.writeString(own.resolve("notes"), "mine");
        assertThatThrownBy(() -> stopped().backup(folder.resolve("backup"), Course.toTheEnd()))
                .hasMessageContaining("exists already");
        assertThat(own.resolve("notes")).hasContent("mine");
    }

    @Test
    void whatAnotherOneIsWritingStays() throws Exception {
        record(1);
        Path fresh = folder.resolve(".new-backup");
        BackupFolder other = BackupFolder.begin(fresh, folder.resolve("backup"));
        assertThatThrownBy(() -> stopped().backup(folder.resolve("backup"), Course.toTheEnd()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another backup may be under way");
        assertThat(fresh).isDirectory();
        other.discard(null);
        assertThat(fresh).doesNotExist();
    }

    @Test
    void aSegmentThatIsNotWhatWasSealedMakesNoBackup() throws Exception {
        record(2);
        Path file = Copying.files(data.resolve("segments")).stream()
                .filter(path -> path.endsWith(SegmentTable.TICKS.file()))
                .findFirst()
                .orElseThrow();
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
        assertThatThrownBy(() -> stopped().backup(folder.resolve("backup"), Course.toTheEnd()))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("checksum");
        assertThat(folder).isDirectoryNotContaining(BackupTest::isUnfinished);
        assertThat(folder.resolve("backup")).doesNotExist();
    }

    @Test
    void oneThatNobodyWaitsForIsGivenUpAndLeavesNothing() throws Exception {
        try (var writing = new Writing(data, 20, 1_000_000);
                var safekeeping = safekeeping(writing)) {
            writing.tick();
            assertThatThrownBy(() -> safekeeping.backup(folder.resolve("backup"), new Course(() -> true)))
                    .isInstanceOf(Course.GivenUpException.class);
            assertThat(folder).isDirectoryNotContaining(BackupTest::isUnfinished);
            writing.tick();
            assertThat(writing.health().isGood()).isTrue();
        }
    }

    @Test
    void twoAtATimeAreOneTooMany() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var writing = new Writing(data, 20, 1_000_000);
                var safekeeping = new RunningSafekeeping(
                        writing.store,
                        writing.writer(),
                        (place, manner) -> {
                            begun.countDown();
                            goOn.await();
                            return TrialHere.trial(place, manner);
                        },
                        writing.host::wall);
                var executor = Executors.newSingleThreadExecutor()) {
            writing.tick();
            var first = executor.submit(() -> safekeeping.backup(folder.resolve("first"), Course.toTheEnd()));
            begun.await();
            assertThatThrownBy(() -> safekeeping.backup(folder.resolve("second"), Course.toTheEnd()))
                    .isInstanceOf(Safekeeping.BusyException.class);
            writing.tick(); // is committed although a backup is being made
            goOn.countDown();
            assertThat(first.get().ticks()).isEqualTo(1);
        }
    }

    @Test
    void theDatabaseOfARunningRecorderStaysLocked() throws Exception {
        try (var writing = new Writing(data, 20, 1_000_000);
                var safekeeping = safekeeping(writing)) {
            writing.tick();
            safekeeping.backup(folder.resolve("backup"), Course.toTheEnd());
            String locks = Files.readString(Path.of("/proc/locks"));
            String inode =
                    Files.getAttribute(new HotFiles(data).hot(), "unix:ino").toString();
            assertThat(locks.lines()
                            .filter(line -> line.contains("POSIX") && line.contains(":" + inode + " "))
                            .toList())
                    .isNotEmpty();
        }
    }

    @Test
    void aFullDiskLeavesNothingBehindAndTheRecorderUnharmed() throws Exception {
        Path mounted = Files.createDirectory(folder.resolve("disk"));
        SmallDisk disk = SmallDisk.mount(mounted, "16m");
        try (var writing = new Writing(data, 100, 100_000_000);
                var safekeeping = safekeeping(writing)) {
            for (int i = 0; i < 50; i++) {
                writing.tick();
            }
            disk.fill(1_000_000);
            Path target = mounted.resolve("backup");
            assertThatThrownBy(() -> safekeeping.backup(target, Course.toTheEnd()))
                    .hasMessageContaining("No space left on device");
            assertThat(mounted).isDirectoryNotContaining(BackupTest::isUnfinished);
            writing.tick();
            assertThat(writing.health().isGood()).isTrue();
            disk.makeRoom();
            assertThat(safekeeping.backup(target, Course.toTheEnd()).ticks()).isEqualTo(51);
        } finally {
            disk.unmount();
        }
    }

    @Test
    void theBareMountPointOfADiskIsRefused() throws Exception {
        record(1);
        Path mounted = Files.createDirectory(folder.resolve("disk"));
        SmallDisk disk = SmallDisk.mount(mounted, "1m");
        try {
            assertThatThrownBy(() -> stopped().backup(mounted, Course.toTheEnd()))
                    .isInstanceOf(Safekeeping.UnfitException.class)
                    .hasMessageContaining("is where a disk is mounted");
        } finally {
            disk.unmount();
        }
    }
}
