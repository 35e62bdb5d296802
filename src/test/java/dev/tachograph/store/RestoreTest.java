package dev.tachograph.store;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.query.ProcessRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A backup that is put back answers as it did, what was there before is set aside, and nothing in between is ever found. */
@Timeout(300)
class RestoreTest {
    private static final System.Logger LOG = System.getLogger(RestoreTest.class.getName());
    private static final int KILLS = 8;

    @TempDir
    private static Path once;

    @TempDir
    private Path folder;

    private Path data;
    private Path backup;

    @BeforeEach
    void choose() {
        data = folder.resolve("data");
        backup = folder.resolve("backup");
    }

    /** Something that takes long to make. */
    private interface Making {
        void into(Path directory) throws Exception;
    }

    /** A copy of what was made once for all tests. */
    private static void take(String name, Path directory, Making making) throws Exception {
        Path template = once.resolve(name);
        if (!Files.exists(template)) {
            making.into(template);
        }
        Durable.remove(directory);
        Durable.makeFolders(directory);
        Copying.tree(template, directory, Copying::copy);
    }

    private void record() throws Exception {
        take("recorded", data, RestoreTest::recordInto);
    }

    private void backUp() throws Exception {
        take("backup", backup, directory -> backUpFrom(data, directory));
    }

    /** More ticks, one more sealed hour, and a log that a SIGKILL leaves. */
    private void recordMore() throws Exception {
        take("more", data, directory -> {
            Copying.tree(data, directory, Copying::copy);
            recordMoreInto(directory);
        });
    }

    /** Two sealed hours and some hot ticks, 8 ticks in all. */
    private static void recordInto(Path directory) throws Exception {
        try (var recording = new Recording(directory)) {
            for (int hour = 0; hour < 2; hour++) {
                recording.ticks(3);
                recording.host.pass(Duration.ofHours(1));
            }
            recording.ticks(2);
            var keeper = new SegmentKeeper(recording.store(), SegmentKeeper.OnWriter.DIRECTLY, recording.host::wall);
            while (keeper.sealHour()) {
                // the next one
            }
            recording.stop();
        }
    }

    private static void backUpFrom(Path directory, Path target) throws IOException {
        assertThat(new StoppedSafekeeping(directory, TrialHere::trial, InstantSource.system())
                        .backup(target, Course.toTheEnd())
                        .ticks())
                .isPositive();
    }

    private Restore.Outcome restore(Path from) throws IOException {
        return Restore.of(from, data, TrialHere::trial, Course.toTheEnd(), InstantSource.system());
    }

    private static void recordMoreInto(Path directory) throws Exception {
        try (var recording = new Recording(directory)) {
            recording.host.pass(Duration.ofHours(5));
            recording.ticks(4);
            new SegmentKeeper(recording.store(), SegmentKeeper.OnWriter.DIRECTLY, recording.host::wall).sealHour();
            recording.ticks(3);
            Path log = new HotFiles(directory).log();
            Path hot = new HotFiles(directory).hot();
            byte[] hotBytes = Files.readAllBytes(hot);
            byte[] logBytes = Files.readAllBytes(log);
            recording.kill();
            Files.write(hot, hotBytes);
            Files.write(log, logBytes);
            Files.deleteIfExists(directory.resolve(CleanMark.FILE));
        }
    }

    private static Map<Long, List<ProcessRow>> everything(Path directory) throws Exception {
        try (StoppedStore store = StoppedStore.open(directory);
                Connection connection = store.connect()) {
            return Tables.processMetrics(connection);
        }
    }

    private static long ticks(Path directory) throws Exception {
        try (StoppedStore store = StoppedStore.open(directory);
                Connection connection = store.connect()) {
            return Sql.number(connection, "SELECT count(*) FROM ticks");
        }
    }

    private static List<Verification.Problem> problems(Path directory) throws IOException {
        return new StoppedSafekeeping(directory, TrialHere::trial, InstantSource.system())
                .verify(Course.toTheEnd())
                .problems();
    }

    @Test
    void savedQuestionsComeBackAndThoseThatWereThereAreSetAside() throws Exception {
        record();
        Path mine = Files.createDirectory(data.resolve("questions")).resolve("mine.sql");
        Files.writeString(mine, "SELECT 1");
        Files.createSymbolicLink(mine.resolveSibling("link.sql"), Path.of("/etc/passwd"));
        backUpFrom(data, backup);
        assertThat(backup.resolve("questions/link.sql")).doesNotExist();
        Files.writeString(mine, "SELECT 2");
        restore(backup);
        assertThat(mine).hasContent("SELECT 1");
        try (var aside = Files.walk(data.resolve("set-aside"))) {
            assertThat(aside.filter(file -> file.endsWith("questions/mine.sql")))
                    .singleElement()
                    .satisfies(file -> assertThat(file).hasContent("SELECT 2"));
        }
    }

    @Test
    void itAnswersExactlyAsItDidAndTheOldRecordIsSetAsideWhole() throws Exception {
        record();
        var then = everything(data);
        backUp();
        recordMore();
        long before = ticks(data);
        Restore.Outcome outcome = restore(backup);
        assertThat(outcome.ticks()).isEqualTo(8);
        assertThat(outcome.samples())
                .isEqualTo(then.values().stream().mapToLong(List::size).sum());
        assertThat(everything(data)).isEqualTo(then);
        assertThat(problems(data)).isEmpty();
        assertThat(outcome.setAside()).isNotNull();
        assertThat(ticks(data.resolve(String.valueOf(outcome.setAside())))).isEqualTo(before);
        assertThat(data.resolve(Restoring.STAGE)).doesNotExist();
        assertThat(problems(backup)).as("the backup is as it was").isEmpty();
    }

    @Test
    void aRecorderGoesOnAfterItAndSaysThatItWasRestored() throws Exception {
        record();
        backUp();
        recordMore();
        restore(backup);
        try (var recording = new Recording(data)) {
            recording.host.pass(Duration.ofHours(9));
            recording.ticks(2);
            Gap gap = recording.gaps().getLast();
            assertThat(gap.cause()).isEqualTo(Gap.Cause.STOPPED);
            assertThat(gap.detail()).startsWith("a backup of ").contains("was put back", "set-aside/");
            Event event = recording.events().getLast();
            assertThat(event.kind()).isEqualTo(Event.Kind.RECORDER_START);
            assertThat(event.detail()).contains("before it, a backup of ");
            try (Connection connection = recording.store().connect()) {
                assertThat(Sql.number(connection, "SELECT max(tick) FROM ticks"))
                        .isEqualTo(10);
            }
        }
        try (var recording = new Recording(data)) {
            recording.host.pass(Duration.ofHours(10));
            recording.tick();
            assertThat(recording.gaps().getLast().detail()).doesNotContain("put back");
        }
    }

    @Test
    void afterTheLossOfADiskItGoesIntoANewDirectory() throws Exception {
        record();
        var then = everything(data);
        backUp();
        Durable.remove(data);
        Restore.Outcome outcome = restore(backup);
        assertThat(outcome.setAside()).isNull();
        assertThat(everything(data)).isEqualTo(then);
        assertThat(Ownership.of(data).mode()).isEqualTo("rwx------");
    }

    @Test
    void whereverItIsCutShortTheNextOneFinishesIt() throws Exception {
        record();
        var then = everything(data);
        backUp();
        recordMore();
        long before = ticks(data);
        Path begun = folder.resolve("begun");
        boolean isWhole = false;
        for (int moves = 0; !isWhole; moves++) {
            Durable.remove(begun);
            Files.createDirectory(begun);
            Copying.tree(data, begun, Copying::copy);
            Path aside = begin(begun);
            isWhole = isDoneAfter(begun, moves);
            if (!isWhole) {
                assertThatThrownBy(() -> StoppedStore.open(begun)).hasMessageContaining("a restore was cut short here");
            }
            Restoring.finish(begun);
            assertThat(everything(begun)).as("after %d moves", moves).isEqualTo(then);
            assertThat(ticks(aside)).as("after %d moves", moves).isEqualTo(before);
            assertThat(problems(aside)).isEmpty();
        }
    }

    /** A directory in which everything is staged and nothing is exchanged. @return where the old record will be */
    private Path begin(Path directory) throws Exception {
        Path stage = directory.resolve(Restoring.STAGE);
        Durable.makeFolders(stage.resolve("segments"));
        for (String file : BackupReading.of(backup).recorded()) {
            Files.createDirectories(stage.resolve(file).resolveSibling(""));
            Copying.copy(backup.resolve(file), stage.resolve(file));
        }
        new Recovered("a backup", Instant.EPOCH, true).keep(stage);
        Path aside = SetAside.folder(directory, "restore", Instant.EPOCH);
        Restoring.begin(directory, aside);
        return aside;
    }

    private static boolean isDoneAfter(Path directory, int moves) {
        var left = new int[] {moves};
        try {
            Restoring.finish(directory, (from, to) -> {
                if (left[0]-- == 0) {
                    throw new IOException("killed");
                }
                Durable.move(from, to);
            });
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    @Tag("crash")
    void aKillAtAnyMomentLeavesTheOldRecordOrTheNewOne() throws Exception {
        record();
        backUp();
        recordMore();
        long seed = new Random().nextLong();
        var random = new Random(seed);
        long before = ticks(data);
        int old = 0;
        int cutShort = 0;
        int done = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Path copy = folder.resolve("copy" + kill);
            Files.createDirectory(copy);
            Copying.tree(data, copy, Copying::copy);
            try (Child child = Child.start(RestoreOnce.class, backup.toString(), copy.toString())) {
                assertThat(child.nextLine()).isEqualTo(RestoreOnce.STARTED);
                if (kill % 2 == 0) {
                    child.waitFor(Duration.ofMillis(random.nextInt(900)));
                } else {
                    awaitMark(copy, child);
                }
                child.kill();
            }
            if (Restoring.isUnfinished(copy)) {
                cutShort++;
            } else if (ticks(copy) == before) {
                old++;
            } else {
                assertThat(ticks(copy)).as("seed %d", seed).isEqualTo(8);
                done++;
            }
            assertThat(tickAfterStart(copy)).as("seed %d", seed).isIn(before + 1, 9L);
            assertThat(copy.resolve(Restoring.STAGE)).doesNotExist();
            assertThat(problems(copy)).as("seed %d", seed).isEmpty();
        }
        LOG.log(
                INFO,
                "seed {0}: {1} kills; {2} left the old record, {3} were finished by the next start, {4} were done",
                Long.toString(seed),
                KILLS,
                old,
                cutShort,
                done);
    }

    /** The exchange itself takes only milliseconds. */
    private static void awaitMark(Path directory, Child child) {
        ProcessHandle process = ProcessHandle.of(child.pid()).orElseThrow();
        while (!Restoring.isUnfinished(directory) && process.isAlive()) {
            Thread.onSpinWait();
        }
    }

    /** How many ticks there are once a recorder has started there. */
    private static long tickAfterStart(Path directory) throws Exception {
        try (var recording = new Recording(directory)) {
            recording.host.pass(Duration.ofHours(30));
            recording.tick();
            try (Connection connection = recording.store().connect()) {
                return Sql.number(connection, "SELECT count(*) FROM ticks");
            }
        }
    }

    static List<Golden> golden() {
        return GoldenDataTest.kept().toList();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void backupsOfEverySchemaArePutBackAndTheNextStartMigrates(Golden golden) throws Exception {
        golden.unpack(data);
        RowCounts counts = counts();
        backUpFrom(data, backup);
        Durable.remove(data);
        restore(backup);
        counts.requireSame(counts());
        try (var recording = new Recording(data);
                Connection connection = recording.store().connect()) {
            assertThat(Migrations.version(connection)).isEqualTo(Migrations.NEWEST);
            assertThat(Sql.number(connection, "SELECT count(*) FROM ticks")).isEqualTo(counts.ticks());
        }
    }

    private RowCounts counts() throws SQLException {
        try (HotDatabase database = HotDatabase.openReadOnly(data)) {
            return RowCounts.of(database.writer());
        }
    }

    @Test
    void aBackupMadeBeforeAChangeOfSchemaCanBePutBackFromWhereItLies() throws Exception {
        new Golden(Golden.ALL.resolve("schema-1"), EventfulLife.End.STOPPED).unpack(data);
        RowCounts counts = counts();
        try (var recording = new Recording(data)) {
            recording.tick();
        }
        Path automatic = new AutomaticBackups(data).kept().getFirst().folder();
        restore(automatic);
        counts.requireSame(counts());
        assertThat(automatic).isDirectory();
    }

    @Test
    void whatANewerProgramWroteIsRefusedUntouched() throws Exception {
        record();
        backUp();
        try (HotDatabase database = HotDatabase.open(backup)) {
            Sql.execute(database.writer(), "INSERT INTO schema_version VALUES (99, now(), 'newer.sql')");
        }
        String sum = Checksums.sha256(backup.resolve(DataDirectory.HOT_FILE));
        Path list = backup.resolve(Segment.CHECKSUMS);
        Files.writeString(
                list, Files.readString(list).replaceFirst("(?m)^[0-9a-f]{64}(  tachograph.duckdb)$", sum + "$1"));
        Path fresh = folder.resolve("fresh");
        assertThatThrownBy(() -> Restore.of(backup, fresh, TrialHere::trial, Course.toTheEnd(), InstantSource.system()))
                .hasMessageContaining("use the newer program");
        assertThat(fresh).doesNotExist();
    }

    @Test
    void aBackupThatIsNotWholeChangesNothing() throws Exception {
        record();
        backUp();
        recordMore();
        long before = ticks(data);
        for (Path file : List.of(
                backup.resolve(DataDirectory.HOT_FILE),
                Copying.files(backup.resolve("segments")).getLast(),
                backup.resolve(BackupDescription.FILE))) {
            byte[] whole = Files.readAllBytes(file);
            byte[] content = whole.clone();
            content[content.length / 2] ^= 1;
            Files.delete(file); // it may be a segment of the record, too
            Files.write(file, content);
            assertThatThrownBy(() -> restore(backup)).hasMessageContaining("nothing was changed");
            Files.write(file, whole);
        }
        Files.delete(Copying.files(backup.resolve("segments")).getFirst());
        assertThatThrownBy(() -> restore(backup)).hasMessageContaining("nothing was changed");
        assertThat(ticks(data)).isEqualTo(before);
        assertThat(data.resolve(SetAside.FOLDER)).doesNotExist();
    }

    @Test
    void whatIsNoBackupOrLiesInTheWayIsRefused() throws Exception {
        record();
        backUp();
        Path inside = data.resolve("inside");
        Files.createDirectory(inside);
        for (Path wrong :
                List.of(folder.resolve("none"), data, inside, Files.createDirectory(folder.resolve("empty")), folder)) {
            assertThatThrownBy(() -> restore(wrong)).as("%s", wrong).isInstanceOf(Safekeeping.UnfitException.class);
        }
    }

    @Test
    void aRecorderThatHoldsTheDirectoryIsLeftAlone() throws Exception {
        record();
        backUp();
        try (DataDirectory _ = DataDirectory.hold(data)) {
            assertThatThrownBy(() -> restore(backup)).isInstanceOf(DataDirectory.HeldException.class);
        }
    }

    @Test
    void aFullDiskChangesNothing() throws Exception {
        Path mounted = Files.createDirectory(folder.resolve("disk"));
        SmallDisk disk = SmallDisk.mount(mounted, "16m");
        try {
            data = disk.folder("data");
            record();
            backUp();
            recordMore();
            long before = ticks(data);
            disk.fill(1_000_000);
            assertThatThrownBy(() -> restore(backup)).hasMessageContaining("No space left on device");
            assertThat(data.resolve(Restoring.STAGE)).doesNotExist();
            assertThat(ticks(data)).isEqualTo(before);
            disk.makeRoom();
            assertThat(restore(backup).ticks()).isEqualTo(8);
        } finally {
            disk.unmount();
        }
    }
}
