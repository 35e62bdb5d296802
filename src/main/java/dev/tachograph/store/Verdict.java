package dev.tachograph.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of an attempt to open a database and to read all of it. */
sealed interface Verdict {

    /** Every row could be read. */
    record Sound(Contents contents) implements Verdict {}

    /**
     * It can't be opened, or not be read to the end, or takes down whoever tries.
     *
     * @param contents as far as they are known
     */
    record Broken(String reason, Contents contents) implements Verdict {}

    /** Nobody could try: no process could be started, or another one holds the file. It says nothing of the file. */
    record Untried(String reason) implements Verdict {}

    /**
     * From when to when the ticks of a database are.
     *
     * @param newestTick its number
     */
    record Contents(
            @Nullable Long newestTick,
            @Nullable Instant oldest,
            @Nullable Instant newest) {
        static final Contents UNKNOWN = new Contents(null, null, null);
    }
}
