package dev.tachograph.model;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The end of a process, also of one that no look ever saw. {@code null} is "not known".
 *
 * @param startTicks when it began, as {@link ProcessKey} has it; not known where the kernel told only how long it lived
 * @param started when it began
 * @param ended when it ended
 * @param durationMicros how long it lived
 * @param exitCode what it gave to exit(3); {@code null} also for one that a signal ended
 * @param signal that ended it
 * @param coreDumped whether that made a core dump
 * @param cpuMicros CPU time of all its threads, from its begin to its end
 * @param peakResidentBytes most memory in RAM that it ever had
 * @param readBytes read from storage in its life
 * @param writtenBytes written to storage in its life
 * @param cmdline the arguments as {@link ProcessDescription} has them, where they could be caught
 * @param source who told of it
 */
public record ProcessExit(
        int pid,
        @Nullable Integer parentPid,
        @Nullable Long startTicks,
        @Nullable Instant started,
        Instant ended,
        @Nullable Long durationMicros,
        @Nullable Integer exitCode,
        @Nullable Integer signal,
        boolean coreDumped,
        @Nullable Long cpuMicros,
        @Nullable Long peakResidentBytes,
        @Nullable Long readBytes,
        @Nullable Long writtenBytes,
        @Nullable String name,
        @Nullable String cmdline,
        @Nullable Long userId,
        @Nullable String user,
        ControlGroup group,
        Source source) {

    /** Who told of an end, from the most to the least that is known. */
    public enum Source {
        /** The kernel's accounting: everything but the command line. */
        TASKSTATS,
        /** The kernel's process connector: no CPU time, memory or bytes. */
        CONNECTOR,
        /** A look no longer found it: figures are those of the look before. */
        SAMPLED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
