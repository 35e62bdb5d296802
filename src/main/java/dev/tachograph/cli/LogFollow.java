package dev.tachograph.cli;

import dev.tachograph.cli.EventStream.Event;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Prints the newest lines of a search and then each new one, until the user interrupts it. A recorder that ends is waited
 * for; what was logged meanwhile follows when it is back, each line once.
 */
final class LogFollow {
    private static final String PATH = "/api/search/tail";
    private static final String LINE = "line";
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    private final Console console;
    private final Watch.Pause pause;
    private final RecorderApi api;
    private final LogQuery query;
    private final Instant since;
    private final LogPrinter printer;

    /** The number of the newest line printed; null while there is none. */
    private @Nullable Long last;

    /** @param since older lines are not shown, though they may be stored only now */
    LogFollow(Console console, Watch.Pause pause, RecorderApi api, LogQuery query, Instant since, LogPrinter printer) {
        this.console = console;
        this.pause = pause;
        this.api = api;
        this.query = query.between(since, null);
        this.since = since;
        this.printer = printer;
    }

    /**
     * Ends only by an exception.
     *
     * @param most of the lines that are there already
     * @throws IOException if the recorder can't be asked for the first time
     */
    void run(int most) throws IOException, InterruptedException {
        try (LiveReply tail = tail()) {
            printStored(most);
            printNew(tail);
        }
        while (true) {
            console.say("the recorder has ended; waiting for it");
            again();
        }
    }

    /** Until the recorder is back, and then until it has ended again. */
    private void again() throws InterruptedException {
        while (true) {
            pause.pause(BETWEEN_ATTEMPTS);
            try (LiveReply tail = tail()) {
                console.say("the recorder is back");
                if (last == null) {
                    printStored(Count.MOST);
                }
                printNew(tail);
                return;
            } catch (InterruptedIOException _) {
                Thread.currentThread().interrupt(); // the pause ends with it
            } catch (IOException _) {
                // it is not back yet
            }
        }
    }

    private LiveReply tail() throws IOException {
        LiveReply reply = api.open(PATH, last == null ? query.tail() : query.tailAfter(last));
        try {
            LogRefusal.check(reply, query.search());
            return reply;
        } catch (IOException | RuntimeException e) {
            reply.close();
            throw e;
        }
    }

    /** Asked for once the tail has begun, so that no line falls between the two. */
    private void printStored(int most) throws IOException {
        last = new NewestLines(api, query, printer).print(most).newest();
    }

    /** Until the recorder ends. */
    private void printNew(LiveReply tail) {
        @Nullable Long printedBefore = last;
        var events = new EventStream(tail.body());
        for (@Nullable Event event = next(events); event != null; event = next(events)) {
            if (event.name().equals(LINE)) {
                LogRow row = row(event);
                if (printedBefore == null || row.line() > printedBefore) {
                    print(row);
                }
            }
        }
    }

    /** A recorder that is killed has ended as well. */
    private static @Nullable Event next(EventStream events) {
        try {
            return events.next();
        } catch (InterruptedIOException _) {
            Thread.currentThread().interrupt(); // the next pause ends with it
            return null;
        } catch (IOException _) {
            return null;
        }
    }

    private static LogRow row(Event event) {
        try {
            return LogRow.parse(event.data());
        } catch (IOException e) {
            throw CommandFailure.failed("what the recorder sent is no log line: " + e.getMessage());
        }
    }

    private void print(LogRow row) {
        if (!row.timestamp().isBefore(since)) {
            printer.print(row);
            printer.flush();
        }
        last = row.line();
    }
}
