package dev.tachograph.query;

import dev.tachograph.model.Gap;
import dev.tachograph.store.Micros;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The process that logged a line, as it was at the tick nearest to it.
 *
 * @param timestamp of the line
 * @param pid that the line tells of; {@code null} when it tells none
 * @param at the tick; {@code null} when there is no such process
 * @param process {@code null} when none was recorded
 * @param reason why there is none; {@code null} when there is one
 */
public record LineProcess(
        Instant timestamp,
        @Nullable Long pid,
        @Nullable Instant at,
        @Nullable ProcessRow process,
        @Nullable String reason) {
    /** How much later than a line its process may seem to have begun: two clocks, one of which counts hundredths. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private static final String OTHER_HOST = "the line is of another host";

    private record Line(
            Instant timestamp,
            @Nullable Long pid,
            @Nullable String bootId,
            @Nullable String hostname) {

        boolean isNamedOtherwise(String host) {
            return hostname != null && !HostNames.mayBeSame(hostname, host);
        }
    }

    private record Seen(Instant at, ProcessRow row) {}

    /**
     * The process of a line; nothing when there is no such line.
     *
     * @param host the name of the host whose processes are recorded
     */
    public static Optional<LineProcess> of(Recorded recorded, InstantSource clock, String host, long number)
            throws StoreException {
        Line line = line(recorded, number);
        if (line == null) {
            return Optional.empty();
        }
        if (line.pid == null) {
            return Optional.of(none(line, "the line does not tell the pid of its process"));
        }
        boolean isNamedOtherwise = line.isNamedOtherwise(host);
        if (isNamedOtherwise && line.bootId == null) {
            return Optional.of(none(line, OTHER_HOST));
        }
        var tables = new ProcessTables(recorded, clock);
        ProcessTable before = tables.at(line.timestamp);
        Instant next = before.next();
        ProcessTable after = next == null ? null : tables.at(next);
        if (isNamedOtherwise && isOfNoBootOf(recorded, line, before, after)) {
            return Optional.of(none(line, OTHER_HOST));
        }
        Optional<Seen> nearest = Stream.of(Optional.of(before), Optional.ofNullable(after))
                .flatMap(Optional::stream)
                .flatMap(table -> seen(table, line).stream())
                .min((a, b) -> distance(a.at, line).compareTo(distance(b.at, line)));
        if (nearest.isEmpty()) {
            return Optional.of(none(line, reason(line, before, after)));
        }
        Seen seen = nearest.get();
        return Optional.of(
                isOfOtherBoot(recorded, line, seen.at)
                        ? none(line, "the line is of another boot than the processes recorded at its time")
                        : new LineProcess(line.timestamp, line.pid, seen.at, seen.row, null));
    }

    private static @Nullable Line line(Recorded recorded, long number) throws StoreException {
        try (Reading reading = recorded.read()) {
            Optional<LogKey> key = LogSurroundings.key(reading, number);
            return key.isEmpty()
                    ? null
                    : reading.first(
                                    """
                                    SELECT epoch_us(timestamp), pid, boot_id::VARCHAR, hostname FROM recorded.log_lines
                                    WHERE line = %1$d AND timestamp = make_timestamptz(%2$d)
                                    """.formatted(number, key.get().micros()),
                                    row -> new Line(
                                            row.instant(1), row.numberOrNull(2), row.textOrNull(3), row.textOrNull(4)))
                            .orElse(null);
        }
    }

    private static LineProcess none(Line line, String reason) {
        return new LineProcess(line.timestamp, line.pid, null, null, reason);
    }

    private static Optional<Seen> seen(ProcessTable table, Line line) {
        Instant at = table.timestamp();
        if (at == null) {
            return Optional.empty();
        }
        return table.rows().stream()
                .filter(row -> line.pid != null && row.pid() == line.pid)
                .filter(row -> !row.startTime().isAfter(line.timestamp.plus(SLACK)))
                .findFirst()
                .map(row -> new Seen(at, row));
    }

    private static Duration distance(Instant at, Line line) {
        return Duration.between(at, line.timestamp).abs();
    }

    /** Whether there are ticks beside the line, and all of another boot: a boot tells more of a host than its name, which may be changed. */
    private static boolean isOfNoBootOf(Recorded recorded, Line line, ProcessTable before, @Nullable ProcessTable after)
            throws StoreException {
        boolean isOfOther = false;
        for (ProcessTable table : after == null ? List.of(before) : List.of(before, after)) {
            Instant tick = table.timestamp();
            if (tick != null) {
                if (!isOfOtherBoot(recorded, line, tick)) {
                    return false;
                }
                isOfOther = true;
            }
        }
        return isOfOther;
    }

    private static boolean isOfOtherBoot(Recorded recorded, Line line, Instant tick) throws StoreException {
        if (line.bootId == null) {
            return false;
        }
        try (Reading reading = recorded.read()) {
            return reading.first(
                            "SELECT boot_id::VARCHAR FROM ticks WHERE timestamp = make_timestamptz(%d)"
                                    .formatted(Micros.of(tick)),
                            row -> row.text(1))
                    .filter(boot -> !boot.equals(line.bootId))
                    .isPresent();
        }
    }

    private static String reason(Line line, ProcessTable before, @Nullable ProcessTable after) {
        Gap gap = before.gap();
        if (gap != null) {
            return "no processes were recorded at that time (%s): %s"
                    .formatted(gap.cause().word(), gap.detail());
        }
        boolean isTaken = Stream.of(before.rows(), after == null ? List.<ProcessRow>of() : after.rows())
                .flatMap(List::stream)
                .anyMatch(row -> line.pid != null && row.pid() == line.pid);
        return isTaken
                ? "process %d of the tick after it began later than the line".formatted(line.pid)
                : "no process %d was there at the ticks before and after the line: it lived between them"
                        .formatted(line.pid);
    }
}
