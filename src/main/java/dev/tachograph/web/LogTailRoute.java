package dev.tachograph.web;

import dev.tachograph.query.LogColumn;
import dev.tachograph.query.LogTail;
import dev.tachograph.query.SearchException;
import dev.tachograph.store.Recorded;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/search/tail}: lines as they are stored. While nothing comes it costs a look at a number; the database is
 * asked only when there are new lines, and others ask it between two of its questions.
 */
final class LogTailRoute {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final long RETRY_MILLIS = 2000;
    /** Who follows holds a connection, and lines in memory when it does not read; others need some, too. */
    static final int MOST_FOLLOWERS = 8;

    private static final int MOST_FAILURES = 10;
    private static final String LINE = "line";
    private static final Set<String> PARAMETERS = Set.of("q", "hostname", "unit", "priority", "columns", "after");

    private final Questions questions;
    private final InstantSource clock;
    private final Duration keepAlive;
    private final Duration limit;
    private final Semaphore places = new Semaphore(MOST_FOLLOWERS);

    LogTailRoute(Questions questions, InstantSource clock) {
        this(questions, clock, KEEP_ALIVE, WebLimits.DEFAULT.request());
    }

    /**
     * Followers.
     *
     * @param keepAlive how long nothing is said at most
     * @param limit how long one question to the store may take: the request has no limit
     */
    LogTailRoute(Questions questions, InstantSource clock, Duration keepAlive, Duration limit) {
        this.questions = questions;
        this.clock = clock;
        this.keepAlive = keepAlive;
        this.limit = limit;
    }

    Route route() {
        return Route.get("/api/search/tail", PARAMETERS, this::follow).forFollowers();
    }

    private Answer follow(ApiRequest request) {
        var parameters = new LogParameters(request.parameters(), clock.instant());
        var tail = new LogTail(parameters.text(), parameters.more());
        List<LogColumn> columns = new ArrayList<>(List.of(LogColumn.LINE));
        columns.addAll(parameters.columns());
        try {
            ask(request, recorded -> {
                tail.check(recorded);
                return true;
            });
        } catch (SearchException e) {
            throw LogParameters.refusal("q", e);
        }
        OptionalLong asked = after(request);
        long newest = newest(request);
        var following = new Following(request, tail, columns, Math.min(asked.orElse(newest), newest));
        return new Answer.Events(following::run);
    }

    /** What a client has already counts more than what it asked for at first. */
    private static OptionalLong after(ApiRequest request) {
        String last = request.lastEvent();
        if (last == null) {
            return request.parameters().wholeNumber("after", 0, Long.MAX_VALUE - 1);
        }
        return Parameters.of(Map.of("Last-Event-ID", List.of(last)))
                .wholeNumber("Last-Event-ID", 0, Long.MAX_VALUE - 1);
    }

    private long newest(ApiRequest request) {
        return ask(request, Recorded::newestLine);
    }

    private <T> T ask(ApiRequest request, Questions.Question<T> question) {
        try (var time = new TimeLimit(request.cancellation(), limit)) {
            return questions.ask(time.signal(), question);
        }
    }

    /** One client. */
    private final class Following {
        private final ApiRequest request;
        private final LogTail tail;
        private final List<LogColumn> columns;
        private final CountDownLatch end = new CountDownLatch(1);
        private long after;
        private long saidNanos = System.nanoTime();
        private int failures;

        Following(ApiRequest request, LogTail tail, List<LogColumn> columns, long after) {
            this.request = request;
            this.tail = tail;
            this.columns = columns;
            this.after = after;
        }

        void run(EventSink sink) throws IOException {
            if (!places.tryAcquire()) {
                throw new ProblemException(Problem.busy("%d clients follow the log already".formatted(MOST_FOLLOWERS)));
            }
            try (var _ = request.cancellation().onCancel(end::countDown)) {
                sink.retryAfter(RETRY_MILLIS);
                while (!isAtEnd()) {
                    advance(sink);
                }
            } finally {
                places.release();
            }
        }

        private boolean isAtEnd() {
            return request.cancellation().isCancelled() || failures >= MOST_FAILURES;
        }

        private void advance(EventSink sink) throws IOException {
            long newest = newest(request);
            if (newest < after) {
                after = newest; // the store has another record now
            }
            if (newest == after || !sendUpTo(newest, sink)) {
                pause();
            }
            if (System.nanoTime() - saidNanos > keepAlive.toNanos()) {
                sink.comment("nothing new");
                saidNanos = System.nanoTime();
            }
        }

        /** @return whether it was possible to ask */
        private boolean sendUpTo(long newest, EventSink sink) throws IOException {
            var rows = new LogWriter.Rows(AnswerRoom.SMALL_CHARACTERS);
            try {
                after = ask(request, recorded -> tail.read(recorded, after, newest, columns, rows::add));
                failures = 0;
            } catch (ProblemException _) {
                failures++;
                return false;
            }
            for (@Nullable Object[] row : rows.rows()) {
                send(row, sink);
            }
            return true;
        }

        private void send(@Nullable Object[] row, EventSink sink) throws IOException {
            if (row[0] instanceof Long number) {
                List<LogColumn> shown = columns.subList(1, columns.size());
                sink.event(number, LINE, json -> LogWriter.write(json, shown, LogWriter.withoutNumber(row)));
                saidNanos = System.nanoTime();
            }
        }

        private void pause() {
            try {
                end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                failures = MOST_FAILURES;
            }
        }
    }
}
