package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong(5_000_000_000L);

    private ProgressLine line(boolean isShown) {
        return new ProgressLine(new PrintStream(text, true, UTF_8), isShown, "ticks", 518_400, nanos::get);
    }

    @Test
    void onATerminalItTellsPercentRateAndWhatIsLeftAndIsGoneInTheEnd() {
        try (var line = line(true)) {
            nanos.addAndGet(10_000_000_000L);
            line.reached(25_920);
        }
        assertThat(text.toString(UTF_8))
                .isEqualTo("\r\u001b[K  5 %  25920 of 518400 ticks, 2592 a second, 3m10s left\r\u001b[K");
    }

    @Test
    void itDoesNotFlicker() {
        try (var line = line(true)) {
            for (int i = 0; i < 100; i++) {
                nanos.addAndGet(10_000_000);
                line.reached(i);
            }
        }
        assertThat(text.toString(UTF_8).split("\r", -1)).hasSize(1 + 5 + 1);
    }

    @Test
    void inAPipeItSaysNothing() {
        try (var line = line(false)) {
            nanos.addAndGet(10_000_000_000L);
            line.reached(25_920);
        }
        assertThat(text.toString(UTF_8)).isEmpty();
    }
}
