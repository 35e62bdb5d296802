package dev.tachograph.web;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.query.History;
import dev.tachograph.store.StoreException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code GET /api/gaps} and {@code GET /api/events}. */
final class HistoryRoutes {
    private static final int MOST_ROWS = 100_000;
    private static final int USUAL_ROWS = 1000;
    private static final Set<String> PARAMETERS = Set.of("from", "to", "tz", "limit");
    /** Far enough away for every question, and within what the database can count in microseconds. */
    private static final Instant FOR_EVER = Instant.parse("9999-12-31T23:59:59Z");

    private final Questions questions;
    private final InstantSource clock;

    HistoryRoutes(Questions questions, InstantSource clock) {
        this.questions = questions;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/api/gaps",
                        PARAMETERS,
                        request -> list(
                                request,
                                "gaps",
                                History::gaps,
                                History::countGaps,
                                (json, gap) -> JsonFields.object(json, fields -> members(fields, gap)))),
                Route.get(
                        "/api/events",
                        PARAMETERS,
                        request -> list(
                                request,
                                "events",
                                History::events,
                                History::countEvents,
                                (json, event) -> JsonFields.object(json, fields -> members(fields, event)))));
    }

    /** Finds what lies in a range. */
    @FunctionalInterface
    private interface Finder<T> {
        List<T> find(History history, Instant from, Instant to, int limit) throws StoreException;
    }

    /** Counts what lies in a range. */
    @FunctionalInterface
    private interface Counter {
        long count(History history, Instant from, Instant to) throws StoreException;
    }

    /** The newest that were found, and how many there are. */
    private record Found<T>(List<T> shown, long total) {
        /** Counts only when there are more than were asked for. */
        static <T> Found<T> of(History history, Finder<T> finder, Counter counter, Instant from, Instant to, int limit)
                throws StoreException {
            List<T> found = finder.find(history, from, to, limit + 1);
            return found.size() <= limit
                    ? new Found<>(found, found.size())
                    : new Found<>(found.subList(0, limit), counter.count(history, from, to));
        }

        boolean isTruncated() {
            return shown.size() < total;
        }
    }

    private <T> Answer list(
            ApiRequest request, String name, Finder<T> finder, Counter counter, JsonFields.ItemWriter<T> writer) {
        long began = System.nanoTime();
        var times = new TimeParameters(request.parameters(), clock.instant());
        Optional<Instant> from = times.instant("from");
        Optional<Instant> to = times.instant("to");
        int limit =
                (int) request.parameters().wholeNumber("limit", 0, MOST_ROWS).orElse(USUAL_ROWS);
        Found<T> found = questions.ask(
                request,
                recorded -> Found.of(
                        new History(recorded),
                        finder,
                        counter,
                        from.orElse(Instant.EPOCH),
                        to.orElse(FOR_EVER),
                        limit));
        return Answer.ok(json -> JsonFields.object(
                json,
                fields -> fields.value("total", found.total())
                        .value("truncated", found.isTruncated())
                        .value("from", from.orElse(null))
                        .value("to", to.orElse(null))
                        .value("limit", limit)
                        .value("elapsed_ms", (System.nanoTime() - began) / 1e6)
                        .array(name, found.shown(), writer)));
    }

    static void members(JsonFields fields, Gap gap) throws IOException {
        fields.value("stream", gap.stream().word())
                .value("from", gap.from())
                .value("to", gap.to())
                .value("cause", gap.cause().word())
                .value("count", gap.count())
                .value("detail", gap.detail());
    }

    private static void members(JsonFields fields, Event event) throws IOException {
        Long micros = event.amountMicros();
        fields.value("timestamp", event.at())
                .value("kind", event.kind().word())
                .value("amount_seconds", micros == null ? null : Double.valueOf(micros / 1e6))
                .value("detail", event.detail());
    }
}
