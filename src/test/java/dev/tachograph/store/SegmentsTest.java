package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.Gap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is sealed is read as before, and found again whatever happens to the list of it. */
@Timeout(180)
class SegmentsTest {
    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void chooseFolder() {
        data = folder.resolve("data");
    }

    private static SegmentKeeper keeper(Recording recording) {
        return new SegmentKeeper(recording.store(), SegmentKeeper.OnWriter.DIRECTLY, recording.host::wall);
    }

    /** A few ticks in each of so many hours. */
    private static void hours(Recording recording, int count) throws Exception {
        for (int hour = 0; hour < count; hour++) {
            recording.ticks(3);
            recording.host.pass(Duration.ofMinutes(20));
            recording.ticks(3);
            recording.host.pass(Duration.ofMinutes(40).minusSeconds(30));
        }
        recording.ticks(2);
    }

    private static Map<Long, List<dev.tachograph.query.ProcessRow>> everything(Recording recording) throws Exception {
        try (Connection connection = recording.store().connect()) {
            return Tables.processMetrics(connection);
        }
    }

    private static long count(Recording recording, String query) throws Exception {
        try (Connection connection = recording.store().connect()) {
            return Sql.number(connection, query);
        }
    }

    /** Every process as the memory has it, in a row of text each. */
    private static List<String> processes(Recording recording) throws Exception {
        try (Connection connection = recording.store().connect()) {
            return Sql.all(
                    connection, "SELECT p::VARCHAR FROM processes p ORDER BY process_id", row -> row.getString(1));
        }
    }

    private static int sealAll(Recording recording) throws Exception {
        SegmentKeeper keeper = keeper(recording);
        int sealed = 0;
        while (keeper.sealHour()) {
            sealed++;
        }
        return sealed;
    }

    @Test
    void hoursThatAreOverAreSealedAndReadAsBefore() throws Exception {
        try (var recording = new Recording(data)) {
            hours(recording, 4);
            var before = everything(recording);
            var processes = processes(recording);
            assertThat(sealAll(recording)).isEqualTo(4);
            assertThat(count(recording, "SELECT count(*) FROM hot.ticks")).isEqualTo(2);
            assertThat(everything(recording)).isEqualTo(before);
            assertThat(processes(recording)).isEqualTo(processes);
            recording.ticks(3);
            assertThat(everything(recording)).containsAllEntriesOf(before).hasSize(before.size() + 3);
        }
    }

    @Test
    void hoursOfADayThatIsOverAreMergedAndTheirFoldersGo() throws Exception {
        try (var recording = new Recording(data)) {
            hours(recording, 24);
            var processes = processes(recording);
            sealAll(recording);
            var before = everything(recording);
            SegmentKeeper keeper = keeper(recording);
            for (Segment.Type type :
                    List.of(Segment.Type.PROCESSES, Segment.Type.METRICS, Segment.Type.MINUTES, Segment.Type.HOURS)) {
                assertThat(keeper.mergeDay()).as(type.word()).isTrue();
            }
            assertThat(keeper.mergeDay()).isFalse();
            assertThat(everything(recording)).isEqualTo(before);
            assertThat(processes(recording)).isEqualTo(processes);
            assertThat(recording.segments(Segment.Type.PROCESSES).getFirst().hours())
                    .isEqualTo(21);
            assertThat(keeper.removeRetired()).isEqualTo(4 * 21);
            assertThat(everything(recording)).isEqualTo(before);
            try (var folders = Files.list(data.resolve("segments/processes/day=2026-11-23"))) {
                assertThat(folders).hasSize(1);
            }
        }
    }

    @Test
    void aReaderKeepsTheFoldersThatItMayStillRead() throws Exception {
        try (var recording = new Recording(data)) {
            hours(recording, 24);
            sealAll(recording);
            SegmentKeeper keeper = keeper(recording);
            try (Reading _ = recording.store().read()) {
                keeper.mergeDay();
                assertThat(keeper.removeRetired()).isZero();
            }
            assertThat(keeper.removeRetired()).isEqualTo(21);
        }
    }

    @Test
    void aHotFileThatIsLostGetsItsSegmentsBack() throws Exception {
        try (var recording = new Recording(data)) {
            hours(recording, 5);
            sealAll(recording);
            var before = everything(recording);
            long gaps = recording.gaps().size();
            long events = recording.events().size();
            recording.kill();
            Files.delete(data.resolve(DataDirectory.HOT_FILE));
            Files.deleteIfExists(data.resolve(DataDirectory.HOT_FILE + ".wal"));
            recording.start();
            recording.host.pass(Duration.ofMinutes(3));
            recording.tick();
            var after = everything(recording);
            before.keySet().removeIf(tick -> tick > 30); // two were hot
            assertThat(after).containsAllEntriesOf(before).hasSize(31);
            assertThat(recording.gaps()).hasSizeGreaterThanOrEqualTo((int) gaps);
            assertThat(recording.events()).hasSizeGreaterThanOrEqualTo((int) events);
            assertThat(recording.gaps().getLast().cause()).isEqualTo(Gap.Cause.DAMAGED);
            assertThat(recording.gaps().getLast().detail()).contains("tachograph.duckdb was gone");
        }
    }

    @Test
    void aHotFileThatIsReplacedByAnOldOneGetsTheLaterSegmentsBack() throws Exception {
        try (var recording = new Recording(data)) {
            hours(recording, 3);
            sealAll(recording);
            recording.stop();
            Path hot = data.resolve(DataDirectory.HOT_FILE);
            byte[] old = Files.readAllBytes(hot);
            recording.start();
            hours(recording, 24);
            sealAll(recording);
            SegmentKeeper keeper = keeper(recording);
            while (keeper.mergeDay()) {
                keeper.removeRetired();
            }
            var before = everything(recording);
            recording.kill();
            Files.write(hot, old);
            Files.deleteIfExists(data.resolve(DataDirectory.HOT_FILE + ".wal"));
            recording.start();
            recording.tick();
            var after = everything(recording);
            long newestSealed =
                    before.keySet().stream().mapToLong(tick -> tick).max().orElseThrow() - 2;
            before.keySet().removeIf(tick -> tick > newestSealed);
            assertThat(after).containsAllEntriesOf(before).hasSize(before.size() + 1);
        }
    }

    @Test
    void aSegmentThatIsDamagedIsSetAsideAndItsStretchIsAGap() throws Exception {
        try (var recording = new Recording(data)) {
            hours(recording, 3);
            sealAll(recording);
            Segment second = recording.segments(Segment.Type.PROCESSES).get(1);
            Path file = data.resolve(second.folder()).resolve(SegmentTable.PROCESS_SAMPLES.file());
            byte[] content = Files.readAllBytes(file);
            content[content.length / 2] ^= 4;
            Files.write(file, content);
            SegmentKeeper keeper = keeper(recording);
            while (keeper.verifyNext()) {
                // until all are
            }
            assertThat(recording.segments(Segment.Type.PROCESSES)).hasSize(2).doesNotContain(second);
            Instant within = second.from().plusSeconds(1);
            assertThat(recording.at(within).gap())
                    .isNotNull()
                    .extracting(Gap::cause)
                    .isEqualTo(Gap.Cause.DAMAGED);
            assertThat(recording.at(second.from().minus(Duration.ofMinutes(39))).gap())
                    .isNull();
            try (var aside = Files.list(data.resolve(SetAside.FOLDER))) {
                assertThat(aside).hasSize(1);
            }
        }
    }
}
