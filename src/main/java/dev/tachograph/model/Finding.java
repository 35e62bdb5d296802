package dev.tachograph.model;

import org.jspecify.annotations.Nullable;

/**
 * What one look at this host found out about one thing that the recorder would like to use.
 *
 * @param subject the thing, as people call it ("process exits", "journal")
 * @param found what is there, or why it isn't
 * @param remedy what to do about it; null where nothing has to or can be done
 */
public record Finding(
        Level level, String subject, String found, @Nullable String remedy) {

    /** How much of the thing this host allows, best first. */
    public enum Level {
        /** Works in full. */
        OK,
        /** Works in a plainer way, or sees less. */
        LIMITED,
        /** Doesn't work here. */
        MISSING
    }
}
