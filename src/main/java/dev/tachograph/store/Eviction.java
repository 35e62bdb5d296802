package dev.tachograph.store;

import java.util.Locale;

/** A segment that has to go, and why. */
record Eviction(String type, KeptSegment segment, Reason reason) {

    /** Which limit it is that was reached. */
    enum Reason {
        /** Older than the type may get. */
        AGE,
        /** The type is larger than it may get. */
        SIZE,
        /** Free disk space is short. */
        DISK;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
