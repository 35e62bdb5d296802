package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.model.Event;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogPosition;
import dev.tachograph.probe.EventLines;
import dev.tachograph.probe.LogEvents;
import dev.tachograph.probe.LogReader;
import dev.tachograph.probe.ToldEvents;
import dev.tachograph.record.LogChannel;
import dev.tachograph.record.LogReading;
import dev.tachograph.settings.ProgramVersion;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What log lines and starts tell of is in the store once, however often the recorder is killed on the way. */
@Timeout(120)
class StoredEventsTest {
    private static final String SOURCE = "test";

    private final EventLines lines = new EventLines();
    private final List<LogLine> written = List.of(
            lines.kernel("usb 1-1: new device"),
            lines.kernel(
                    "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/system.slice/shop.service,task=java,pid=1234,uid=33"),
            lines.kernel(
                    "Out of memory: Killed process 1234 (java) total-vm:8123456kB, anon-rss:4012345kB, file-rss:0kB, shmem-rss:0kB, UID:33 pgtables:9000kB oom_score_adj:0"),
            lines.coreDump(1240, "nginx", 11),
            lines.kernel("usb 1-1: gone"));

    @TempDir
    private Path folder;

    private Recording recording;

    @BeforeEach
    void begin() throws Exception {
        recording = new Recording(folder.resolve("data"));
        recording.tick();
    }

    @AfterEach
    void end() {
        recording.close();
    }

    /** Two lines at a time, from the stored position on. */
    private final class Reader implements LogReader {
        private int at = recordedPosition();

        @Override
        public LogBatch read(int mostLines, Duration patience) {
            int end = Math.min(written.size(), at + 2);
            List<LogLine> next = written.subList(at, end);
            at = end;
            return next.isEmpty()
                    ? LogBatch.NOTHING
                    : new LogBatch(next, List.of(new LogPosition(SOURCE, Integer.toString(end))), List.of());
        }

        @Override
        public boolean isAtEnd() {
            return at == written.size();
        }

        @Override
        public void close() {}
    }

    private int recordedPosition() {
        try {
            return recording.store().logPositions().stream()
                    .filter(position -> position.reader().equals(SOURCE))
                    .mapToInt(position -> Integer.parseInt(position.position()))
                    .findFirst()
                    .orElse(0);
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads as a recorder does that has just started, and is killed after so many batches are stored. */
    private void readAndStore(int batches) throws Exception {
        var told = new ToldEvents();
        told.rememberStored(recording.store().lateEvents());
        var channel = new LogChannel(1, () -> {});
        var writer = new LogWriter(channel, recording.store(), Duration.ofMillis(10));
        var events = new LogEvents(told, recording.host.bootId());
        try (var _ = LogReading.start(SOURCE, Reader::new, channel, events::telling)) {
            for (int batch = 0; batch < batches && recordedPosition() < written.size(); batch++) {
                await().until(() -> !channel.isEmpty());
                writer.writeNext();
            }
            channel.close();
        }
    }

    private List<Event.Kind> kinds() throws Exception {
        return recording.events().stream()
                .map(Event::kind)
                .filter(kind -> kind == Event.Kind.OOM_KILL || kind == Event.Kind.PROCESS_CRASH)
                .toList();
    }

    private String fact(String name) throws SQLException {
        try (var connection = recording.store().connect()) {
            return Sql.all(
                            connection,
                            "SELECT facts->>'%s', pid, name FROM events WHERE kind = 'oom_kill'".formatted(name),
                            row -> row.getString(1) + " " + row.getInt(2) + " " + row.getString(3))
                    .getFirst();
        }
    }

    @Test
    void linesThatAreReadAgainAfterAKillTellOfTheirEventsOnce() throws Exception {
        for (int start = 0; start < 6; start++) {
            readAndStore(1);
            recording.kill();
            recording.start();
        }
        assertThat(recordedPosition()).isEqualTo(written.size());
        assertThat(kinds()).containsExactly(Event.Kind.OOM_KILL, Event.Kind.PROCESS_CRASH);
        assertThat(fact("rss_bytes")).isEqualTo(4_012_345L * 1024 + " 1234 java");
    }

    @Test
    void anEventIsInTheTransactionOfItsLine() throws Exception {
        readAndStore(1);
        assertThat(kinds()).isEmpty();
        readAndStore(1);
        assertThat(recordedPosition()).isEqualTo(4);
        assertThat(kinds()).containsExactly(Event.Kind.OOM_KILL, Event.Kind.PROCESS_CRASH);
    }

    @Test
    void whatIsStoredIsKnownToTheNextStart() throws Exception {
        readAndStore(9);
        recording.kill();
        recording.start();
        assertThat(recording.store().lateEvents())
                .extracting(event -> event.subject().pid())
                .containsExactlyInAnyOrder(1234, 1240);
    }

    private List<String> starts() throws SQLException {
        try (var connection = recording.store().connect()) {
            return Sql.all(
                    connection,
                    "SELECT kind || ' ' || (facts->>'version') FROM events WHERE kind LIKE 'recorder%' ORDER BY timestamp",
                    row -> row.getString(1));
        }
    }

    @Test
    void anotherVersionThanBeforeIsAnUpgrade() throws Exception {
        String now = ProgramVersion.tachograph();
        recording.stop();
        recording.start();
        recording.tick();
        assertThat(starts()).as("the same version").doesNotContain("recorder_upgrade " + now);
        Sql.execute(
                recording.store().writer(),
                "UPDATE hot.events SET facts = '{\"version\":\"0.0.7\"}' WHERE kind = 'recorder_start'");
        recording.kill();
        recording.start();
        recording.tick();
        assertThat(starts()).endsWith("recorder_upgrade " + now, "recorder_start " + now);
        assertThat(recording.events())
                .filteredOn(event -> event.kind() == Event.Kind.RECORDER_UPGRADE)
                .extracting(Event::detail)
                .containsExactly("the recorder is version %s now; before, it was 0.0.7".formatted(now));
    }

    @Test
    void aRecorderThatAdjustedItselfLastEndedWithoutAWord() throws Exception {
        var adjusted = new Event(
                recording.host.wall(), recording.host.bootId(), Event.Kind.RECORDER_ADJUSTED, null, "the interval");
        recording.stop();
        recording.start();
        recording.tick();
        recording.store().commit(List.of(adjusted), List.of());
        recording.kill();
        recording.start();
        recording.tick();
        assertThat(recording.events().getLast().detail()).contains("without a word");
    }
}
