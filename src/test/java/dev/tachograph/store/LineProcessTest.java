package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import dev.tachograph.model.LogSource;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.Tick;
import dev.tachograph.query.LineProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process of a line is found by boot, pid and time. */
class LineProcessTest {
    private static final String HOST = "web1";

    @TempDir
    private Path folder;

    private Recording recording;
    private Tick first;
    private Tick second;

    @BeforeEach
    void record() throws Exception {
        recording = new Recording(folder.resolve("data"));
        first = recording.tick();
        second = recording.tick();
    }

    @AfterEach
    void end() {
        recording.close();
    }

    private LineProcess processOf(Instant at, @Nullable Integer pid, @Nullable UUID boot) throws Exception {
        return processOf(at, pid, boot, null);
    }

    private LineProcess processOf(Instant at, @Nullable Integer pid, @Nullable UUID boot, @Nullable String hostname)
            throws Exception {
        var origin = new LogOrigin(
                LogSource.JOURNAL,
                null,
                boot,
                null,
                hostname,
                null,
                null,
                null,
                null,
                null,
                null,
                "x",
                pid,
                null,
                null,
                null,
                null,
                null);
        var line =
                new LogLine(origin, at, null, 1, 6, null, "m", null, null, null, null, null, null, Map.of(), List.of());
        recording.store().commit(new LogBatch(List.of(line), List.of(), List.of()));
        return LineProcess.of(
                        recording.store(),
                        recording.host::wall,
                        HOST,
                        recording.store().newestLine())
                .orElseThrow();
    }

    /** One that both ticks have. */
    private ProcessSample lasting() {
        return first.processes().stream()
                .filter(sample -> second.processes().stream()
                        .anyMatch(other -> other.key().equals(sample.key())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itIsShownAtTheNearestTick() throws Exception {
        int pid = lasting().key().pid();
        Instant begin = first.at().wall();
        LineProcess early = processOf(begin.plusSeconds(1), pid, recording.host.bootId());
        assertThat(early.at()).isEqualTo(begin);
        assertThat(early.process())
                .isNotNull()
                .satisfies(row -> assertThat(row.pid()).isEqualTo(pid));
        assertThat(early.reason()).isNull();
        LineProcess late = processOf(begin.plusSeconds(4), pid, null);
        assertThat(late.at()).isEqualTo(second.at().wall());
    }

    @Test
    void whyThereIsNoneIsSaid() throws Exception {
        Instant at = first.at().wall().plusSeconds(1);
        int pid = lasting().key().pid();
        assertThat(processOf(at, null, null).reason()).contains("does not tell the pid");
        assertThat(processOf(at, 999_999, null).reason()).contains("lived between them");
        assertThat(processOf(at, pid, UUID.randomUUID()).reason()).contains("another boot");
        assertThat(processOf(at.minus(Duration.ofDays(1)), pid, null).reason()).contains("before-recording");
    }

    @Test
    void aLineOfAnotherHostHasNoProcessHere() throws Exception {
        Instant at = first.at().wall().plusSeconds(1);
        int pid = lasting().key().pid();
        String reason = "the line is of another host";
        assertThat(processOf(at, pid, null, "db1").reason()).isEqualTo(reason);
        assertThat(processOf(at, pid, UUID.randomUUID(), "db1").reason()).isEqualTo(reason);
        assertThat(processOf(at, 999_999, UUID.randomUUID(), "web1.db.example").reason())
                .as("a host in a domain")
                .contains("lived between them");
        assertThat(processOf(at, pid, recording.host.bootId(), "former-name").process())
                .as("the host had another name")
                .isNotNull();
        for (String name : List.of("web1", "WEB1.example.org", "localhost")) {
            assertThat(processOf(at, pid, null, name).process()).as(name).isNotNull();
        }
    }

    @Test
    void ofNoLineThereIsNothing() throws Exception {
        assertThat(LineProcess.of(recording.store(), recording.host::wall, HOST, 1))
                .isEmpty();
    }
}
