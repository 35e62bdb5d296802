package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final Paper TERMINAL = new Paper(true, false, 80, 3);

    private final Playground playground = new Playground(Path.of("/"));
    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void inAPipeEachTickIsPrintedOnceAndARecorderThatEndsEndsIt() {
        var watch = new Watch(
                playground.console(Paper.PIPE), pauses::add, source("03:12:00", "03:12:05", "03:12:05", "fails"));
        assertThatThrownBy(watch::run).isInstanceOf(CommandFailure.class).hasMessage("gone");
        assertThat(playground.out().split("\n\n", -1)).hasSize(2);
        assertThat(playground.out())
                .contains("04:12:00")
                .containsOnlyOnce("04:12:05")
                .doesNotContain("\u001b");
    }

    @Test
    void waitsUntilTheNextTickShouldBeThere() {
        var watch = new Watch(
                playground.console(Paper.PIPE),
                pauses::add,
                source("03:12:05", "03:12:00", "03:13:00", "03:11:00", "fails"));
        assertThatThrownBy(watch::run).isInstanceOf(CommandFailure.class);
        assertThat(pauses)
                .containsExactly(
                        Duration.ofMillis(3_100), Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    @Test
    void aTerminalIsRedrawnAndGivenBack() {
        Watch.Pause interruptsAfterThree = pause -> {
            pauses.add(pause);
            if (pauses.size() == 3) {
                throw new InterruptedException();
            }
        };
        var watch =
                new Watch(playground.console(TERMINAL), interruptsAfterThree, source("03:12:00", "fails", "03:12:10"));
        assertThatThrownBy(watch::run).isInstanceOf(InterruptedException.class);
        assertThat(playground.out())
                .startsWith("\u001b[?1049h\u001b[?25l\u001b[H")
                .contains("waiting: gone\u001b[K", "04:12:10")
                .endsWith("\u001b[?25h\u001b[?1049l");
    }

    @Test
    void aFrameIsNoHigherThanTheTerminal() {
        var watch = new Watch(
                playground.console(TERMINAL),
                _ -> {
                    throw new InterruptedException();
                },
                source("03:12:00"));
        assertThatThrownBy(watch::run).isInstanceOf(InterruptedException.class);
        assertThat(playground.out().lines().count()).isLessThanOrEqualTo(TERMINAL.rows());
    }

    @Test
    void endsByItselfWhenNobodyReadsAnyMore() throws InterruptedException {
        for (Paper paper : List.of(Paper.PIPE, TERMINAL)) {
            var out = new PrintStream(new Closed(), true, UTF_8);
            var console = new Console(out, out, () -> paper, () -> Playground.NOW, Playground.ZONE);
            assertThat(new Watch(console, pauses::add, source("03:12:00", "03:12:05")).run())
                    .isZero();
        }
    }

    private static final class Closed extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
        }
    }

    private static Watch.Source source(String... clocks) {
        Queue<String> rest = new ArrayDeque<>(List.of(clocks));
        return () -> {
            String clock = rest.remove();
            if (clock.equals("fails")) {
                throw new IOException("gone");
            }
            String answer = Playground.resource("processes.json")
                    .replaceFirst("2026-11-23T03:12:05.000123Z", "2026-11-23T" + clock + "Z");
            return new ProcessTable(JsonValue.parse(answer), Playground.ZONE);
        };
    }
}
