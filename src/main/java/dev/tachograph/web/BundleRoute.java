package dev.tachograph.web;

import dev.tachograph.bundle.Bundle;
import dev.tachograph.bundle.BundleException;
import dev.tachograph.bundle.Bundling;
import dev.tachograph.bundle.Manifest;
import dev.tachograph.store.FileErrors;
import dev.tachograph.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/** {@code GET /api/bundle}: an incident bundle of a window of time. */
final class BundleRoute {
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private final Questions questions;
    private final Bundling bundling;
    private final InstantSource clock;

    BundleRoute(Questions questions, Bundling bundling, InstantSource clock) {
        this.questions = questions;
        this.bundling = bundling;
        this.clock = clock;
    }

    /** It has a limit of its own, as it may take longer than an answer for a screen. */
    Route route() {
        return Route.get("/api/bundle", Set.of("from", "to", "tz", "redact"), this::answer)
                .forFollowers();
    }

    private Answer answer(ApiRequest request) {
        Instant now = clock.instant();
        var times = new TimeParameters(request.parameters(), now);
        Instant from = times.instant("from").orElseThrow(() -> missing("from"));
        Instant to = times.instant("to").orElseThrow(() -> missing("to"));
        if (from.isBefore(Instant.EPOCH) || !from.isBefore(to)) {
            throw new ProblemException(
                    Problem.parameter("from", "%s has to be before the end, which is %s".formatted(from, to)));
        }
        if (Duration.between(from, to).compareTo(Bundling.LONGEST) > 0) {
            throw new ProblemException(Problem.parameter(
                    "from",
                    "a bundle has at most %d days, and %s is more before %s"
                            .formatted(Bundling.LONGEST.toDays(), from, to)));
        }
        boolean isRedacted =
                request.parameters().parsed("redact", BundleRoute::truth).orElse(true);
        return new Answer.Download(
                "application/zip", bundling.fileName(from, to), out -> write(request, from, to, isRedacted, out));
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'%s' is not true or false".formatted(text));
        };
    }

    private static ProblemException missing(String name) {
        return new ProblemException(
                Problem.parameter(name, "is missing; a bundle needs from and to, such as from=-30m&to=now"));
    }

    private void write(ApiRequest request, Instant from, Instant to, boolean isRedacted, OutputStream out)
            throws IOException {
        try (Bundling.Place _ = bundling.place()
                        .orElseThrow(() -> new ProblemException(
                                Problem.busy("another bundle is being made; ask again when it is done")));
                var limit = new TimeLimit(request.cancellation(), LIMIT)) {
            try (Bundle bundle = cut(limit.signal(), from, to, isRedacted)) {
                Manifest _ = bundle.make(limit.signal()::isCancelled);
                bundle.write(out);
            } catch (BundleException e) {
                throw problem(e, limit.signal());
            }
        }
    }

    private Bundle cut(CancellationSignal signal, Instant from, Instant to, boolean isRedacted) {
        return questions.ask(signal, recorded -> {
            try {
                return bundling.cut(recorded, from, to, isRedacted);
            } catch (BundleException e) {
                throw problem(e, signal);
            } catch (IOException e) {
                throw new StoreException("the bundle can't be written: " + FileErrors.sentence(e));
            }
        });
    }

    private static ProblemException problem(BundleException cause, CancellationSignal signal) {
        if (signal.reason().isPresent()) {
            return new ProblemException(Problem.cancelled(signal.reason().get()));
        }
        String why = String.valueOf(cause.getMessage());
        return new ProblemException(
                switch (cause.kind()) {
                    case NOTHING -> Problem.of(404, why);
                    case TOO_LARGE -> Problem.of(507, "the bundle can't be made: " + why);
                    case UNFIT, CANCELLED, FAILED -> Problem.of(503, "the bundle can't be made: " + why);
                });
    }
}
