package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.query.ProcessRow;
import dev.tachograph.query.ProcessTable;
import dev.tachograph.query.ProcessTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hours are sealed however much they hold, whatever is missing between them, and whoever asks meanwhile. */
@Timeout(300)
class SealingTest {
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

    private static void hours(Recording recording, int count) throws Exception {
        for (int hour = 0; hour < count; hour++) {
            recording.ticks(6);
            recording.host.pass(Duration.ofHours(1).minusSeconds(30));
        }
        recording.ticks(2);
    }

    private static long number(Recording recording, String query) throws Exception {
        try (Connection connection = recording.store().connect()) {
            return Sql.number(connection, query);
        }
    }

    @ParameterizedTest(name = "{0} ticks of {1} processes with command lines of {2} bytes")
    @CsvSource({"730, 100, 4000", "730, 1000, 150", "3600, 300, 150"})
    void anHourOfBusyProcessesTakesNoMoreMemoryThanThereIs(int ticks, int processes, int commandLineBytes)
            throws Exception {
        try (var recording = new Recording(data)) {
            BusyHour.write(recording, ticks, processes, commandLineBytes);
            long sum = number(recording, "SELECT sum(cpu_us) FROM hot.process_samples");
            assertThat(keeper(recording).sealHour()).isTrue();
            assertThat(number(recording, "SELECT count(*) FROM sealed.process_samples"))
                    .isEqualTo((long) Math.min(ticks, 720) * processes);
            assertThat(number(recording, "SELECT sum(cpu_us) FROM process_changes"))
                    .isEqualTo(sum);
        }
    }

    @Test
    void ticksThatAnOldFileBringsBackAreSealedForThemselves() throws Exception {
        Path old = folder.resolve("old.duckdb");
        Path hot = data.resolve(DataDirectory.HOT_FILE);
        try (var recording = new Recording(data)) {
            hours(recording, 3);
            recording.store().checkpoint();
            recording.kill();
            Files.copy(hot, old);
            recording.start();
            hours(recording, 6);
            SegmentKeeper keeper = keeper(recording);
            while (keeper.sealHour()) {
                // all of them
            }
            keeper.evict(recording.segments(Segment.Type.PROCESSES).subList(0, 4));
            keeper.removeRetired();
            recording.kill();
            Files.deleteIfExists(data.resolve(DataDirectory.HOT_FILE + ".wal"));
            Files.copy(old, hot, StandardCopyOption.REPLACE_EXISTING);
            recording.start();
            long ticks = number(recording, "SELECT count(*) FROM ticks");
            hours(recording, 2);
            SegmentKeeper again = keeper(recording);
            while (again.sealHour()) {
                // the old ones, and those of two hours
            }
            assertThat(number(recording, "SELECT count(*) FROM ticks")).isEqualTo(ticks + 14);
            assertThat(number(recording, "SELECT count(*) FROM hot.ticks")).isEqualTo(2);
        }
    }

    @Test
    void aQuestionUnderWayDoesNotNoticeThatItsHourIsSealed() throws Exception {
        try (var recording = new Recording(data)) {
            hours(recording, 2);
            Instant at = Micros.toInstant(number(recording, "SELECT epoch_us(timestamp) FROM ticks WHERE tick = 5"));
            List<ProcessRow> rows = recording.at(at).rows();
            assertThat(rows).isNotEmpty();
            var store = recording.store();
            try (Reading reading = store.read()) {
                assertThat(reading.all("SELECT count(*) FROM hot.ticks", row -> row.number(1)))
                        .containsExactly(14L);
                assertThat(keeper(recording).sealHour()).isTrue();
                assertThat(reading.all("SELECT count(*) FROM hot.ticks", row -> row.number(1)))
                        .containsExactly(14L);
                assertThat(reading.all("SELECT count(*) FROM ticks", row -> row.number(1)))
                        .containsExactly(14L);
            }
            ProcessTable after = new ProcessTables(store, recording.host::wall).at(at);
            assertThat(after.rows()).containsExactlyInAnyOrderElementsOf(rows);
        }
    }
}
