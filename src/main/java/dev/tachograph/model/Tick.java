package dev.tachograph.model;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One look at the whole host.
 *
 * @param intervalMicros since the look before, on CLOCK_BOOTTIME; {@code null} when there was none, or when the machine
 *     was suspended in between: then no activity is known either
 * @param processes every process that could be seen, by pid
 * @param exits what ended since the look before
 * @param host everything else
 * @param costMicros CPU time that the look took
 * @param balance where the host's CPU time of the interval went
 * @param recorder what the recorder itself cost
 */
public record Tick(
        UUID bootId,
        Moment at,
        @Nullable Long intervalMicros,
        List<ProcessSample> processes,
        List<ProcessExit> exits,
        HostSample host,
        long costMicros,
        Balance balance,
        RecorderCost recorder) {

    public Tick {
        processes = List.copyOf(processes);
        exits = List.copyOf(exits);
    }

    /** A look at processes alone. */
    public Tick(
            UUID bootId,
            Moment at,
            @Nullable Long intervalMicros,
            List<ProcessSample> processes,
            long costMicros,
            @Nullable Long hostBusyMicros,
            RecorderCost recorder) {
        this(
                bootId,
                at,
                intervalMicros,
                processes,
                List.of(),
                HostSample.NOTHING,
                costMicros,
                new Balance(hostBusyMicros, null, null),
                recorder);
    }

    /** CPU time of the interval that living processes account for; {@code null} where no interval or no process is known. */
    public @Nullable Long attributedMicros() {
        if (intervalMicros == null || processes.isEmpty()) {
            return null;
        }
        long sum = 0;
        for (ProcessSample process : processes) {
            Long used = process.activity().cpuMicros();
            sum += used == null ? 0 : used;
        }
        return sum;
    }
}
