package dev.tachograph.model;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time for which something was not recorded, and why. A fact like any other: stored, counted and shown.
 *
 * @param from when the first missing observation was due
 * @param to when observation began again; {@code null} while it has not
 * @param count observations that are missing; {@code null} where nobody can know
 * @param detail for people
 */
public record Gap(
        Stream stream,
        Instant from,
        @Nullable Instant to,
        Cause cause,
        @Nullable Long count,
        String detail) {

    /** What is missing. */
    public enum Stream {
        PROCESSES,
        LOGS,
        /** Ends of processes. */
        EXITS,
        /** Figures of the host; what is missing with the processes is told there. */
        METRICS;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why it is missing. */
    public enum Cause {
        /** The recorder was ended in order. */
        STOPPED,
        /** The recorder ended without a word: SIGKILL, a crash, a power loss. */
        KILLED,
        /** The host was started anew. */
        REBOOT,
        /** The machine slept. */
        SUSPENDED,
        /** The look came too late, by whole intervals. */
        MISSED,
        /** The writer was behind and the channel full. */
        DROPPED,
        /** The store refused the rows: disk full, for example. */
        STORE,
        /** It was recorded, and what held it is damaged or gone. */
        DAMAGED,
        /** The host could not be read. */
        PROBE,
        /** The source of log lines removed what had not been read yet. */
        VANISHED,
        /** The source of log lines is behind the place where it was read last: it was made anew, or its clock set back. */
        POSITION_AHEAD,
        /** Whoever writes the log left lines out, since there were too many. */
        SUPPRESSED,
        /** A file with log lines ends before the end that it tells of. */
        CUT_SHORT,
        /** A buffer of the kernel was overwritten before it was read. */
        OVERRUN,
        /** Nothing was recorded yet. */
        BEFORE_RECORDING,
        /** It was recorded, and went since it was older or larger than is kept. */
        DELETED,
        /** The time asked for has not been recorded yet. */
        NOT_YET_RECORDED;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The cause behind a word of the store. */
        public static Cause ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** The same gap with another end. */
    public Gap until(Instant end) {
        return new Gap(stream, from, end, cause, count, detail);
    }

    /** The same gap with another begin. */
    public Gap from(Instant begin) {
        return new Gap(stream, begin, to, cause, count, detail);
    }

    /** The same stretch for another reason. */
    public Gap because(Cause other, String why) {
        return new Gap(stream, from, to, other, count, why);
    }

    /** The two stretches as one: from the earlier begin to the later end, counts added. */
    public Gap merge(Gap later) {
        return new Gap(
                stream,
                from.isBefore(later.from) ? from : later.from,
                to == null || later.to == null ? null : to.isAfter(later.to) ? to : later.to,
                cause,
                count == null || later.count == null ? null : Long.valueOf(count + later.count),
                detail);
    }
}
