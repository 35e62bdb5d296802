package dev.tachograph.cli;

import dev.tachograph.simulation.HistoryPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** Writes a made-up history. */
@FunctionalInterface
public interface Simulation {
    /** Who waits for it. */
    interface Course {
        /** So many looks of {@link HistoryPlan#looks} are behind. */
        void reached(long looks);

        /** Whether it is to end before its time, with what there is. */
        boolean isToEnd();
    }

    /**
     * What was written.
     *
     * @param until the newest tick
     * @param processes that were ever seen
     * @param samples processes summed over ticks
     * @param rows that these take
     * @param lines of the log
     */
    record Outcome(
            Instant until, long ticks, long processes, long samples, long rows, long lines, long files, long bytes) {}

    /** What of it is written. */
    record Content(boolean processes, boolean logs, boolean metrics) {}

    /** Writes it to a directory that is new or empty. */
    Outcome write(Path directory, HistoryPlan plan, Content content, Course course) throws IOException;
}
