package dev.tachograph.web;

import dev.tachograph.query.RecordingFigures;
import dev.tachograph.settings.Settings;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.Safekeeping;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All routes over what was recorded: the same for a recorder that runs and for one that has stopped. */
public final class RecordedApi {
    private RecordedApi() {}

    /**
     * The table of routes of a recorder that runs.
     *
     * @param safekeeping of the same record
     * @param recording how it goes
     */
    public static Api of(
            Recorded recorded,
            Safekeeping safekeeping,
            Supplier<@Nullable RecordingFigures> recording,
            Path dataDirectory,
            Settings.Retention retention,
            InstantSource clock) {
        List<Route> routes = reading(Questions.logged(recorded), recorded, recording, dataDirectory, retention, clock);
        routes.addAll(SafekeepingApi.routes(safekeeping, true));
        return new Api(routes);
    }

    /**
     * The routes that only read. What the store can't answer is said in the answer, and not logged.
     *
     * @param recording how it goes; {@code null} when no recorder runs
     */
    public static Api of(
            Recorded recorded,
            Supplier<@Nullable RecordingFigures> recording,
            Path dataDirectory,
            Settings.Retention retention,
            InstantSource clock) {
        return new Api(reading(new Questions(recorded), recorded, recording, dataDirectory, retention, clock));
    }

    private static List<Route> reading(
            Questions questions,
            Recorded recorded,
            Supplier<@Nullable RecordingFigures> recording,
            Path dataDirectory,
            Settings.Retention retention,
            InstantSource clock) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new HealthRoutes(recorded, questions, recording, dataDirectory, retention).routes());
        routes.add(new ProcessRoutes(questions, clock).route());
        routes.addAll(new HistoryRoutes(questions, clock).routes());
        routes.add(new ExitRoutes(questions, clock).route());
        routes.add(new MetricRoutes(questions, clock).route());
        routes.add(new ProcessHistoryRoute(questions, clock).route());
        routes.addAll(new LogRoutes(questions, clock).routes());
        routes.addAll(new LogContextRoutes(questions, clock).routes());
        routes.add(new LogPatternRoute(questions, clock).route());
        routes.add(new LogTailRoute(questions, clock).route());
        routes.add(new PrometheusRoute(recorded, questions, recording).route());
        routes.add(OpenApi.route());
        return routes;
    }
}
