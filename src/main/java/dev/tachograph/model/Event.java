package dev.tachograph.model;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to the host or the recorder at one instant.
 *
 * @param bootId of the boot in which it happened
 * @param amountMicros the size of a suspend or of a clock step (negative: backwards)
 * @param detail for people
 * @param subject what it happened to
 */
public record Event(
        Instant at, UUID bootId, Kind kind, @Nullable Long amountMicros, String detail, Subject subject) {

    /** Something that happened to the host as a whole. */
    public Event(Instant at, UUID bootId, Kind kind, @Nullable Long amountMicros, String detail) {
        this(at, bootId, kind, amountMicros, detail, Subject.NONE);
    }

    /** What happened. */
    public enum Kind {
        RECORDER_START,
        RECORDER_STOP,
        /** The recorder is of another version than the one that ran before. */
        RECORDER_UPGRADE,
        /** The recorder looks less often or at less, to keep to its budget, or does so no longer. */
        RECORDER_ADJUSTED,
        BOOT,
        SHUTDOWN,
        SUSPEND,
        RESUME,
        CLOCK_STEP,
        /** The kernel killed a process for want of memory. */
        OOM_KILL,
        /** A process was ended by a signal that tells of a mistake. */
        PROCESS_CRASH,
        UNIT_FAILED,
        /** The service manager starts a unit again that had ended by itself. */
        UNIT_RESTARTED,
        FILESYSTEM_FULL,
        /** Something of the store could not be read any more, and was set aside. */
        STORE_DAMAGED,
        /** Data went before its time, since the disk was short of space. */
        DATA_TRIMMED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind behind a word of the store. */
        public static Kind ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * What an event happened to.
     *
     * @param name of the process, the device or the mount point
     * @param facts whatever else is known, by names in {@code snake_case}
     */
    public record Subject(
            @Nullable Integer pid,
            @Nullable String name,
            @Nullable String unit,
            Map<String, String> facts) {
        /** The host as a whole. */
        public static final Subject NONE = new Subject(null, null, null, Map.of());

        public Subject {
            facts = Map.copyOf(facts);
        }
    }
}
