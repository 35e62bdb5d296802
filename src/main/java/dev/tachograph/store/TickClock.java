package dev.tachograph.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Shows {@link ClockTrust} the ticks that were committed. After a start it begins with those that are kept, as far back as the
 * clocks have to agree; of these the first of each stretch is enough, since a clock that is wrong stays wrong. For one thread.
 */
final class TickClock {
    private static final Duration LOOKS_BACK = ClockTrust.PROBATION.plusHours(1);
    private static final String COLUMNS = "SELECT tick, boot_id::VARCHAR, epoch_us(timestamp), boottime_us ";

    private final Store store;
    private final int ageLimitDays;
    private ClockTrust trust;
    private int lastTick = -1;

    TickClock(Store store, int ageLimitDays) {
        this.store = store;
        this.ageLimitDays = ageLimitDays;
        this.trust = new ClockTrust(ageLimitDays);
    }

    private record Seen(int tick, UUID bootId, Instant wall, long boottimeMicros) {}

    /** Looks at what was committed meanwhile. */
    void read() throws SQLException {
        try (Connection connection = store.connect()) {
            if (Sql.number(connection, "SELECT coalesce(max(tick), 0) FROM hot.ticks") < lastTick) {
                trust = new ClockTrust(ageLimitDays); // another file was put in the place of the one that was read
                lastTick = -1;
            }
            if (lastTick < 0) {
                show(connection, "FROM sealed.ticks WHERE tick = keyframe AND tick >= %d".formatted(begin()));
            }
            show(connection, "FROM hot.ticks WHERE tick > %d".formatted(lastTick));
        }
    }

    private void show(Connection connection, String from) throws SQLException {
        for (Seen seen : Sql.all(
                connection,
                COLUMNS + from + " ORDER BY tick",
                row -> new Seen(
                        row.getInt(1),
                        UUID.fromString(row.getString(2)),
                        Micros.toInstant(row.getLong(3)),
                        row.getLong(4)))) {
            trust.see(seen.bootId, seen.wall, seen.boottimeMicros);
            lastTick = seen.tick;
        }
    }

    /** The first tick of the newest segments that together cover as much as is needed. */
    private long begin() {
        List<Segment> segments = store.segments().stream()
                .filter(segment -> segment.type() == Segment.Type.PROCESSES)
                .toList();
        Duration covered = Duration.ZERO;
        long begin = Integer.MAX_VALUE;
        for (Segment segment : segments.reversed()) {
            if (covered.compareTo(LOOKS_BACK) >= 0) {
                break;
            }
            covered = covered.plus(segment.kept().span());
            begin = segment.fromTick();
        }
        return begin;
    }

    /** The time of the newest tick; {@code null} while it can't be believed. */
    @Nullable Instant now() {
        return trust.now();
    }

    /** The same, believed or not; {@code null} without any tick. */
    @Nullable Instant newest() {
        return trust.newest();
    }

    /** For how much longer nothing may go by age. */
    Duration missing() {
        return trust.missing();
    }
}
