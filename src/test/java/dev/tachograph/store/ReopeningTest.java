package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.Observation;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.Tick;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The store is opened anew while the recorder runs, in the middle of something else: nothing is lost, doubled or stuck by it. */
@Timeout(180)
class ReopeningTest {
    private static final int BLOCK = 4096;

    @TempDir
    private Path folder;

    private Path data;
    private Path hot;
    private Path log;

    @BeforeEach
    void chooseFolder() {
        choose(folder.resolve("data"));
    }

    private void choose(Path directory) {
        data = directory;
        hot = data.resolve(DataDirectory.HOT_FILE);
        log = data.resolve(DataDirectory.HOT_FILE + ".wal");
    }

    private static void hours(Recording recording, int count) throws Exception {
        for (int hour = 0; hour < count; hour++) {
            recording.ticks(6);
            recording.host.pass(Duration.ofHours(1).minusSeconds(30));
        }
        recording.ticks(2);
    }

    private static long count(Recording recording, String what) throws Exception {
        try (Connection connection = recording.store().connect()) {
            return Sql.number(connection, "SELECT count(*) FROM " + what);
        }
    }

    /** As after a checkpoint for which there was no room. */
    private static void failCheckpoint(Store store) throws SQLException {
        Sql.execute(store.writer(), "SET GLOBAL debug_checkpoint_abort = 'before_header'");
        store.checkpointNow();
        assertThat(store.status().failure()).isNotNull();
    }

    /** The same content under another inode. */
    private void replace(Path file) throws IOException {
        Path other = data.resolve("other");
        Files.copy(file, other);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private String trial() {
        var report = new ByteArrayOutputStream();
        TrialRun.run(data, OpeningTrial.Manner.READ, new PrintStream(report, true, StandardCharsets.UTF_8));
        return report.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aSegmentThatAReopenedStoreHasFoundIsNotAddedASecondTime() throws Exception {
        try (var recording = new Recording(data)) {
            hours(recording, 3);
            long rows = count(recording, "process_metrics");
            long ticks = count(recording, "ticks");
            var keeper = new SegmentKeeper(
                    recording.store(),
                    change -> {
                        failCheckpoint(recording.store());
                        change.make();
                    },
                    recording.host::wall);
            assertThat(keeper.sealHour()).isTrue();
            assertThat(recording.segments(Segment.Type.PROCESSES)).hasSize(1);
            assertThat(count(recording, "ticks")).isEqualTo(ticks);
            assertThat(count(recording, "process_metrics")).isEqualTo(rows);
            recording.kill();
            recording.start();
            assertThat(count(recording, "process_metrics")).isEqualTo(rows);
        }
    }

    @Test
    void anHourWhoseSealingFailsHalfwayOnAFullDiskIsThereOnce() throws Exception {
        SmallDisk disk = SmallDisk.mount(folder, "200m");
        try {
            for (int left = 0; left <= 22 * BLOCK; left += 4 * BLOCK) {
                choose(disk.folder("data" + left));
                sealWithoutRoom(disk, left);
            }
        } finally {
            disk.unmount();
        }
    }

    private void sealWithoutRoom(SmallDisk disk, int left) throws Exception {
        var recording = new Recording(data);
        hours(recording, 2);
        long ticks = count(recording, "ticks");
        recording.store().checkpoint();
        var keeper = new SegmentKeeper(
                recording.store(),
                change -> {
                    try {
                        Files.createLink(data.resolve("link"), hot); // so that replacing it frees nothing
                        replace(hot);
                        disk.fill(left);
                    } catch (IOException e) {
                        throw new SQLException(e);
                    }
                    change.make();
                },
                recording.host::wall);
        try {
            keeper.sealHour();
        } catch (SQLException _) {
            // there was no room
        }
        disk.makeRoom();
        recording.tick();
        assertThat(count(recording, "ticks")).as("%d bytes left", left).isEqualTo(ticks + 1);
        var keeperWithRoom =
                new SegmentKeeper(recording.store(), SegmentKeeper.OnWriter.DIRECTLY, recording.host::wall);
        keeperWithRoom.sealHour();
        recording.kill();
        recording.start();
        assertThat(count(recording, "ticks")).as("%d bytes left", left).isEqualTo(ticks + 1);
        assertThat(recording.gaps())
                .noneMatch(gap -> gap.detail() != null && gap.detail().contains("missing"));
        recording.kill();
    }

    @Test
    void descriptionsThatWereSealedMeanwhileAreWrittenAgain() throws Exception {
        try (var recording = new Recording(data)) {
            for (String name : List.of("a", "b", "c", "c")) {
                commit(recording, name);
            }
            recording.host.pass(Duration.ofHours(1));
            commit(recording, "c");
            commit(recording, "c");
            try (Connection connection = recording.store().connect()) {
                new Sealer(data, recording.host::wall).sealHour(connection, 1);
            }
            failCheckpoint(recording.store());
            assertThat(recording.segments(Segment.Type.PROCESSES)).hasSize(1);
            commit(recording, "b");
            commit(recording, "b");
            assertThat(count(recording, "hot.process_samples ANTI JOIN hot.processes USING (process_id, version)"))
                    .isZero();
            recording.store().checkpoint();
        }
        assertThat(trial()).contains("sound");
    }

    private static void commit(Recording recording, String name) throws Exception {
        recording.host.pass(Recording.INTERVAL);
        Tick tick = recording.look();
        ProcessSample first = tick.processes().getFirst();
        List<ProcessSample> processes = new ArrayList<>(tick.processes());
        processes.removeIf(process -> process.key().pid() == 1);
        processes.addFirst(new ProcessSample(
                new ProcessKey(1, 1),
                new ProcessDescription(0, 0, name, "init", 0L, "root", ControlGroup.UNKNOWN, false),
                first.figures(),
                first.activity()));
        var named = new Tick(
                tick.bootId(),
                tick.at(),
                tick.intervalMicros(),
                processes,
                tick.costMicros(),
                tick.balance().hostBusyMicros(),
                tick.recorder());
        recording.store().commit(new Observation(named, List.of(), List.of()), List.of());
    }

    @Test
    void whoReadsDoesNotKeepTheStoreFromBeingOpenedAnew() throws Exception {
        try (var recording = new Recording(data)) {
            recording.ticks(40);
            Reading reading = recording.store().read();
            assertThat(reading.all("SELECT count(*) FROM ticks", row -> row.number(1)))
                    .containsExactly(40L);
            failCheckpoint(recording.store());
            recording.ticks(3);
            assertThat(count(recording, "ticks")).isEqualTo(43);
            replace(hot);
            recording.ticks(3);
            assertThat(count(recording, "ticks")).isEqualTo(46);
            reading.close();
        }
    }

    @Test
    void aQuestionUnderWayEndsWhenTheStoreIsOpenedAnew() throws Exception {
        try (var recording = new Recording(data)) {
            BusyHour.write(recording, 720, 300, 20);
            Store store = recording.store();
            var isAsking = new CountDownLatch(1);
            var failure = new AtomicReference<Exception>();
            Thread asking = Thread.ofVirtual().start(() -> {
                try (Reading reading = store.read()) {
                    while (true) {
                        reading.all("SELECT sum(cpu_time) FROM process_metrics", row -> 1);
                        isAsking.countDown();
                    }
                } catch (StoreException | RuntimeException e) {
                    failure.set(e);
                }
            });
            isAsking.await();
            replace(hot);
            recording.tick();
            assertThat(asking.join(Duration.ofSeconds(30))).isTrue();
            assertThat(failure.get()).isInstanceOf(StoreException.class);
            assertThat(count(recording, "hot.ticks")).isEqualTo(721);
        }
    }

    @Test
    void aFileThatIsPutBackWithItsLogWhileTheRecorderRunsKeepsThatLog() throws Exception {
        try (var recording = new Recording(data)) {
            recording.ticks(40);
            recording.store().checkpoint();
            recording.ticks(10);
            Path otherHot = data.resolve("h");
            Path otherLog = data.resolve("w");
            Files.copy(hot, otherHot);
            Files.copy(log, otherLog);
            recording.ticks(5);
            Files.move(otherLog, log, StandardCopyOption.REPLACE_EXISTING);
            Files.move(otherHot, hot, StandardCopyOption.REPLACE_EXISTING);
            recording.tick();
            assertThat(count(recording, "hot.ticks")).isEqualTo(51);
        }
    }

    @Test
    void aStartOnAFullDiskReadsWhatIsThere() throws Exception {
        SmallDisk disk = SmallDisk.mount(folder, "16m");
        try {
            choose(disk.folder("data"));
            var recording = new Recording(data);
            hours(recording, 5);
            var keeper = new SegmentKeeper(recording.store(), SegmentKeeper.OnWriter.DIRECTLY, recording.host::wall);
            while (keeper.sealHour()) {
                // all of them
            }
            recording.store().checkpoint();
            recording.stop();
            disk.fill(0);
            recording.start();
            assertThat(count(recording, "ticks")).isEqualTo(32);
            recording.kill();
        } finally {
            disk.unmount();
        }
    }

    @Test
    void aTrialThatRunsOutOfRoomSaysNothingOfTheDatabase() throws Exception {
        try (var recording = new Recording(data)) {
            BusyHour.write(recording, 7200, 600, 100);
        }
        Files.createFile(data.resolve("spill")); // so that there is nowhere to put what does not fit into memory
        assertThat(trial()).doesNotContain("broken");
    }
}
