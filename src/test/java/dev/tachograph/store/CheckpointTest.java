package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint and those who read. */
@Timeout(60)
class CheckpointTest {
    @TempDir
    private Path folder;

    @Test
    void aReaderOfWhatIsSealedMeanwhileKeepsItsConnectionAndTheCheckpointComesLater() throws Exception {
        try (var recording = new Recording(folder)) {
            recording.ticks(5);
            recording.host.pass(Duration.ofHours(1));
            recording.ticks(2);
            Store store = recording.store();
            try (Reading reading = store.read()) {
                assertThat(Sql.number(reading.connection(), "SELECT count(*) FROM ticks"))
                        .isEqualTo(7);
                new SegmentKeeper(store, SegmentKeeper.OnWriter.DIRECTLY, recording.host::wall).sealHour();
                store.checkpointNow();
                recording.ticks(1);
                assertThat(Sql.number(reading.connection(), "SELECT count(*) FROM ticks"))
                        .isEqualTo(7);
                assertThat(store.status().lastError()).isNull();
                assertThat(store.status().walBytes()).isPositive();
            }
            store.checkpointNow();
            assertThat(store.status().walBytes()).isZero();
            assertThat(store.status().lastError()).isNull();
        }
    }
}
