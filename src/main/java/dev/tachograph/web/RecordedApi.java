package dev.tachograph.web;

import dev.tachograph.bundle.Bundling;
import dev.tachograph.bundle.Manifest;
import dev.tachograph.query.RecordingFigures;
import dev.tachograph.query.SavedQuestions;
import dev.tachograph.settings.Settings;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.Safekeeping;
import dev.tachograph.worker.SqlRunner;
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
     * @param sql where statements about it are run
     * @param bundling makes bundles of it
     * @param recording how it goes
     */
    public static Api of(
            Recorded recorded,
            Safekeeping safekeeping,
            SqlRunner sql,
            Bundling bundling,
            Supplier<@Nullable RecordingFigures> recording,
            Path dataDirectory,
            Settings.Retention retention,
            InstantSource clock) {
        Questions questions = Questions.logged(recorded);
        List<Route> routes = reading(questions, recorded, sql, recording, null, dataDirectory, retention, clock);
        routes.add(new BundleRoute(questions, bundling, clock).route());
        routes.addAll(SafekeepingApi.routes(safekeeping, true));
        return new Api(routes);
    }

    /**
     * The routes that only read, where no recorder runs. What the store can't answer is said in the answer, and not logged.
     *
     * @param sql where statements about it are run
     * @param bundling makes bundles of it
     * @param bundle that the record was made of; {@code null} for one that was recorded here
     */
    public static Api of(
            Recorded recorded,
            SqlRunner sql,
            Bundling bundling,
            @Nullable Manifest bundle,
            Path dataDirectory,
            Settings.Retention retention,
            InstantSource clock) {
        var questions = new Questions(recorded);
        List<Route> routes = reading(questions, recorded, sql, () -> null, bundle, dataDirectory, retention, clock);
        routes.add(new BundleRoute(questions, bundling, clock).route());
        return new Api(routes);
    }

    /** The routes that only read, where no statements are run and no secrets are known. */
    public static Api of(
            Recorded recorded,
            Supplier<@Nullable RecordingFigures> recording,
            Path dataDirectory,
            Settings.Retention retention,
            InstantSource clock) {
        var questions = new Questions(recorded);
        SqlRunner sql = SqlRunner.none("no statements are run here");
        List<Route> routes = reading(questions, recorded, sql, recording, null, dataDirectory, retention, clock);
        routes.add(new BundleRoute(questions, Bundling.ofNobody(null, clock), clock).route());
        return new Api(routes);
    }

    private static List<Route> reading(
            Questions questions,
            Recorded recorded,
            SqlRunner sql,
            Supplier<@Nullable RecordingFigures> recording,
            @Nullable Manifest bundle,
            Path dataDirectory,
            Settings.Retention retention,
            InstantSource clock) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new HealthRoutes(recorded, questions, recording, bundle, dataDirectory, retention).routes());
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
        routes.addAll(new SqlRoutes(sql).routes());
        routes.add(new DiffRoute(sql, clock).route());
        routes.addAll(new QuestionRoutes(SavedQuestions.of(dataDirectory)).routes());
        routes.add(OpenApi.route());
        return routes;
    }
}
