package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.bundle.Bundling;
import dev.tachograph.query.RecordingFigures;
import dev.tachograph.simulation.HistoryPlan;
import dev.tachograph.simulation.SyntheticHistory;
import dev.tachograph.simulation.SyntheticLog;
import dev.tachograph.store.DataDirectory;
import dev.tachograph.store.HistoryWriter;
import dev.tachograph.store.StoppedSafekeeping;
import dev.tachograph.store.StoppedStore;
import dev.tachograph.worker.SqlRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route's own answer, over a made-up history, is what {@code openapi.json} says of it. */
@Timeout(120)
class OpenApiAnswersTest {
    private static final Instant UNTIL = Instant.parse("2026-11-25T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static StoppedStore store;
    private static Api api;
    private static Map<String, String> known;

    /** One request of the examples. */
    record Example(int status, String method, String target, String body) {
        static Example parse(String line) {
            String[] parts = line.split(" ", 4);
            return new Example(Integer.parseInt(parts[0]), parts[1], parts[2], parts.length > 3 ? parts[3] : "");
        }

        String path() {
            int query = target.indexOf('?');
            return query < 0 ? target : target.substring(0, query);
        }

        Map<String, List<String>> parameters(Map<String, String> known) {
            Map<String, List<String>> parameters = new TreeMap<>();
            if (target.contains("?")) {
                for (String pair : target.substring(target.indexOf('?') + 1).split("&", -1)) {
                    String[] sides = pair.split("=", 2);
                    String value = URLDecoder.decode(filled(sides[1], known), StandardCharsets.UTF_8);
                    parameters.put(sides[0], List.of(value));
                }
            }
            return parameters;
        }

        @Override
        public String toString() {
            return "%d %s %s %s".formatted(status, method, target, body);
        }
    }

    @BeforeAll
    static void record() throws Exception {
        Path data = folder.resolve("data");
        var plan = new HistoryPlan(UNTIL, Duration.ofHours(3), 40, INTERVAL, 7, false);
        var history = new SyntheticHistory(plan);
        var log = new SyntheticLog(plan);
        try (var held = DataDirectory.hold(data);
                var writer = HistoryWriter.begin(held, INTERVAL, new HistoryWriter.Content(true, true, log::until))) {
            while (writer.writeHour(history)) {
                // until its end
            }
            writer.end(List.of(history.lastWords()));
        }
        store = StoppedStore.open(data);
        InstantSource clock = InstantSource.fixed(UNTIL);
        Supplier<@Nullable RecordingFigures> stopped = () -> null;
        api = RecordedApi.of(
                store,
                StoppedSafekeeping.of(data, clock),
                SqlRunner.none(""),
                Bundling.ofNobody(null, clock),
                stopped,
                data,
                HostRoutesTest.RETENTION,
                clock);
        known = found();
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static Map<String, String> found() throws IOException {
        var process =
                Json.members(Json.items(get("/api/processes").get("processes")).getFirst());
        var page = get("/api/search");
        var line = Json.members(Json.items(page.get("lines")).getFirst());
        return Map.of(
                "pid", String.valueOf(process.get("pid")),
                "start_time", encoded(String.valueOf(process.get("start_time"))),
                "line", String.valueOf(line.get("line")),
                "cursor", encoded(String.valueOf(page.get("next"))),
                "backup", folder.resolve("backup").toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Map<String, @Nullable Object> get(String path) throws IOException {
        return Json.object(text(api.answer(ApiRequest.get(path, Map.of("limit", List.of("5"))))));
    }

    private static String text(Answer answer) throws IOException {
        var body = new ByteArrayOutputStream();
        answer.writeTo(body);
        return body.toString(StandardCharsets.UTF_8);
    }

    private static String filled(String text, Map<String, String> known) {
        String filled = text;
        for (Map.Entry<String, String> each : known.entrySet()) {
            filled = filled.replace("{" + each.getKey() + "}", each.getValue());
        }
        return filled;
    }

    static Stream<Example> examples() throws IOException {
        try (InputStream in = OpenApiAnswersTest.class.getResourceAsStream("openapi-examples.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(Example::parse)
                            .toList()
                            .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anAnswerIsWhatTheDocumentSaysOfIt(Example example) throws IOException {
        String path = filled(example.path(), known);
        Answer answer = api.answer(new ApiRequest(
                example.method(),
                path,
                Parameters.of(example.parameters(known)),
                filled(example.body(), known),
                new CancellationSignal()));
        String text = text(answer);
        assertThat(answer.status()).as(text).isEqualTo(example.status());
        assertThat(Schema.complaintsOfRoute(
                        example.method().toLowerCase(Locale.ROOT),
                        route(example.method(), path).path(),
                        answer.status(),
                        answer.contentType(),
                        answer.contentType().contains("json") ? Json.object(text) : null))
                .as(text)
                .isEmpty();
    }

    @Test
    void everyRouteAndEachOfItsParametersHasAnExample() throws IOException {
        var tried = new TreeMap<String, Set<String>>();
        for (Example example : examples().toList()) {
            Route route = route(example.method(), filled(example.path(), known));
            tried.computeIfAbsent(route.method() + " " + route.path(), _ -> new TreeSet<>())
                    .addAll(example.parameters(known).keySet());
        }
        List<String> missing = new ArrayList<>();
        for (Route route : api.routes()) {
            String name = route.method() + " " + route.path();
            Set<String> parameters = tried.get(name);
            if (parameters == null) {
                missing.add(name);
                continue;
            }
            route.parameters().stream()
                    .filter(parameter -> !parameters.contains(parameter))
                    .forEach(parameter -> missing.add(name + " " + parameter));
        }
        assertThat(missing).as("add them to openapi-examples.txt").isEmpty();
    }

    private static Route route(String method, String path) {
        return api.routes().stream()
                .filter(route -> route.method().name().equals(method))
                .filter(route ->
                        route.isPattern() ? route.isAt(path) : route.path().equals(path))
                .min((a, b) -> Boolean.compare(a.isPattern(), b.isPattern()))
                .orElseThrow(() -> new AssertionError("no route for " + method + " " + path));
    }
}
