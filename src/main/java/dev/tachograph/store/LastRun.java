package dev.tachograph.store;

import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.Tick;
import dev.tachograph.settings.ProgramVersion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the recorder before this one ended.
 *
 * @param tick number of its last tick
 * @param intervalMicros of that tick; {@code null} when it was the first of its kind
 * @param endedInOrder whether it could say goodbye
 * @param version of the program; {@code null} when it did not tell yet
 */
record LastRun(
        int tick,
        Instant timestamp,
        UUID bootId,
        long boottimeMicros,
        @Nullable Long intervalMicros,
        boolean endedInOrder,
        @Nullable String version) {

    /** Reads it; {@code null} when nothing was ever recorded. */
    static @Nullable LastRun read(Connection connection) throws SQLException {
        List<LastRun> found = Sql.all(connection, """
                SELECT tick, epoch_us(timestamp), boot_id::VARCHAR, boottime_us, interval_us,
                       coalesce((SELECT arg_max(kind, rowid) FROM hot.events
                                 WHERE kind IN ('recorder_start', 'recorder_stop')), '') = 'recorder_stop',
                       (SELECT json_extract_string(facts, '$.version') FROM hot.events
                        WHERE kind = 'recorder_start' ORDER BY rowid DESC LIMIT 1)
                FROM %s ORDER BY tick DESC LIMIT 1
                """.formatted(newestTicks(connection)), LastRun::of);
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Where the newest tick is: almost always hot, but not after the hot file was lost or replaced by an old one. */
    private static String newestTicks(Connection connection) throws SQLException {
        return Sql.all(
                        connection,
                        "SELECT segment FROM hot.segments WHERE type = 'processes' AND until_tick >"
                                + " coalesce((SELECT max(tick) FROM hot.ticks), 0) ORDER BY until_tick DESC LIMIT 1",
                        row -> "sealed.ticks WHERE segment = " + row.getInt(1))
                .stream()
                .findFirst()
                .orElse("hot.ticks");
    }

    private static LastRun of(ResultSet last) throws SQLException {
        long interval = last.getLong(5);
        boolean hasInterval = !last.wasNull();
        return new LastRun(
                last.getInt(1),
                Micros.toInstant(last.getLong(2)),
                UUID.fromString(last.getString(3)),
                last.getLong(4),
                hasInterval ? Long.valueOf(interval) : null,
                last.getBoolean(6),
                last.getString(7));
    }

    /** What lies between the two runs, told by the first tick of the new one. */
    List<Gap> gapUntil(Tick first, Duration interval) {
        Instant to = first.at().wall();
        boolean sameBoot = first.bootId().equals(bootId);
        long gapMicros = sameBoot ? awayMicros(first) - coveredMicros(interval) : rebootMicros(first, interval);
        if (gapMicros <= 0) {
            return List.of();
        }
        return List.of(new Gap(
                Gap.Stream.PROCESSES,
                to.minusNanos(gapMicros * 1000),
                to,
                cause(sameBoot),
                Math.max(1, gapMicros / (interval.toNanos() / 1000)),
                howItEnded(sameBoot)));
    }

    /** Within one boot no clock that was set can make the stretch longer or shorter than it was. */
    private long awayMicros(Tick first) {
        return first.at().boottimeNanos() / 1000 - boottimeMicros;
    }

    /** Whatever happened to the wall clock across a boot, nothing was recorded from the boot until the first look. */
    private long rebootMicros(Tick first, Duration interval) {
        long byWall = Duration.between(timestamp, first.at().wall()).toNanos() / 1000 - coveredMicros(interval);
        return Math.max(byWall, first.at().boottimeNanos() / 1000);
    }

    /** The last tick stands for the time until the next one was due. */
    private long coveredMicros(Duration interval) {
        long nowUsual = interval.toNanos() / 1000;
        return intervalMicros == null ? nowUsual : Math.min(intervalMicros, nowUsual);
    }

    private Gap.Cause cause(boolean sameBoot) {
        return sameBoot ? endedInOrder ? Gap.Cause.STOPPED : Gap.Cause.KILLED : Gap.Cause.REBOOT;
    }

    private String howItEnded(boolean sameBoot) {
        return (sameBoot ? "" : "the host was started anew; ")
                + (endedInOrder ? "the recorder was stopped" : "the recorder ended without a word, as after SIGKILL");
    }

    /** Whether its last tick is this one, and not another that has the same number in another file. */
    boolean isAt(int number, Tick other) {
        return tick == number
                && timestamp.equals(other.at().wall().truncatedTo(ChronoUnit.MICROS))
                && bootId.equals(other.bootId());
    }

    /** What the new run has to say first. */
    List<Event> eventsUntil(Tick first) {
        List<Event> events = new ArrayList<>();
        if (!first.bootId().equals(bootId)) {
            events.add(bootOf(first));
        }
        String now = ProgramVersion.tachograph();
        if (version != null && !version.equals(now)) {
            events.add(new Event(
                    first.at().wall(),
                    first.bootId(),
                    Event.Kind.RECORDER_UPGRADE,
                    null,
                    "the recorder is version %s now; before, it was %s".formatted(now, version),
                    new Event.Subject(null, null, null, Map.of("version", now, "version_before", version))));
        }
        events.add(startOf(
                first,
                "pid %d; before it, %s"
                        .formatted(
                                ProcessHandle.current().pid(),
                                howItEnded(first.bootId().equals(bootId)))));
        return events;
    }

    /** What the very first run has to say. */
    static List<Event> firstEvents(Tick first) {
        return List.of(
                bootOf(first),
                startOf(
                        first,
                        "pid %d; the first start"
                                .formatted(ProcessHandle.current().pid())));
    }

    private static Event startOf(Tick first, String detail) {
        return new Event(
                first.at().wall(),
                first.bootId(),
                Event.Kind.RECORDER_START,
                null,
                detail,
                new Event.Subject(
                        Math.toIntExact(ProcessHandle.current().pid()),
                        null,
                        null,
                        Map.of("version", ProgramVersion.tachograph())));
    }

    private static Event bootOf(Tick first) {
        return new Event(
                first.at().wall().minusNanos(first.at().boottimeNanos()),
                first.bootId(),
                Event.Kind.BOOT,
                null,
                "the host was started");
    }

    /** The processes that were alive at the last tick, in order of pid: they keep their numbers in a new run. */
    List<KnownProcess> alive(Connection connection) throws SQLException {
        List<KnownProcess> alive = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT p.process_id, p.pid, p.start_ticks, epoch_us(p.start_time), p.version, p.generation, p.parent_pid,
                       p.name, p.cmdline, p.user_id, p.user_name, p.cgroup, p.unit, p.container, p.kernel_thread, last.version,
                       p.user_unit, p.slice, p.session, p.container_runtime, p.container_name
                FROM hot.processes p JOIN (
                    SELECT process_id, arg_max(status, tick) AS status, arg_max(version, tick) AS version
                    FROM hot.process_samples
                    WHERE keyframe = (SELECT keyframe FROM hot.ticks WHERE tick = ?) GROUP BY process_id
                ) last USING (process_id)
                WHERE last.status <> 0
                QUALIFY row_number() OVER (PARTITION BY p.process_id ORDER BY p.version DESC) <= ?
                ORDER BY p.pid, p.process_id, p.version
                """)) {
            query.setLong(1, tick);
            query.setInt(2, KnownProcess.MOST_DESCRIPTIONS);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    long id = row.getLong(1);
                    if (alive.isEmpty() || alive.getLast().id != id) {
                        alive.add(new KnownProcess(
                                new ProcessKey(row.getInt(2), row.getLong(3)), id, Micros.toInstant(row.getLong(4))));
                    }
                    alive.getLast().hold(description(row), row.getInt(5));
                    alive.getLast().setVersion(row.getInt(16));
                }
            }
        }
        return alive;
    }

    private static ProcessDescription description(ResultSet row) throws SQLException {
        long number = row.getLong(10);
        Long userId = row.wasNull() ? null : Long.valueOf(number);
        return new ProcessDescription(
                row.getInt(6),
                row.getInt(7),
                row.getString(8),
                row.getString(9),
                userId,
                row.getString(11),
                new ControlGroup(
                        row.getString(12),
                        row.getString(13),
                        row.getString(17),
                        row.getString(18),
                        row.getString(19),
                        row.getString(14),
                        row.getString(20),
                        row.getString(21)),
                row.getBoolean(15));
    }
}
