package dev.tachograph.cli;

import dev.tachograph.linux.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One line on a terminal that asks a recorder how far it is, on a thread of its own until closed; nothing anywhere else. */
final class ProgressWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final String ERASE = "\r\u001b[K";

    private final Console console;
    private final RecorderApi api;
    private final String path;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("progress").unstarted(this::run);

    private ProgressWatch(Console console, RecorderApi api, String path) {
        this.console = console;
        this.api = api;
        this.path = path;
    }

    /** @param path of the answer that says how far it is */
    static ProgressWatch start(Console console, RecorderApi api, String path) {
        var watch = new ProgressWatch(console, api, path);
        if (Terminal.behind(2).isPresent()) {
            watch.thread.start();
        }
        return watch;
    }

    private void run() {
        boolean isShown = false;
        try {
            while (!done.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                String text = text(api.get(path, Map.of()).json());
                isShown = !text.isEmpty() || isShown;
                console.err().print(ERASE + text);
                console.err().flush();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            // what goes wrong is told by whoever waits for the answer itself
        } finally {
            if (isShown) {
                console.err().print(ERASE);
                console.err().flush();
            }
        }
    }

    /** Empty while nothing is known. */
    static String text(JsonValue answer) {
        OptionalDouble done = answer.get("done_bytes").number();
        OptionalDouble total = answer.get("total_bytes").number();
        if (done.isEmpty() || (done.getAsDouble() == 0 && total.orElse(0) == 0)) {
            return "";
        }
        return total.orElse(0) == 0
                ? Figures.bytes(done)
                : Figures.fixed(OptionalDouble.of(Math.floor(100 * done.getAsDouble() / total.getAsDouble())), 0)
                        + " %  " + Figures.bytes(done) + " of " + Figures.bytes(total);
    }

    @Override
    public void close() {
        done.countDown();
        try {
            if (thread.isAlive()) {
                thread.join(Duration.ofSeconds(2));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
