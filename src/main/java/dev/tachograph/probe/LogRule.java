package dev.tachograph.probe;

import dev.tachograph.model.Event;
import dev.tachograph.model.LogLine;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Knows one kind of line that tells of an event. Used by one thread at a time. */
interface LogRule {

    /**
     * The event that a line tells of; {@code null} for none. Called with lines of known authors only.
     *
     * @param text of the line, without a time in front
     * @param bootId in which it was written
     */
    @Nullable Event of(LogLine line, LogAuthor author, String text, UUID bootId);
}
