package dev.tachograph.web;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.query.EventProcess;
import dev.tachograph.query.History;
import dev.tachograph.query.ProcessColumn;
import dev.tachograph.store.StoreException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/gaps} and {@code GET /api/events}. */
final class HistoryRoutes {
    private static final int MOST_ROWS = 100_000;
    private static final int USUAL_ROWS = 1000;
    /** Events of which the process is looked up: each takes some milliseconds. */
    private static final int MOST_PROCESSES = 20;
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
                Route.get("/api/gaps", Set.of("from", "to", "tz", "limit", "stream", "cause"), this::gaps),
                Route.get("/api/events", Set.of("from", "to", "tz", "limit", "kind"), this::events));
    }

    private Answer gaps(ApiRequest request) {
        Parameters parameters = request.parameters();
        Set<Gap.Stream> streams = words(parameters, "stream", Gap.Stream.class, Gap.Stream::word);
        Set<Gap.Cause> causes = words(parameters, "cause", Gap.Cause.class, Gap.Cause::word);
        return list(
                request,
                "gaps",
                (history, from, to, limit) -> history.gaps(from, to, streams, causes, limit),
                (history, from, to) -> history.countGaps(from, to, streams, causes),
                gap -> gap,
                (json, gap) -> JsonFields.object(json, fields -> members(fields, gap)));
    }

    private Answer events(ApiRequest request) {
        Set<Event.Kind> kinds = words(request.parameters(), "kind", Event.Kind.class, Event.Kind::word);
        return list(
                request,
                "events",
                (history, from, to, limit) -> history.events(from, to, kinds, limit),
                (history, from, to) -> history.countEvents(from, to, kinds),
                found -> withProcesses(request, found),
                (json, event) -> JsonFields.object(json, fields -> members(fields, event)));
    }

    /** Words with commas between them; none where none are given. */
    private static <E extends Enum<E>> Set<E> words(
            Parameters parameters, String name, Class<E> type, Function<E, String> word) {
        List<E> all = Arrays.asList(type.getEnumConstants());
        Set<E> chosen = EnumSet.noneOf(type);
        for (String text : parameters.list(name, all.size())) {
            chosen.add(all.stream()
                    .filter(each -> word.apply(each).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new ProblemException(Problem.parameter(
                            name,
                            "'%s' is not one of %s"
                                    .formatted(
                                            Parameters.shown(text),
                                            String.join(
                                                    ", ", all.stream().map(word).toList()))))));
        }
        return chosen;
    }

    /** An event, with the process that it happened to where that was looked up. */
    private record ToldEvent(Event event, @Nullable EventProcess process) {}

    private List<ToldEvent> withProcesses(ApiRequest request, List<Event> events) {
        List<ToldEvent> told = new ArrayList<>(events.size());
        int looked = 0;
        for (Event event : events) {
            boolean isOfProcess = event.kind() == Event.Kind.OOM_KILL || event.kind() == Event.Kind.PROCESS_CRASH;
            EventProcess process = null;
            if (isOfProcess && event.subject().pid() != null && looked < MOST_PROCESSES) {
                looked++;
                process = questions
                        .ask(request, recorded -> EventProcess.of(recorded, event))
                        .orElse(null);
            }
            told.add(new ToldEvent(event, process));
        }
        return told;
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

    private <T, U> Answer list(
            ApiRequest request,
            String name,
            Finder<T> finder,
            Counter counter,
            Function<List<T>, List<U>> more,
            JsonFields.ItemWriter<U> writer) {
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
        List<U> shown = more.apply(found.shown());
        return Answer.ok(json -> JsonFields.object(
                json,
                fields -> fields.value("total", found.total())
                        .value("truncated", found.isTruncated())
                        .value("from", from.orElse(null))
                        .value("to", to.orElse(null))
                        .value("limit", limit)
                        .value("elapsed_ms", (System.nanoTime() - began) / 1e6)
                        .array(name, shown, writer)));
    }

    static void members(JsonFields fields, Gap gap) throws IOException {
        fields.value("stream", gap.stream().word())
                .value("from", gap.from())
                .value("to", gap.to())
                .value("cause", gap.cause().word())
                .value("count", gap.count())
                .value("detail", gap.detail());
    }

    private static void members(JsonFields fields, ToldEvent told) throws IOException {
        Event event = told.event();
        Long micros = event.amountMicros();
        fields.value("timestamp", event.at())
                .value("kind", event.kind().word())
                .value("amount_seconds", micros == null ? null : Double.valueOf(micros / 1e6))
                .value("detail", event.detail())
                .value("pid", event.subject().pid())
                .value("name", event.subject().name())
                .value("unit", event.subject().unit())
                .object("facts", facts -> {
                    for (var fact : event.subject().facts().entrySet()) {
                        facts.value(fact.getKey(), fact.getValue());
                    }
                })
                .value("link", "/processes?at=" + event.at());
        EventProcess process = told.process();
        if (process == null) {
            fields.value("process", null);
        } else {
            fields.object("process", members -> {
                for (ProcessColumn column : ProcessColumn.values()) {
                    members.value(column.key(), column.of(process.row()));
                }
                members.value("mem_growth", process.growthBytes());
            });
        }
    }
}
