package dev.tachograph.probe;

import dev.tachograph.model.Gap;
import dev.tachograph.model.ProcessExit;
import java.util.List;

/** Learns of processes that end, also of those that live for less than a look. */
interface ExitProbe extends AutoCloseable {
    /** Nobody tells of ends. */
    ExitProbe NONE = new ExitProbe() {
        @Override
        public Ended take() {
            return new Ended(List.of(), List.of(), 0);
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
     * @param costMicros CPU time that it took to learn of them
     */
    record Ended(List<ProcessExit> exits, List<Gap> lost, long costMicros) {
        public Ended {
            exits = List.copyOf(exits);
            lost = List.copyOf(lost);
        }
    }

    /** Everything that has ended up to now. Does not wait. */
    Ended take();

    @Override
    void close();
}
