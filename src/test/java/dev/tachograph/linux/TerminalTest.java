package dev.tachograph.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "0 0", "24", "24 x", "24 80 1", "-1 80"})
    void whatSttyDoesNotKnowHasNoSize(String text) {
        assertThat(Terminal.parse(text)).isEmpty();
    }

    @Test
    void readsRowsBeforeColumns() {
        assertThat(Terminal.parse("24 80\n")).contains(new Terminal.Size(24, 80));
    }

    @ParameterizedTest
    @CsvSource({"/dev/pts/3, true", "/dev/tty1, true", "/dev/console, true", "/dev/null, false", "pipe:[7], false"})
    void tellsTerminalsByTheirDevice(String path, boolean terminal) {
        assertThat(Terminal.isTerminal(path)).isEqualTo(terminal);
    }

    @Test
    void aDescriptorThatIsNotOpenIsNoTerminal() {
        assertThat(Terminal.behind(987_654)).isEmpty();
    }

    @Test
    void aDeviceThatIsNoTerminalHasNoSize() {
        assertThat(new Terminal(Path.of("/dev/null")).size()).isEmpty();
    }
}
