package dev.tachograph.web;

import dev.tachograph.bundle.Manifest;
import dev.tachograph.linux.Host;
import dev.tachograph.query.Forecast;
import dev.tachograph.query.Health;
import dev.tachograph.query.LogFigures;
import dev.tachograph.query.RecordingFigures;
import dev.tachograph.query.StorageFigures;
import dev.tachograph.query.TypeFigures;
import dev.tachograph.settings.Settings;
import dev.tachograph.store.DiskRoom;
import dev.tachograph.store.FolderFigures;
import dev.tachograph.store.StoreStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code GET /api/storage/health}.
 *
 * @param running how the recording goes; {@code null} when no recorder runs
 * @param bundle that the record was made of; {@code null} when it is a recorder's own
 */
record StorageAnswer(
        StoreStatus store,
        StorageFigures figures,
        @Nullable RecordingFigures running,
        @Nullable Manifest bundle,
        Path dataDirectory,
        Settings.Retention retention) {
    private static final double BYTES_PER_GB = 1e9;
    private static final String SET_ASIDE = "set-aside";
    private static final String BACKUPS = "backups";

    void write(JsonFields fields) throws IOException {
        TypeAnswer processes = processes();
        TypeAnswer logs = logs();
        TypeAnswer metrics = answer(figures.metrics(), retention.metrics(), "tick");
        TypeAnswer rollUps = answer(figures.rollUps(), retention.rollups(), "row");
        seed(
                fields,
                Stream.of(processes, logs, metrics, rollUps)
                        .mapToLong(type -> type.kept().sealedBytes())
                        .sum());
        fields.value("schema_version", figures.schemaVersion())
                .value("data_directory", dataDirectory.toString())
                .value("hostname", bundle == null ? Host.name() : bundle.hostName());
        BundleAnswer.write(fields, bundle);
        fields.object("recording", this::recording);
        fields.object("types", types -> {
            types.object("processes", processes::write);
            if (figures.logs().lines() == 0) {
                types.value("logs", null);
            } else {
                types.object("logs", logs::write);
            }
            type(types, figures.metrics(), metrics);
            type(types, figures.rollUps(), rollUps);
        });
        fields.object(
                "hot",
                hot -> hot.value("file_bytes", store.hotFileBytes())
                        .value("used_bytes", figures.usedBytes())
                        .value("wal_bytes", store.walBytes()));
        timed(fields, "last_commit", store.lastCommit());
        timed(fields, "last_checkpoint", store.lastCheckpoint());
        timed(fields, "last_seal", store.upkeep().lastSeal());
        timed(fields, "last_cleanup", store.upkeep().lastCleanup());
        fields.object("retention", this::retention);
        folder(fields, "set_aside", SET_ASIDE);
        folder(fields, "backups", BACKUPS);
        recorder(fields);
        forecast(
                fields,
                Forecast.together(
                        List.of(processes.forecast(), logs.forecast(), metrics.forecast(), rollUps.forecast())));
    }

    private static void type(JsonFields types, TypeFigures figures, TypeAnswer answer) throws IOException {
        if (figures.rows() == 0) {
            types.value(figures.type(), null);
        } else {
            types.object(figures.type(), answer::write);
        }
    }

    private TypeAnswer answer(TypeFigures figures, Settings.Limit limit, String unit) {
        return new TypeAnswer(
                figures.kept(),
                figures.rows() == 0 ? Forecast.UNKNOWN : forecast(figures.kept(), limit),
                limit,
                figures.oldest(),
                figures.newest(),
                figures.rows(),
                unit,
                figures.sealedUnits());
    }

    private TypeAnswer processes() {
        Forecast.Kept kept = figures.processes(store.walBytes());
        return new TypeAnswer(
                kept,
                forecast(kept, retention.processes()),
                retention.processes(),
                figures.oldest(),
                figures.newest(),
                figures.storedRows(),
                "sample",
                figures.sealedMetrics());
    }

    private TypeAnswer logs() {
        LogFigures logs = figures.logs();
        return new TypeAnswer(
                logs.kept(),
                forecast(logs.kept(), retention.logs()),
                retention.logs(),
                logs.oldest(),
                logs.newest(),
                logs.lines(),
                "line",
                logs.sealedLines());
    }

    private Forecast forecast(Forecast.Kept kept, Settings.Limit limit) {
        return Forecast.of(kept, limit, store.upkeep().ageWaits());
    }

    /** The keys that the first design of this answer had. */
    private void seed(JsonFields fields, long sealedBytes) throws IOException {
        LogFigures logs = figures.logs();
        fields.value("database_size_bytes", store.hotFileBytes() + store.walBytes() + sealedBytes)
                .value("journal_log_count", logs.lines() == 0 ? null : Long.valueOf(logs.lines()))
                .value("process_metric_count", figures.processMetrics())
                .value("oldest_log_timestamp", logs.oldest())
                .value("newest_log_timestamp", logs.newest());
        fields.object("retention_policy", policy -> {
            limit(policy, "log", retention.logs());
            limit(policy, "process", retention.processes());
            limit(policy, "metric", retention.metrics());
            limit(policy, "rollup", retention.rollups());
            policy.value("cleanup_interval_minutes", retention.cleanupInterval().toMinutes())
                    .value("min_free_disk_gb", retention.minFreeDiskBytes() / BYTES_PER_GB);
        });
    }

    private static void limit(JsonFields fields, String type, Settings.Limit limit) throws IOException {
        fields.value(type + "_retention_days", limit.days()).value(type + "_max_size_gb", limit.bytes() / BYTES_PER_GB);
    }

    private void recording(JsonFields fields) throws IOException {
        Health health = running == null ? Health.ofStopped(store, figures) : Health.of(store, running);
        String good = running == null ? "stopped" : "ok";
        StoreStatus.Failure error = store.lastError();
        fields.value("status", health.isGood() ? good : "degraded")
                .texts("problems", health.problems())
                .texts("notes", health.notes())
                .value("interval_seconds", running == null ? null : seconds(running.interval()))
                .value("ticks_planned", running == null ? null : Long.valueOf(running.plannedTicks()))
                .value("ticks_committed", running == null ? figures.ticks() : store.committedTicks())
                .value("ticks_missed", running == null ? null : Long.valueOf(running.missedTicks()))
                .value(
                        "ticks_dropped",
                        running == null ? null : Long.valueOf(running.droppedTicks() + store.refusedTicks()))
                .value("gap_count", figures.gaps())
                .value("last_error", error == null ? null : error.at() + ": " + error.message());
    }

    /** Over all types. */
    private static void forecast(JsonFields fields, Forecast forecast) throws IOException {
        Forecast.Next next = forecast.next();
        fields.object("forecast", members -> {
            members.value("bytes_per_day", forecast.bytesPerDay())
                    .value("holds_days", forecast.holdsDays())
                    .value("reaches_days", forecast.reachesDays());
            if (next == null) {
                members.value("next_eviction", null);
            } else {
                members.object(
                        "next_eviction",
                        eviction -> eviction.value("timestamp", next.at())
                                .value("type", next.type())
                                .value("by", next.by().word()));
            }
        });
    }

    private void retention(JsonFields fields) throws IOException {
        DiskRoom.Room room =
                new DiskRoom(dataDirectory, retention.minFreeDiskBytes(), !retention.minFreeDiskGiven()).look();
        fields.value("evicted_segments", store.upkeep().evictedSegments())
                .value("evicted_bytes", store.upkeep().evictedBytes())
                .value("age_waits_seconds", store.upkeep().ageWaits().toSeconds())
                .value("disk_free_bytes", room.freeBytes() == Long.MAX_VALUE ? null : Long.valueOf(room.freeBytes()))
                .value("disk_min_free_bytes", room.leastBytes())
                .texts("notes", store.upkeep().notes());
    }

    private void folder(JsonFields fields, String member, String name) throws IOException {
        FolderFigures folder = FolderFigures.of(dataDirectory.resolve(name));
        fields.object(
                member, members -> members.value("count", folder.entries()).value("bytes", folder.bytes()));
    }

    private static void timed(JsonFields fields, String name, StoreStatus.@Nullable Timed timed) throws IOException {
        if (timed == null) {
            fields.value(name, null);
        } else {
            fields.object(
                    name,
                    members -> members.value("timestamp", timed.at())
                            .value("duration_ms", timed.took().toNanos() / 1e6));
        }
    }

    private void recorder(JsonFields fields) throws IOException {
        StorageFigures.RecorderFigures cost = figures.recorder();
        if (running == null || cost == null) {
            fields.value("recorder", null);
            return;
        }
        fields.object("recorder", new RecorderAnswer(running, cost)::write);
    }

    private static Double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
