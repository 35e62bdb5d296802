package dev.tachograph.web;

import dev.tachograph.model.ProbeCosts;
import dev.tachograph.model.RecorderCost;
import dev.tachograph.query.RecordingFigures;
import dev.tachograph.query.StorageFigures;
import dev.tachograph.record.Governor;
import dev.tachograph.settings.ProgramVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the recorder itself costs: a part of {@code GET /api/storage/health}. */
record RecorderAnswer(RecordingFigures running, StorageFigures.RecorderFigures cost) {
    /** Starting is no measure of a day. */
    private static final Duration SHORTEST_FOR_A_RATE = Duration.ofMinutes(10);

    private static final double SECONDS_PER_DAY = 86_400;

    void write(JsonFields fields) throws IOException {
        Governor.State state = running.governor();
        RecorderCost newest = state == null ? null : state.newest();
        fields.value("pid", running.pid())
                .value("version", ProgramVersion.tachograph())
                .value("started", running.started())
                .value("cpu_percent", cost.cpuPercent())
                .value("rss_bytes", cost.residentBytes())
                .value("written_bytes", running.writtenBytes())
                .value("written_bytes_per_day", writtenPerDay(Instant.now()))
                .value("queue_depth", running.queueDepth())
                .value("queued_log_bytes", newest == null ? null : Long.valueOf(newest.queuedLogBytes()));
        RecordingFigures.Access access = running.access();
        fields.value("address", access == null ? null : access.address())
                .value("certificate_sha256", access == null ? null : access.certificateSha256());
        if (newest == null) {
            fields.value("look_us", null);
        } else {
            fields.object("look_us", members -> look(members, newest.probes()));
        }
        if (state == null) {
            fields.value("governor", null);
        } else {
            fields.object("governor", members -> governor(members, state));
        }
    }

    private @Nullable Long writtenPerDay(Instant now) {
        Long written = running.writtenBytes();
        Duration up = Duration.between(running.started(), now);
        return written == null || up.compareTo(SHORTEST_FOR_A_RATE) < 0
                ? null
                : Long.valueOf(Math.round(written * SECONDS_PER_DAY / up.toSeconds()));
    }

    /** CPU time of the newest look. */
    private static void look(JsonFields fields, ProbeCosts probes) throws IOException {
        fields.value("processes", probes.processesMicros())
                .value("host", probes.hostMicros())
                .value("cgroups", probes.cgroupsMicros())
                .value("exits", probes.exitsMicros());
    }

    private static void governor(JsonFields fields, Governor.State state) throws IOException {
        Double memory = state.memoryAverage();
        fields.value("level", state.level())
                .value("saving", state.saving())
                .value("since", state.since())
                .value("cpu_percent_now", state.cpuPercent())
                .value("cpu_percent_average", state.cpuAverage())
                .value("cpu_budget_percent", state.budget().cpuPercent())
                .value("rss_bytes_average", memory == null ? null : Long.valueOf(Math.round(memory)))
                .value("memory_budget_bytes", state.budget().memoryBytes())
                .value("note", state.note());
    }
}
