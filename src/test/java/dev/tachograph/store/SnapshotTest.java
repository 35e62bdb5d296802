package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.worker.RunnerHere;
import dev.tachograph.worker.SqlQuestion;
import dev.tachograph.worker.SqlRefusal;
import dev.tachograph.worker.SqlTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SnapshotTest {
    /** More than a stretch between two keyframes. */
    private static final int MANY = 150;

    @TempDir
    private Path folder;

    private Path data;
    private Path temporary;

    @BeforeEach
    void folders() throws IOException {
        data = folder.resolve("data");
        temporary = Files.createDirectory(folder.resolve("temporary"));
    }

    @Test
    void holdsTheHotRowsThatAreNamedAndNoOthers() throws Exception {
        try (var recording = new Recording(data)) {
            recording.ticks(3);
            assertThat(files(recording.store(), "SELECT 1")).isEmpty();
            assertThat(files(recording.store(), "SELECT max(timestamp) FROM process_hours"))
                    .isEmpty();
            assertThat(files(recording.store(), "FROM ticks")).containsExactly("hot.ticks.parquet");
            assertThat(files(recording.store(), "from \"TICKS\" -- x")).containsExactly("hot.ticks.parquet");
            assertThat(files(recording.store(), "FROM process_metrics"))
                    .containsExactly("hot.process_samples.parquet", "hot.processes.parquet", "hot.ticks.parquet");
            assertThat(files(recording.store(), "FROM processes_at(now())"))
                    .contains("hot.process_samples.parquet", "hot.processes.parquet", "hot.ticks.parquet");
            assertThat(files(recording.store(), "FROM query_table('tic' || 'ks')"))
                    .contains("hot.ticks.parquet");
            assertThat(files(recording.store(), "FROM histogram('tic' || 'ks', tick)"))
                    .contains("hot.ticks.parquet");
        }
    }

    @Test
    void anotherProcessSeesWhatTheRecorderSees() throws Exception {
        try (var recording = new Recording(data);
                var runner = new RunnerHere(recording.store(), temporary)) {
            recording.ticks(MANY);
            SegmentKeeper keeper = keeper(recording);
            keeper.sealEarly();
            recording.ticks(5);
            for (String view : views(recording.store())) {
                String query = "SELECT count(*), coalesce(bit_xor(hash(t)), 0)::VARCHAR FROM %s t".formatted(view);
                assertThat(asked(runner, query)).as(view).isEqualTo(here(recording.store(), query));
            }
            String instant = "SELECT count(*), coalesce(max(tick), 0)::VARCHAR FROM processes_at(TIMESTAMPTZ '%s')"
                    .formatted(Recording.BEGIN.plusSeconds(300));
            assertThat(asked(runner, instant)).isEqualTo(here(recording.store(), instant));
        }
        try (StoppedStore stopped = StoppedStore.open(data);
                var runner = new RunnerHere(stopped, temporary)) {
            String query = "SELECT count(*), coalesce(max(tick), 0)::VARCHAR FROM process_metrics";
            assertThat(asked(runner, query)).isEqualTo(here(stopped, query));
        }
    }

    @Test
    void itsSegmentsStayUntilItIsClosed() throws Exception {
        try (var recording = new Recording(data)) {
            recording.ticks(MANY);
            SegmentKeeper keeper = keeper(recording);
            keeper.sealEarly();
            List<Segment> sealed = recording.store().segments();
            try (Snapshot held = recording.store().snapshot("FROM ticks")) {
                keeper.evict(sealed);
                assertThat(keeper.removeRetired()).isZero();
                assertThat(sealed).allMatch(segment -> Files.isDirectory(data.resolve(segment.folder())));
                assertThat(held.script().toString())
                        .contains(sealed.getFirst().folder().toString());
                assertThat(held.dataUntil()).isEqualTo(recording.host.wall());
            }
            assertThat(keeper.removeRetired()).isEqualTo(sealed.size());
        }
    }

    @Test
    void theScriptStaysTheSameUntilSegmentsChange() throws Exception {
        try (var recording = new Recording(data)) {
            recording.ticks(MANY);
            List<String> before = script(recording.store());
            recording.ticks(1);
            assertThat(script(recording.store())).isEqualTo(before);
            keeper(recording).sealEarly();
            assertThat(script(recording.store())).isNotEqualTo(before);
        }
    }

    @Test
    void filesGoWithItAndWhatWasLeftGoesAtTheNextStart() throws Exception {
        Path left = data.resolve(SnapshotMaking.FOLDER).resolve("9");
        try (var recording = new Recording(data)) {
            recording.ticks(1);
            Snapshot snapshot = recording.store().snapshot("FROM ticks");
            assertThat(Ownership.of(snapshot.folder()).mode()).isEqualTo("rwx------");
            snapshot.close();
            snapshot.close();
            assertThat(snapshot.folder()).doesNotExist();
            recording.kill();
            Files.createDirectories(left);
            Files.writeString(left.resolve("hot.ticks.parquet"), "left");
            recording.start();
            assertThat(left).doesNotExist();
        }
        Path folderOfStopped;
        try (StoppedStore stopped = StoppedStore.open(data);
                Snapshot snapshot = stopped.snapshot("FROM ticks")) {
            folderOfStopped = snapshot.folder();
            assertThat(folderOfStopped.startsWith(data)).isFalse();
            assertThat(folderOfStopped.resolve("hot.ticks.parquet")).exists();
        }
        assertThat(folderOfStopped.getParent()).doesNotExist();
    }

    @Test
    void aProgramThatIsToldToEndLeavesNoneOfAStoppedRecord() throws Exception {
        try (var recording = new Recording(data)) {
            recording.ticks(1);
        }
        try (StoppedStore stopped = StoppedStore.open(data);
                Snapshot snapshot = stopped.snapshot("FROM ticks")) {
            stopped.removeSnapshots();
            assertThat(snapshot.folder().getParent()).doesNotExist();
        }
    }

    @Test
    void withoutAPlaceForFilesNothingIsLeftAndNothingIsHeld() throws Exception {
        try (var recording = new Recording(data)) {
            recording.ticks(1);
            Files.writeString(data.resolve(SnapshotMaking.FOLDER), "in the way");
            assertThatThrownBy(() -> recording.store().snapshot("FROM ticks"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("no snapshot of the newest rows can be made");
            assertThat(recording
                            .store()
                            .readings()
                            .haveEnded(recording.store().readings().mark()))
                    .isTrue();
        }
    }

    private static SegmentKeeper keeper(Recording recording) {
        return new SegmentKeeper(recording.store(), SegmentKeeper.OnWriter.DIRECTLY, recording.host::wall);
    }

    private static List<String> files(Recorded recorded, String statement) throws Exception {
        try (Snapshot snapshot = recorded.snapshot(statement);
                Stream<Path> files = Files.list(snapshot.folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> script(Recorded recorded) throws StoreException {
        try (Snapshot snapshot = recorded.snapshot("FROM ticks")) {
            return snapshot.script();
        }
    }

    private static List<String> views(Recorded recorded) throws StoreException {
        try (Reading reading = recorded.read()) {
            return reading.all(
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY ALL",
                    row -> row.text(1));
        }
    }

    private static List<List<Object>> here(Recorded recorded, String query) throws StoreException {
        try (Reading reading = recorded.read()) {
            return reading.all(query, row -> List.of(row.number(1), String.valueOf(row.text(2))));
        }
    }

    private static List<List<Object>> asked(RunnerHere runner, String query) throws SqlRefusal {
        return SqlTable.read(
                        runner,
                        new SqlQuestion(
                                query, SqlQuestion.Origin.TYPED, SqlQuestion.Format.JSON, 10, Duration.ofSeconds(30)))
                .rows()
                .stream()
                .map(row -> List.<Object>of(row.get(0), String.valueOf(row.get(1))))
                .toList();
    }
}
