package dev.tachograph.probe;

import dev.tachograph.model.Gap;
import dev.tachograph.model.Moment;
import dev.tachograph.model.ProcessExit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Learns of processes that end, also of those that live for less than a look. */
interface ExitProbe extends AutoCloseable {
    /** Nobody tells of ends. */
    ExitProbe NONE = new ExitProbe() {
        @Override
        public Ended take(KnownProcesses known, Moment look) {
            return new Ended(List.of(), List.of(), null, 0);
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    /**
     * What ended since the last time, in the order of ends.
     *
     * @param lost ends that are known to be missing
     * @param cpuMicros CPU time that the ended used and that no look told of; {@code null} where it is not known
     * @param costMicros CPU time that it took to learn of them
     */
    record Ended(
            List<ProcessExit> exits,
            List<Gap> lost,
            @Nullable Long cpuMicros,
            long costMicros) {
        public Ended {
            exits = List.copyOf(exits);
            lost = List.copyOf(lost);
        }
    }

    /**
     * Everything that has ended up to now. Does not wait. Comes after the look at the processes: whoever that look no longer
     * found has its end told here.
     *
     * @param known what that look found
     * @param look when it began
     */
    Ended take(KnownProcesses known, Moment look);

    @Override
    void close();
}
