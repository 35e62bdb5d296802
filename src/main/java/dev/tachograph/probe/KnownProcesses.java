package dev.tachograph.probe;

import dev.tachograph.model.ProcessSample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the last look at the processes says, for telling of those that end. */
interface KnownProcesses {
    /** The process that had this id at the last look. */
    @Nullable ProcessSample alive(int pid);

    /** Those that the look before it found and that were not there any more, in order of pid. */
    List<ProcessSample> vanished();

    /**
     * CPU time, in microseconds, of processes that ended between the two looks, as far as it was not told before they did:
     * what their parents' accounts of ended children say, to clock ticks. Processes whose parents take no notice of them are
     * missing. {@code null} where the looks are no two in a row.
     */
    @Nullable Long reapedMicros();
}
