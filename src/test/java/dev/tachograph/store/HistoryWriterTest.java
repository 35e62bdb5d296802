package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.model.LogLine;
import dev.tachograph.model.Observation;
import dev.tachograph.model.Tick;
import dev.tachograph.query.ProcessRow;
import dev.tachograph.query.ProcessTable;
import dev.tachograph.query.ProcessTables;
import dev.tachograph.query.StorageFigures;
import dev.tachograph.simulation.HistoryPlan;
import dev.tachograph.simulation.SyntheticHistory;
import dev.tachograph.simulation.SyntheticLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A history that is written by the hour is read like one that was recorded. */
@Timeout(180)
class HistoryWriterTest {
    private static final Instant UNTIL = Instant.parse("2026-11-25T12:34:56Z");

    @TempDir
    private Path folder;

    private Path data = Path.of("");

    @BeforeEach
    void chooseFolder() {
        data = folder.resolve("data");
    }

    private static HistoryPlan plan(Duration length) {
        return new HistoryPlan(UNTIL, length, 40, Duration.ofMinutes(1), 5, false);
    }

    private List<Observation> write(HistoryPlan plan) throws Exception {
        List<Observation> written = new ArrayList<>();
        var history = new SyntheticHistory(plan);
        try (var directory = DataDirectory.hold(data);
                var writer = HistoryWriter.begin(directory, plan.interval(), HistoryWriter.Content.PROCESSES)) {
            while (writer.writeHour(new Kept(history, written))) {
                // hour by hour
            }
            HistoryWriter.Written all = writer.end(List.of(history.lastWords()));
            assertThat(all.ticks()).isEqualTo(written.size());
        }
        return written;
    }

    /** Remembers what went through. */
    private record Kept(SyntheticHistory history, List<Observation> kept) implements java.util.Iterator<Observation> {
        @Override
        public boolean hasNext() {
            return history.hasNext();
        }

        @Override
        public Observation next() {
            kept.add(history.next());
            return kept.getLast();
        }
    }

    @Test
    void everyTableIsAsItWasMadeUpAndEveryRowIsCounted() throws Exception {
        List<Observation> written = write(plan(Duration.ofHours(30)));
        long samples = written.stream()
                .mapToLong(each -> each.tick().processes().size())
                .sum();
        try (StoppedStore stopped = StoppedStore.open(data);
                Reading reading = stopped.read()) {
            Connection connection = reading.connection();
            assertThat(Sql.number(connection, "SELECT count(*) FROM process_metrics"))
                    .isEqualTo(samples);
            assertThat(Sql.number(connection, "SELECT sum(processes) FROM ticks"))
                    .isEqualTo(samples);
            StorageFigures figures = StorageFigures.read(stopped);
            assertThat(figures.processMetrics()).isEqualTo(samples);
            assertThat(figures.endedInOrder()).isTrue();
            var tables = new ProcessTables(stopped, InstantSource.fixed(UNTIL));
            for (int i = 0; i < written.size(); i += 37) {
                Tick tick = written.get(i).tick();
                ProcessTable table = tables.at(tick.at().wall());
                assertThat(table.tick()).isEqualTo(i + 1);
                assertThat(facts(table.rows())).containsExactlyInAnyOrderElementsOf(facts(tick));
            }
        }
    }

    private static List<String> facts(List<ProcessRow> rows) {
        return rows.stream()
                .map(row -> "%d %s %s %d %.6f %d"
                        .formatted(
                                row.pid(), row.name(), row.cmdline(), row.memUsage(), row.cpuTime(), row.writeBytes()))
                .toList();
    }

    private static List<String> facts(Tick tick) {
        return tick.processes().stream()
                .map(process -> "%d %s %s %d %.6f %d"
                        .formatted(
                                process.key().pid(),
                                process.description().name(),
                                process.description().cmdline(),
                                process.figures().residentBytes(),
                                process.figures().cpuMicros() / 1e6,
                                process.figures().writtenBytes()))
                .toList();
    }

    @Test
    void hoursAndDaysThatAreOverAreSealed() throws Exception {
        write(plan(Duration.ofHours(30)));
        assertThat(data.resolve("segments/processes/day=2026-11-24")).isDirectory();
        try (var segments = Files.list(data.resolve("segments/processes/day=2026-11-24"))) {
            assertThat(segments).as("from 06:35 on, in one").hasSize(1);
        }
        try (StoppedStore stopped = StoppedStore.open(data);
                Reading reading = stopped.read()) {
            assertThat(Sql.number(reading.connection(), "SELECT count(*) FROM hot.ticks"))
                    .as("since 12:00")
                    .isEqualTo(35);
        }
    }

    @Test
    void aHistoryIsNotWrittenBehindAnother() throws Exception {
        write(plan(Duration.ofHours(1)));
        try (var directory = DataDirectory.hold(data)) {
            assertThatThrownBy(() ->
                            HistoryWriter.begin(directory, Duration.ofSeconds(5), HistoryWriter.Content.PROCESSES))
                    .isInstanceOf(StoreException.class)
                    .hasMessage(data + ": something is recorded here already");
        }
    }

    @Test
    void whatEndsEarlyLeavesWholeHours() throws Exception {
        HistoryPlan plan = plan(Duration.ofHours(6));
        var history = new SyntheticHistory(plan);
        try (var directory = DataDirectory.hold(data);
                var writer = HistoryWriter.begin(directory, plan.interval(), HistoryWriter.Content.PROCESSES)) {
            for (int hour = 0; hour < 3; hour++) {
                assertThat(writer.writeHour(history)).isTrue();
            }
        }
        try (StoppedStore stopped = StoppedStore.open(data);
                Reading reading = stopped.read()) {
            assertThat(Sql.number(reading.connection(), "SELECT epoch_us(max(timestamp)) FROM ticks"))
                    .isLessThan(Micros.of(Instant.parse("2026-11-25T09:00:00Z")))
                    .isGreaterThan(Micros.of(Instant.parse("2026-11-25T08:58:00Z")));
        }
    }

    @Test
    void theLogIsWrittenLineForLineAlsoWithoutTheProcesses() throws Exception {
        HistoryPlan plan = plan(Duration.ofHours(6));
        List<LogLine> lines = new ArrayList<>();
        var log = new SyntheticLog(plan);
        var history = new SyntheticHistory(plan);
        var content = new HistoryWriter.Content(false, false, tick -> {
            List<LogLine> more = log.until(tick);
            lines.addAll(more);
            return more;
        });
        try (var directory = DataDirectory.hold(data);
                var writer = HistoryWriter.begin(directory, plan.interval(), content)) {
            while (writer.writeHour(history)) {
                // hour by hour
            }
            assertThat(writer.end(List.of(history.lastWords())).lines()).isEqualTo(lines.size());
        }
        try (StoppedStore stopped = StoppedStore.open(data);
                Reading reading = stopped.read()) {
            assertThat(Sql.number(reading.connection(), "SELECT count(*) FROM process_metrics"))
                    .isZero();
            assertThat(Sql.all(
                            reading.connection(),
                            "SELECT message FROM journal_logs ORDER BY sequence",
                            row -> row.getString(1)))
                    .hasSizeGreaterThan(1000)
                    .isEqualTo(lines.stream().map(LogLine::message).toList());
        }
    }

    @Test
    void theFiguresOfTheHostAreWrittenAlsoWithoutTheProcesses() throws Exception {
        HistoryPlan plan = plan(Duration.ofHours(3));
        var history = new SyntheticHistory(plan);
        var content = new HistoryWriter.Content(false, true, _ -> List.of());
        try (var directory = DataDirectory.hold(data);
                var writer = HistoryWriter.begin(directory, plan.interval(), content)) {
            while (writer.writeHour(history)) {
                // hour by hour
            }
            assertThat(writer.end(List.of(history.lastWords())).ticks()).isEqualTo(180);
        }
        try (StoppedStore stopped = StoppedStore.open(data);
                Reading reading = stopped.read()) {
            Connection connection = reading.connection();
            assertThat(Sql.number(connection, "SELECT count(*) FROM cpu WHERE cpu = 'all'"))
                    .isEqualTo(180);
            assertThat(Sql.number(connection, "SELECT count(DISTINCT mount_point) FROM filesystems"))
                    .isEqualTo(3);
            assertThat(Sql.number(connection, "SELECT count(*) FROM process_metrics"))
                    .isZero();
            assertThat(Sql.number(connection, "SELECT count(*) FROM process_exits"))
                    .isZero();
            assertThat(Sql.number(connection, "SELECT count(*) FROM ticks WHERE attributed_us IS NULL"))
                    .as("nobody looked at processes")
                    .isEqualTo(180);
            assertThat(StorageFigures.read(stopped).processMetrics()).isZero();
        }
    }

    @Test
    void aRecorderGoesOnWithAHistory() throws Exception {
        write(plan(Duration.ofHours(3)));
        try (var directory = DataDirectory.hold(data)) {
            try (Store store = Store.open(directory, Duration.ofSeconds(5), InstantSource.system())) {
                var host = new RandomHost(new java.util.SplittableRandom(1), 5, UNTIL.plusSeconds(600));
                store.commit(new Observation(host.look(null), List.of(), List.of()), List.of());
                assertThat(new ProcessTables(store, host::wall).newest().tick()).isEqualTo(181);
            }
        }
    }
}
