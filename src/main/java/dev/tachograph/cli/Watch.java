package dev.tachograph.cli;

import dev.tachograph.text.Printable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Shows the process table of each new tick until the user interrupts it or nobody reads any more. */
final class Watch {
    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration WITHOUT_ANSWER = Duration.ofSeconds(2);

    /** When the newest tick should be there, a little late rather than a little early. */
    private static final Duration SLACK = Duration.ofMillis(100);

    /** Lets time pass between two frames. */
    @FunctionalInterface
    interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }

    /** Asks for the newest table. */
    @FunctionalInterface
    interface Source {
        ProcessTable table() throws IOException;
    }

    private final Console console;
    private final Pause pause;
    private final Source source;

    Watch(Console console, Pause pause, Source source) {
        this.console = console;
        this.pause = pause;
        this.source = source;
    }

    int run() throws InterruptedException {
        if (!console.paper().get().terminal()) {
            return frames();
        }
        var screen = new AlternateScreen(console.out());
        var restore = new Thread(screen::close, "restore-terminal");
        Runtime.getRuntime().addShutdownHook(restore);
        try (screen) {
            return redraw(screen);
        }
    }

    /** One frame after another, each tick once; ends when the recorder does. */
    private int frames() throws InterruptedException {
        @Nullable Instant shown = null;
        while (true) {
            ProcessTable table;
            try {
                table = source.table();
            } catch (IOException e) {
                throw CommandFailure.failed(String.valueOf(e.getMessage()));
            }
            if (shown == null || !shown.equals(table.timestamp())) {
                console.out().print((shown == null ? "" : "\n") + table.render(Paper.PIPE));
            }
            if (console.out().checkError()) {
                return ExitCode.FINE;
            }
            shown = table.timestamp();
            pause.pause(untilNextTick(table));
        }
    }

    /** The newest frame in place of the last; a recorder that restarts is waited for. */
    private int redraw(AlternateScreen screen) throws InterruptedException {
        while (!console.out().checkError()) {
            Paper paper = console.paper().get();
            Duration rest;
            try {
                ProcessTable table = source.table();
                screen.draw(firstLines(table.render(paper), paper.rows()));
                rest = untilNextTick(table);
            } catch (IOException e) {
                screen.draw(Printable.clip(Printable.text("waiting: " + e.getMessage()), paper.columns()));
                rest = WITHOUT_ANSWER;
            }
            pause.pause(rest);
        }
        return ExitCode.FINE;
    }

    private Duration untilNextTick(ProcessTable table) {
        @Nullable Instant newest = table.timestamp();
        Duration interval = table.interval();
        if (newest == null) {
            return interval;
        }
        Duration rest = Duration.between(
                console.clock().instant(), newest.plus(interval).plus(SLACK));
        boolean noneToExpectSoon = rest.compareTo(interval) > 0 || rest.compareTo(interval.negated()) < 0;
        return noneToExpectSoon ? interval : rest.compareTo(SHORTEST) < 0 ? SHORTEST : rest;
    }

    private static String firstLines(String text, int rows) {
        int end = -1;
        for (int i = 0; i < rows && end + 1 < text.length(); i++) {
            end = text.indexOf('\n', end + 1);
        }
        return text.substring(0, end + 1);
    }
}
