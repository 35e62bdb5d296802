package dev.tachograph.probe;

import dev.tachograph.model.ProcessExit.Source;
import dev.tachograph.probe.ExecNotes.Note;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The end of a process as the kernel told of it, before anything is added that looks know.
 *
 * @param parentPid 0 where it is not known
 * @param name each of the kernel's bytes as one character
 * @param status as wait(2) has it
 * @param beforeExec whether it never called exec
 * @param ended when it did, at the latest
 * @param latestStartNanos when it began, at the latest, on CLOCK_BOOTTIME, unless the machine was suspended in its life
 * @param note what could be read of it when it called exec
 */
record ProcessEnd(
        Source source,
        int pid,
        int parentPid,
        @Nullable String name,
        int status,
        boolean beforeExec,
        Instant ended,
        long latestStartNanos,
        @Nullable Long userId,
        @Nullable Usage usage,
        @Nullable Note note) {

    /**
     * What a process used in its life.
     *
     * @param ageMicros how long that was
     * @param allThreads whether bytes are those of every thread that it had
     */
    record Usage(
            long ageMicros,
            long cpuMicros,
            long peakResidentBytes,
            long readBytes,
            long writtenBytes,
            boolean allThreads) {}

    boolean isBySignal() {
        return (status & 0x7f) != 0;
    }

    @Nullable Integer signal() {
        return isBySignal() ? Integer.valueOf(status & 0x7f) : null;
    }

    @Nullable Integer exitCode() {
        return isBySignal() ? null : Integer.valueOf((status >> 8) & 0xff);
    }

    boolean coreDumped() {
        return (status & 0x80) != 0;
    }
}
