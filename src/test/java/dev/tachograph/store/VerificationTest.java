package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.store.Verification.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not as it was recorded is found and named; what is, is not. */
@Timeout(180)
class VerificationTest {
    private static final Path SECOND = Path.of("segments/processes/day=2026-11-23/segment=5");

    @TempDir
    private static Path once;

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void choose() {
        data = folder.resolve("data");
    }

    /** Some hours, all but the newest sealed; stopped in order. Recorded once, as that takes longer than to check it. */
    private void record() throws Exception {
        Path template = once.resolve("template");
        if (!Files.exists(template)) {
            recordInto(template);
        }
        Files.createDirectory(data);
        Copying.tree(template, data, Copying::copy);
    }

    private static void recordInto(Path directory) throws Exception {
        try (var recording = new Recording(directory)) {
            for (int hour = 0; hour < 4; hour++) {
                recording.ticks(4);
                recording.host.pass(Duration.ofHours(1));
            }
            recording.ticks(3);
            var keeper = new SegmentKeeper(recording.store(), SegmentKeeper.OnWriter.DIRECTLY, recording.host::wall);
            while (keeper.sealHour()) {
                // the next one
            }
            recording.stop();
        }
    }

    private static Verification verify(Path directory) throws IOException {
        return new StoppedSafekeeping(directory, TrialHere::trial, InstantSource.system()).verify(Course.toTheEnd());
    }

    private List<Problem> problems() throws IOException {
        return verify(data).problems();
    }

    @Test
    void aRecordThatIsWholeHasNoProblemsAndIsCounted() throws Exception {
        record();
        Map<Path, FileTime> before = times();
        Verification found = verify(data);
        assertThat(found.problems()).isEmpty();
        assertThat(found.segments()).isEqualTo(4 * 4);
        assertThat(found.ticks()).isEqualTo(19);
        assertThat(found.files()).isGreaterThan(12);
        assertThat(found.rows()).isPositive();
        assertThat(found.bytes()).isPositive();
        assertThat(times()).as("nothing is changed").isEqualTo(before);
    }

    private Map<Path, FileTime> times() throws IOException {
        var times = new TreeMap<Path, FileTime>();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path path : all.toList()) {
                times.put(path, Files.getLastModifiedTime(path));
            }
        }
        return times;
    }

    static List<Golden> golden() {
        return GoldenDataTest.kept().toList();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void dataOfEverySchemaAreWholeStoppedAndKilled(Golden golden) throws Exception {
        golden.unpack(data);
        Verification found = verify(data);
        assertThat(found.problems()).isEmpty();
        assertThat(found.ticks()).isGreaterThan(100);
    }

    @Test
    void aBackupIsVerifiedLikeADataDirectory() throws Exception {
        record();
        Path backup = folder.resolve("backup");
        new StoppedSafekeeping(data, TrialHere::trial, InstantSource.system()).backup(backup, Course.toTheEnd());
        assertThat(verify(backup).problems()).isEmpty();
        flip(backup.resolve(DataDirectory.HOT_FILE), 0.5);
        assertThat(verify(backup).problems()).anySatisfy(problem -> {
            assertThat(problem.file()).isEqualTo(DataDirectory.HOT_FILE);
            assertThat(problem.remedy()).contains("use another one");
        });
    }

    @Test
    void aSegmentOfABackupThatIsDamagedIsNoBusinessOfARecorder() throws Exception {
        record();
        Path backup = folder.resolve("backup");
        new StoppedSafekeeping(data, TrialHere::trial, InstantSource.system()).backup(backup, Course.toTheEnd());
        Files.delete(backup.resolve(SECOND).resolve("ticks.parquet"));
        assertThat(verify(backup).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.what()).isEqualTo("is missing");
            assertThat(problem.remedy()).startsWith("this backup is not what was written: use another one");
        });
    }

    @Test
    void whoStopsBeforeTheSegmentsSaysSo() throws Exception {
        record();
        change("UPDATE schema_version SET version = 99");
        assertThatThrownBy(() -> verify(data)).hasMessageEndingWith("; the segments were not checked");
    }

    private static void flip(Path file, double where) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[(int) ((content.length - 1) * where)] ^= 4;
        Files.write(file, content);
    }

    @ParameterizedTest
    @CsvSource({
        "ticks.parquet, 0.0",
        "ticks.parquet, 0.5",
        "ticks.parquet, 1.0",
        "process_samples.parquet, 0.3",
        "processes.parquet, 0.7",
        "SHA256SUMS, 0.2"
    })
    void aBitThatIsAnotherIsFoundInEveryFile(String file, double where) throws Exception {
        record();
        flip(data.resolve(SECOND).resolve(file), where);
        assertThat(problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo(SECOND.resolve(file).toString());
            assertThat(problem.what()).contains("checksum");
            assertThat(problem.remedy()).contains("restart the recorder");
        });
    }

    @Test
    void aFileThatIsCutShortOrGoneIsNamed() throws Exception {
        record();
        Path cut = SECOND.resolve("ticks.parquet");
        Path gone = SECOND.resolve("processes.parquet");
        Files.write(data.resolve(cut), new byte[] {1, 2, 3});
        Files.delete(data.resolve(gone));
        assertThat(problems()).extracting(Problem::file).containsExactlyInAnyOrder(cut.toString(), gone.toString());
        assertThat(problems())
                .extracting(Problem::what)
                .anySatisfy(what -> assertThat(what).startsWith("has 3 bytes of "));
    }

    @Test
    void aFolderThatIsMissingAndOneThatNobodyKnowsAreNamed() throws Exception {
        record();
        Path other = data.resolve(SECOND).resolveSibling("segment=77");
        Files.move(data.resolve(SECOND), other);
        Files.writeString(data.resolve("segments/processes/note"), "mine");
        Files.writeString(other.resolveSibling("segment=1").resolve("more"), "mine");
        assertThat(problems())
                .extracting(Problem::file)
                .containsExactlyInAnyOrder(
                        SECOND.toString(),
                        data.relativize(other).toString(),
                        "segments/processes/note",
                        data.relativize(other.resolveSibling("segment=1").resolve("more"))
                                .toString());
    }

    @Test
    void whatIsBeingWrittenIsNobodysBusiness() throws Exception {
        record();
        Files.createDirectories(data.resolve("segments/processes/.new-5"));
        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE hot.segments SET samples = samples + 1 WHERE segment = 5 | rows of process_metrics",
                "UPDATE hot.segments SET until_tick = until_tick + 1, ticks = ticks + 1 WHERE segment = 5 | are in",
                "UPDATE hot.segments SET from_tick = from_tick + 1, ticks = ticks - 1 WHERE segment = 5 | are in no segment",
                "UPDATE hot.segments SET ticks = ticks + 1 WHERE segment = 5 | other sums",
                "UPDATE hot.segments SET sha256 = reverse(sha256) WHERE segment = 5 | list of checksums",
                "UPDATE hot.segments SET to_time = to_time + INTERVAL 1 SECOND WHERE segment = 5 | says of itself",
                "UPDATE hot.segment_files SET rows = rows + 1 WHERE segment = 5 AND file = 'ticks.parquet' | rows of",
                "UPDATE hot.segment_files SET sha256 = reverse(sha256) WHERE segment = 5 AND file = 'ticks.parquet' | checksum",
                "UPDATE hot.segment_files SET min_time = min_time + INTERVAL 1 SECOND WHERE segment = 5 AND file = 'ticks.parquet' | has rows from",
                "DELETE FROM hot.segments WHERE segment = 5 | are in no segment",
                "DELETE FROM hot.process_samples WHERE rowid = (SELECT min(rowid) FROM hot.process_samples WHERE tick = keyframe) | processes than they say",
                "DELETE FROM hot.ticks WHERE tick = (SELECT max(tick) - 1 FROM hot.ticks) | left out",
                "DELETE FROM hot.ticks WHERE tick = (SELECT min(tick) FROM hot.ticks) | belong to no tick",
                "DELETE FROM hot.processes WHERE process_id IN (SELECT process_id FROM hot.process_samples) | nothing is told",
                "UPDATE hot.ticks SET processes = processes + 1 WHERE tick = (SELECT max(tick) FROM hot.ticks) | processes than they say",
                "CREATE OR REPLACE VIEW sealed.ticks AS SELECT *, 0 AS segment FROM hot.ticks WHERE false | the view"
            })
    void whatDoesNotAgreeIsFound(String change, String words) throws Exception {
        record();
        change(change);
        assertThat(problems())
                .as(change)
                .isNotEmpty()
                .anySatisfy(problem ->
                        assertThat(problem.what() + " " + problem.remedy()).contains(words));
    }

    private void change(String statement) throws SQLException {
        try (HotDatabase database = HotDatabase.open(data)) {
            Sql.execute(database.writer(), statement);
        }
    }

    @Test
    void aDamagedHotFileIsNamedAndItsSegmentsAreCheckedAlone() throws Exception {
        record();
        var random = new Random(7);
        byte[] whole = Files.readAllBytes(data.resolve(DataDirectory.HOT_FILE));
        int found = 0;
        int changed = 0;
        for (int i = 0; i < 5; i++) {
            Files.write(data.resolve(DataDirectory.HOT_FILE), whole);
            Damage damage = Damage.random(random, data.resolve(DataDirectory.HOT_FILE), Damage.Kind.OVERWRITTEN);
            changed += damage.applyTo(data.resolve(DataDirectory.HOT_FILE), random) ? 1 : 0;
            List<Problem> problems = new StoppedSafekeeping(data, OpeningTrial::inChild, InstantSource.system())
                    .verify(Course.toTheEnd())
                    .problems();
            found += problems.isEmpty() ? 0 : 1;
        }
        assertThat(changed).isEqualTo(5);
        assertThat(found).as("blocks that are free hold nothing").isPositive();
    }

    @Test
    void aGapThatWasToldOfIsAsItWasRecorded() throws Exception {
        record();
        Path away = data.resolve(SECOND);
        Durable.remove(away);
        try (var recording = new Recording(data)) {
            recording.host.pass(Duration.ofHours(5));
            recording.tick();
            recording.stop();
        }
        assertThat(problems()).isEmpty();
    }

    @Test
    void aRecorderThatSealsMergesAndEvictsMeanwhileHasNoProblems() throws Exception {
        try (var writing = new Writing(data, 15, 20_000);
                var safekeeping =
                        new RunningSafekeeping(writing.store, writing.writer(), TrialHere::trial, writing.host::wall);
                var executor = Executors.newSingleThreadExecutor()) {
            writing.tick();
            var isOver = new AtomicBoolean();
            CompletableFuture<Void> recording = CompletableFuture.runAsync(() -> record(writing, isOver), executor);
            int segments = 0;
            long ticks = 0;
            try {
                while (writing.store.segments().isEmpty() && !recording.isDone()) {
                    Thread.onSpinWait();
                }
                for (int i = 0; i < 8 && !recording.isDone(); i++) {
                    Verification found = safekeeping.verify(Course.toTheEnd());
                    assertThat(found.problems()).isEmpty();
                    assertThat(found.ticks()).isGreaterThanOrEqualTo(1);
                    segments = Math.max(segments, found.segments());
                    ticks = Math.max(ticks, found.ticks());
                }
            } finally {
                isOver.set(true);
            }
            recording.join();
            assertThat(safekeeping.verify(Course.toTheEnd()).problems()).isEmpty();
            assertThat(ticks).isGreaterThan(1);
            assertThat(segments).isPositive();
            Segment first =
                    Recording.segments(writing.store, Segment.Type.PROCESSES).getFirst();
            flip(data.resolve(first.folder()).resolve("ticks.parquet"), 0.5);
            assertThat(safekeeping.verify(Course.toTheEnd()).problems())
                    .extracting(Problem::file)
                    .containsExactly(first.folder().resolve("ticks.parquet").toString());
        }
    }

    private static void record(Writing writing, AtomicBoolean isOver) {
        var keeper = new SegmentKeeper(writing.store, writing.writer(), writing.host::wall);
        try {
            for (int round = 1; !isOver.get(); round++) {
                for (int i = 0; i < 4; i++) {
                    writing.tick();
                }
                writing.host.pass(Duration.ofMinutes(round % 3 == 0 ? 400 : 35));
                keeper.sealHour();
                keeper.mergeDay();
                List<Segment> segments = Recording.segments(writing.store, Segment.Type.PROCESSES);
                if (segments.size() > 4) {
                    keeper.evict(List.of(segments.getFirst()));
                }
                keeper.removeRetired();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
