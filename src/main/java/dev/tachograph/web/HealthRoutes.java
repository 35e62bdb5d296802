package dev.tachograph.web;

import dev.tachograph.bundle.Manifest;
import dev.tachograph.query.Health;
import dev.tachograph.query.RecordingFigures;
import dev.tachograph.query.StorageFigures;
import dev.tachograph.settings.Settings;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.StoreStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /health} and {@code GET /api/storage/health}. */
final class HealthRoutes {
    private final Recorded recorded;
    private final Questions questions;
    private final Supplier<@Nullable RecordingFigures> recording;
    private final @Nullable Manifest bundle;
    private final Path dataDirectory;
    private final Settings.Retention retention;

    /** @param bundle that the record was made of; {@code null} when it is a recorder's own */
    HealthRoutes(
            Recorded recorded,
            Questions questions,
            Supplier<@Nullable RecordingFigures> recording,
            @Nullable Manifest bundle,
            Path dataDirectory,
            Settings.Retention retention) {
        this.recorded = recorded;
        this.questions = questions;
        this.recording = recording;
        this.bundle = bundle;
        this.dataDirectory = dataDirectory;
        this.retention = retention;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/health", Set.of(), this::health),
                Route.get("/api/storage/health", Set.of(), this::storage));
    }

    private Answer health(ApiRequest request) {
        RecordingFigures running = recording.get();
        Health health = running == null
                ? Health.ofStopped(recorded.status(), figures(request))
                : Health.of(recorded.status(), running);
        int status = health.isGood() && running != null ? 200 : 503;
        return new Answer.Json(
                status,
                json -> JsonFields.object(json, fields -> {
                    fields.value("status", status == 200 ? "ok" : "degraded");
                    if (status != 200) {
                        fields.texts("problems", health.problems());
                    }
                    fields.texts("notes", health.notes());
                }));
    }

    private Answer storage(ApiRequest request) {
        long began = System.nanoTime();
        StoreStatus store = recorded.status();
        StorageFigures figures = figures(request);
        var answer = new StorageAnswer(store, figures, recording.get(), bundle, dataDirectory, retention);
        return Answer.ok(json -> JsonFields.object(json, fields -> {
            answer.write(fields);
            fields.value("elapsed_ms", (System.nanoTime() - began) / 1e6);
        }));
    }

    private StorageFigures figures(ApiRequest request) {
        return questions.ask(request, StorageFigures::read);
    }
}
