package dev.tachograph.web;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Routes that do what a test needs. */
final class TestApi {
    /** Why the last request to {@code /wait} was cancelled. */
    final CompletableFuture<CancellationSignal.Reason> cancelled = new CompletableFuture<>();
    /** Opens when {@code /wait} or {@code /deaf} is at work. */
    final CountDownLatch working = new CountDownLatch(1);
    /** Lets {@code /deaf} go. */
    final CountDownLatch leave = new CountDownLatch(1);

    Api api() {
        return new Api(List.of(
                Route.get("/small", Set.of("limit", "order", "q"), TestApi::small),
                Route.get("/rows", Set.of("count"), TestApi::rows),
                Route.get("/thread", Set.of(), _ -> text(String.valueOf(Thread.currentThread()))),
                Route.get("/fails", Set.of(), _ -> {
                    throw new IllegalStateException("secret inside");
                }),
                Route.get("/fails-late", Set.of("after"), TestApi::failsLate),
                Route.get("/wait", Set.of(), this::await),
                Route.get("/deaf", Set.of(), this::deaf),
                new Route(
                        Route.Method.POST,
                        "/length",
                        Set.of(),
                        request -> text("" + request.body().length()))));
    }

    private static Answer small(ApiRequest request) {
        long limit = request.parameters().wholeNumber("limit", 0, 100_000).orElse(7);
        String order =
                request.parameters().oneOf("order", List.of("asc", "desc")).orElse("desc");
        String q = request.parameters().text("q").orElse("");
        return text(limit + " " + order + " " + q);
    }

    static Answer text(String text) {
        return Answer.ok(json -> {
            json.writeStartObject();
            json.writeStringField("text", text);
            json.writeEndObject();
        });
    }

    private static Answer rows(ApiRequest request) {
        long count = request.parameters().wholeNumber("count", 0, 100_000_000).orElse(0);
        return Answer.ok(json -> {
            json.writeStartArray();
            for (long i = 0; i < count; i++) {
                json.writeNumber(i);
            }
            json.writeEndArray();
        });
    }

    private static Answer failsLate(ApiRequest request) {
        long after = request.parameters().wholeNumber("after", 0, 1_000_000).orElse(0);
        return Answer.ok(json -> {
            json.writeStartArray();
            for (long i = 0; i < after; i++) {
                json.writeNumber(i);
            }
            throw new IllegalStateException("secret inside");
        });
    }

    private Answer await(ApiRequest request) {
        var reason = new CompletableFuture<CancellationSignal.Reason>();
        try (var _ = request.cancellation()
                .onCancel(() -> reason.complete(request.cancellation().reason().orElseThrow()))) {
            working.countDown();
            cancelled.complete(reason.join());
        }
        throw new IllegalStateException("the query was interrupted");
    }

    private Answer deaf(ApiRequest request) {
        working.countDown();
        try {
            leave.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return text("left");
    }
}
