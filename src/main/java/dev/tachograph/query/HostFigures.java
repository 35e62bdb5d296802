package dev.tachograph.query;

import dev.tachograph.model.CpuSample;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.Tick;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Row;
import dev.tachograph.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * The host's main figures at one tick; {@code null} is "not known".
 *
 * @param cpus how many there are
 * @param iowait percent of one core over the interval, as {@code steal}
 * @param memoryTotal bytes, as all of memory and swap
 * @param load1 threads that run or wait, average of a minute
 * @param cpuPressure percent of the interval in which some thread waited for a CPU
 */
public record HostFigures(
        @Nullable Long cpus,
        @Nullable Double iowait,
        @Nullable Double steal,
        @Nullable Long memoryTotal,
        @Nullable Long memoryAvailable,
        @Nullable Long swapTotal,
        @Nullable Long swapFree,
        @Nullable Double load1,
        @Nullable Double load5,
        @Nullable Double load15,
        @Nullable Double cpuPressure,
        @Nullable Double memoryPressure,
        @Nullable Double ioPressure) {
    static HostFigures of(Tick tick) {
        HostSample host = tick.host();
        Long interval = tick.intervalMicros();
        CpuSample all = host.cpus().stream()
                .filter(cpu -> cpu.cpu().equals(CpuSample.ALL))
                .findFirst()
                .orElse(null);
        long cpus = host.cpus().stream()
                .filter(cpu -> !cpu.cpu().equals(CpuSample.ALL))
                .count();
        return new HostFigures(
                cpus == 0 ? null : Long.valueOf(cpus),
                all == null ? null : percent(all.iowaitMicros(), interval),
                all == null ? null : percent(all.stealMicros(), interval),
                host.memory().totalBytes(),
                host.memory().availableBytes(),
                host.memory().swapTotalBytes(),
                host.memory().swapFreeBytes(),
                host.load().load1(),
                host.load().load5(),
                host.load().load15(),
                percent(host.pressure().cpuSomeMicros(), interval),
                percent(host.pressure().memorySomeMicros(), interval),
                percent(host.pressure().ioSomeMicros(), interval));
    }

    /** Those of a tick that the tables have; {@code null} where they are not kept. */
    static @Nullable HostFigures of(Reading reading, TickRow tick) throws StoreException {
        Part part = Part.withTick(reading, KeptPart.METRICS, "cpus", tick);
        return part == null
                ? null
                : reading.first("""
            SELECT total_bytes, available_bytes, swap_total_bytes, swap_free_bytes, load1, load5, load15, cpu_some_us,
                   memory_some_us, io_some_us, interval_us,
                   (SELECT nullif(count(*) FILTER (cpu <> 'all'), 0) FROM %1$s WHERE tick = %3$d),
                   (SELECT any_value(iowait_us) FROM %1$s WHERE tick = %3$d AND cpu = 'all'),
                   (SELECT any_value(steal_us) FROM %1$s WHERE tick = %3$d AND cpu = 'all')
            FROM %2$s WHERE tick = %3$d LIMIT 1
            """.formatted(part.rows("cpus"), part.rows("host"), tick.number()), HostFigures::of)
                        .orElse(null);
    }

    private static HostFigures of(Row row) {
        Long interval = row.numberOrNull(11);
        return new HostFigures(
                row.numberOrNull(12),
                percent(row.numberOrNull(13), interval),
                percent(row.numberOrNull(14), interval),
                row.numberOrNull(1),
                row.numberOrNull(2),
                row.numberOrNull(3),
                row.numberOrNull(4),
                row.decimalOrNull(5),
                row.decimalOrNull(6),
                row.decimalOrNull(7),
                percent(row.numberOrNull(8), interval),
                percent(row.numberOrNull(9), interval),
                percent(row.numberOrNull(10), interval));
    }

    private static @Nullable Double percent(@Nullable Long micros, @Nullable Long interval) {
        return micros == null || interval == null ? null : Double.valueOf(100.0 * micros / interval);
    }
}
