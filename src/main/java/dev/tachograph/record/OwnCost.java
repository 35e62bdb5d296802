package dev.tachograph.record;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What the recorder cost over the newest stretch of its looks; each counts for as long as it stands for. */
final class OwnCost {
    /** Of the averages. */
    static final Duration STRETCH = Duration.ofMinutes(5);

    private static final long STRETCH_MICROS = STRETCH.toNanos() / 1000;

    private final Deque<Look> looks = new ArrayDeque<>();
    private long micros;
    private long cpuMicros;
    private double residentByteMicros;

    private record Look(long micros, long cpuMicros, long residentBytes) {}

    void add(long intervalMicros, long usedMicros, long residentBytes) {
        count(new Look(intervalMicros, usedMicros, residentBytes), 1);
        looks.addLast(new Look(intervalMicros, usedMicros, residentBytes));
        for (Look oldest = looks.getFirst(); micros - oldest.micros >= STRETCH_MICROS; oldest = looks.getFirst()) {
            count(looks.removeFirst(), -1);
        }
    }

    private void count(Look look, int sign) {
        micros += sign * look.micros;
        cpuMicros += sign * look.cpuMicros;
        residentByteMicros += sign * (double) look.residentBytes * look.micros;
    }

    /** Begins anew. */
    void forget() {
        looks.clear();
        micros = 0;
        cpuMicros = 0;
        residentByteMicros = 0;
    }

    /** Whether there is enough for an average. */
    boolean isWhole() {
        return micros >= STRETCH_MICROS;
    }

    /** Percent of one core; {@code null} when nothing is known. */
    @Nullable Double cpuPercent() {
        return micros <= 0 ? null : Double.valueOf(100.0 * cpuMicros / micros);
    }

    /** Bytes in RAM; {@code null} when nothing is known. */
    @Nullable Double residentBytes() {
        return micros <= 0 ? null : Double.valueOf(Math.max(0, residentByteMicros / micros));
    }
}
