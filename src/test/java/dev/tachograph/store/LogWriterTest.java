package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.model.Gap;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogPosition;
import dev.tachograph.record.LogChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the store refuses stays first in the channel, and what belongs to another record is not written to this one. */
@Timeout(120)
class LogWriterTest {
    @TempDir
    private Path folder;

    private Path data;
    private Recording recording;
    private final RandomLog log = new RandomLog(3);
    private final LogChannel channel = new LogChannel(4, () -> {});
    private LogWriter writer;

    @BeforeEach
    void begin() throws Exception {
        data = folder.resolve("data");
        recording = new Recording(data);
        recording.tick();
        writer = new LogWriter(channel, recording.store(), Duration.ofMillis(10));
    }

    @AfterEach
    void end() {
        recording.close();
    }

    private LogBatch batch(String position) {
        return new LogBatch(
                log.lines(recording.host.wall(), 10), List.of(new LogPosition("test", position)), List.of());
    }

    private long lines() throws Exception {
        try (var connection = recording.store().connect()) {
            return Sql.number(connection, "SELECT count(*) FROM journal_logs");
        }
    }

    @Test
    void aBatchLeavesTheChannelWhenItIsStored() throws Exception {
        channel.offer(batch("a"), channel.generation());
        assertThat(writer.isReady()).isTrue();
        writer.writeNext();
        assertThat(channel.isEmpty()).isTrue();
        assertThat(writer.isReady()).isFalse();
        assertThat(lines()).isEqualTo(10);
    }

    @Test
    void anOldHotFileInPlaceOfTheOneThatWasWrittenSendsReadersBackToItsPosition() throws Exception {
        channel.offer(batch("a"), channel.generation());
        writer.writeNext();
        recording.store().checkpoint();
        Path old = Files.copy(data.resolve(DataDirectory.HOT_FILE), folder.resolve("old"));
        channel.offer(batch("b"), channel.generation());
        writer.writeNext();
        recording.tick();

        Files.move(old, data.resolve(DataDirectory.HOT_FILE), StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(data.resolve(DataDirectory.HOT_FILE + ".wal"));
        int generation = channel.generation();
        channel.offer(batch("c"), generation);
        writer.writeNext();

        assertThat(channel.generation()).isNotEqualTo(generation);
        assertThat(channel.isEmpty()).isTrue();
        assertThat(recording.store().logPositions()).containsExactly(new LogPosition("test", "a"));
        assertThat(lines()).isEqualTo(10);
        channel.offer(batch("b"), channel.generation());
        writer.writeNext();
        assertThat(lines()).isEqualTo(20);
    }

    @Test
    void aBatchThatAloneIsRefusedBecomesAGapAndTheNextOnesFollow() throws Exception {
        LogLine line = log.lines(recording.host.wall(), 1).getFirst();
        var poison = new LogLine(
                line.origin(),
                Instant.MAX,
                null,
                1,
                null,
                null,
                "x",
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of());
        channel.offer(
                new LogBatch(List.of(line, poison), List.of(new LogPosition("test", "p")), List.of()),
                channel.generation());
        channel.offer(batch("q"), channel.generation());
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            if (writer.isReady()) {
                writer.writeNext();
            }
            return channel.isEmpty();
        });
        assertThat(lines()).isEqualTo(10);
        assertThat(recording.store().logPositions()).containsExactly(new LogPosition("test", "q"));
        assertThat(recording.gaps())
                .filteredOn(gap -> gap.stream() == Gap.Stream.LOGS)
                .singleElement()
                .satisfies(gap -> {
                    assertThat(gap.cause()).isEqualTo(Gap.Cause.STORE);
                    assertThat(gap.count()).isEqualTo(2);
                });
    }
}
