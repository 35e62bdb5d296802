package dev.tachograph.query;

import dev.tachograph.model.Tick;
import dev.tachograph.store.Row;
import org.jspecify.annotations.Nullable;

/**
 * Where the host's CPU time went in the interval before a tick, in percent of one core; {@code null} is "not known". The first
 * is the sum of the others.
 *
 * @param hostBusy all CPUs together
 * @param attributed to processes that were there at the tick
 * @param exited to processes that ended before it
 * @param interrupt to interrupts, hard and soft
 * @param unattributed to nothing that is known; may be negative, since the kernel's clocks differ
 */
public record CpuBalance(
        @Nullable Double hostBusy,
        @Nullable Double attributed,
        @Nullable Double exited,
        @Nullable Double interrupt,
        @Nullable Double unattributed) {
    /** The columns of a tick that it is made from. */
    static final String COLUMNS = "host_busy_us, attributed_us, exited_us, interrupt_us";

    static CpuBalance of(Tick tick) {
        return of(
                tick.intervalMicros(),
                tick.balance().hostBusyMicros(),
                tick.attributedMicros(),
                tick.balance().exitedMicros(),
                tick.balance().interruptMicros());
    }

    /** @param column the first of {@link #COLUMNS} */
    static CpuBalance of(Row row, int column, @Nullable Long interval) {
        return of(
                interval,
                row.numberOrNull(column),
                row.numberOrNull(column + 1),
                row.numberOrNull(column + 2),
                row.numberOrNull(column + 3));
    }

    private static CpuBalance of(
            @Nullable Long interval,
            @Nullable Long busy,
            @Nullable Long attributed,
            @Nullable Long exited,
            @Nullable Long interrupt) {
        Long rest = busy == null || attributed == null
                ? null
                : Long.valueOf(busy - attributed - orNothing(exited) - orNothing(interrupt));
        return new CpuBalance(
                percent(busy, interval),
                percent(attributed, interval),
                percent(exited, interval),
                percent(interrupt, interval),
                percent(rest, interval));
    }

    private static long orNothing(@Nullable Long amount) {
        return amount == null ? 0 : amount;
    }

    private static @Nullable Double percent(@Nullable Long micros, @Nullable Long interval) {
        return micros == null || interval == null ? null : Double.valueOf(100.0 * micros / interval);
    }
}
