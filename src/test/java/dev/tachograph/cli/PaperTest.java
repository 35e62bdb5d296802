package dev.tachograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.Terminal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaperTest {
    /** A device that knows no size, so that the environment or the usual one counts. */
    private static final Optional<Terminal> TERMINAL = Optional.of(new Terminal(Path.of("/dev/null")));

    @Test
    void aPipeIsNeitherColouredNorNarrow() {
        assertThat(Paper.of(Optional.empty(), Map.of("TERM", "xterm", "COLUMNS", "20")))
                .isEqualTo(Paper.PIPE);
    }

    @Test
    void theEnvironmentNamesTheSize() {
        assertThat(Paper.of(TERMINAL, Map.of("TERM", "xterm", "COLUMNS", "132", "LINES", "50")))
                .isEqualTo(new Paper(true, true, 132, 50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "wide", "1000000000000"})
    void whatIsNoSizeGivesWayToTheUsualOne(String columns) {
        assertThat(Paper.of(TERMINAL, Map.of("TERM", "xterm", "COLUMNS", columns)))
                .isEqualTo(new Paper(true, true, 80, 24));
    }

    @Test
    void colourCanBeRefused() {
        assertThat(Paper.of(TERMINAL, Map.of("TERM", "xterm", "NO_COLOR", "1")).colour())
                .isFalse();
        assertThat(Paper.of(TERMINAL, Map.of("TERM", "xterm", "NO_COLOR", "")).colour())
                .isTrue();
        assertThat(Paper.of(TERMINAL, Map.of("TERM", "dumb")).colour()).isFalse();
        assertThat(Paper.of(TERMINAL, Map.of()).colour()).isFalse();
    }
}
