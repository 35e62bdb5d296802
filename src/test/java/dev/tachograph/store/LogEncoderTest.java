package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import dev.tachograph.model.LogSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogEncoderTest {
    private final LogEncoder encoder = new LogEncoder(1, 1);

    private static LogLine line(int pid, int commandLineLength) {
        var origin = new LogOrigin(
                LogSource.JOURNAL,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                pid,
                null,
                null,
                null,
                null,
                "x".repeat(commandLineLength));
        return new LogLine(
                origin,
                Instant.EPOCH,
                null,
                pid,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of());
    }

    /** How many origins had to be stored for these lines. */
    private int newOrigins(List<LogLine> lines) {
        LogEncoder.Rows rows = encoder.encode(lines);
        encoder.committed(rows);
        return rows.origins().size();
    }

    private static List<LogLine> lines(int from, int to, int commandLineLength) {
        return IntStream.range(from, to)
                .mapToObj(pid -> line(pid, commandLineLength))
                .toList();
    }

    @Test
    void originsAreStoredOnce() {
        assertThat(newOrigins(lines(0, LogEncoder.MOST_ORIGINS, 20))).isEqualTo(LogEncoder.MOST_ORIGINS);
        assertThat(newOrigins(lines(0, LogEncoder.MOST_ORIGINS, 20))).isZero();
    }

    @Test
    void beyondThatManyTheOnesOfLongAgoAreForgotten() {
        newOrigins(lines(0, LogEncoder.MOST_ORIGINS + 1, 20));

        assertThat(newOrigins(lines(1, LogEncoder.MOST_ORIGINS + 1, 20))).isZero();
        assertThat(newOrigins(lines(0, 1, 20))).isOne();
    }

    @Test
    void beyondThatWeightTheOnesOfLongAgoAreForgotten() {
        int length = 4_000;
        int most = (int) (LogEncoder.MOST_WEIGHT / line(0, length).origin().weight());
        newOrigins(lines(0, 3 * most, length));

        assertThat(newOrigins(lines(2 * most, 3 * most, length))).isZero();
        assertThat(newOrigins(lines(2 * most - 1, 2 * most, length))).isOne();
    }

    @Test
    void afterAllOriginsWereForgottenAsManyAreRememberedAgain() {
        int length = 4_000;
        int most = (int) (LogEncoder.MOST_WEIGHT / line(0, length).origin().weight());
        newOrigins(lines(0, most, length));
        encoder.forgetOrigins();

        assertThat(newOrigins(lines(0, most, length))).isEqualTo(most);
        assertThat(newOrigins(lines(0, most, length))).isZero();
    }
}
