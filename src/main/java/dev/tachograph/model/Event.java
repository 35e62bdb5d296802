package dev.tachograph.model;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to the host or the recorder at one instant.
 *
 * @param amountMicros the size of a suspend or of a clock step (negative: backwards)
 * @param detail for people
 */
public record Event(
        Instant at, UUID bootId, Kind kind, @Nullable Long amountMicros, String detail) {

    /** What happened. */
    public enum Kind {
        RECORDER_START,
        RECORDER_STOP,
        BOOT,
        SUSPEND,
        CLOCK_STEP,
        /** Something of the store could not be read any more, and was set aside. */
        STORE_DAMAGED,
        /** Data went before its time, since the disk was short of space. */
        DATA_TRIMMED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
