package dev.tachograph.probe;

import dev.tachograph.model.Gap;
import dev.tachograph.probe.JournalPromises.Block;
import dev.tachograph.probe.JournalPromises.Missing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether each entry that is read follows the one before it, and the last one is the end: the numbers are compared with what
 * the headers of the files promise, and what is missing becomes a gap.
 */
final class JournalContinuity {
    /** journald raises the last number of a file before it adds the entry, so the header is looked at twice. */
    static final Duration UNTIL_END_IS_CHECKED = Duration.ofSeconds(2);

    static final String DAMAGED = "a journal file is damaged: lines that its header tells of can't be read";

    private static final long BETWEEN_CHECKS = Duration.ofMinutes(1).toNanos();
    /** Where numbers are missing as a matter of course, as for who sees one user's files only. */
    private static final long UNTIL_LOOKED_AGAIN = Duration.ofSeconds(10).toNanos();

    /** In the middle of journald's writing an entry, a file seems to have a hole; at another look it has none. */
    private static final int LOOKS = 10;

    private final JournalPromises promises;
    private final LongSupplier nanoTime;
    private final JournalCursor last = new JournalCursor();
    private final Map<UUID, Long> seen = new HashMap<>();
    private long nextLook;
    private long nextCheck;
    private long suspectedEnd;
    private boolean hasMoved = true;

    /** @param nanoTime a clock that nobody can set */
    JournalContinuity(JournalPromises promises, LongSupplier nanoTime) {
        this.promises = promises;
        this.nanoTime = nanoTime;
        nextLook = nanoTime.getAsLong();
        nextCheck = nextLook + UNTIL_END_IS_CHECKED.toNanos();
    }

    /** Starts anew, with what was seen up to now. */
    void startFrom(Map<UUID, Long> seenBefore) {
        seen.clear();
        seen.putAll(seenBefore);
        last.set(new JournalCursor());
        suspectedEnd = 0;
    }

    /** Goes on behind this entry. */
    void goOnBehind(JournalCursor entry) {
        rememberLast();
        last.set(entry);
        hasMoved = true;
    }

    /** Whether the entry was read, going by its number. */
    boolean isSeen(JournalCursor entry) {
        rememberLast();
        return seen.getOrDefault(entry.numbering, 0L) >= entry.sequence;
    }

    /** The last number of each numbering. */
    Map<UUID, Long> seen() {
        rememberLast();
        return Map.copyOf(seen);
    }

    private void rememberLast() {
        if (!last.isNone()) {
            seen.put(last.numbering, last.sequence);
        }
    }

    /** The entry follows the last one. */
    void follow(JournalCursor entry, BatchBuilder batch) {
        if (!entry.numbering.equals(last.numbering)) {
            rememberLast();
        } else if (entry.sequence > last.sequence + 1) {
            noticeMissing(entry, batch);
        }
        last.set(entry);
        hasMoved = true;
    }

    private void noticeMissing(JournalCursor entry, BatchBuilder batch) {
        long now = nanoTime.getAsLong();
        if (now - nextLook < 0) {
            return;
        }
        Missing missing = missingBefore(entry);
        if (missing.equals(Missing.NOTHING)) {
            nextLook = now + UNTIL_LOOKED_AGAIN;
        }
        add(missing, last.timestamp(), entry.timestamp(), batch);
    }

    private Missing missingBefore(JournalCursor entry) {
        Missing missing = Missing.NOTHING;
        for (int look = 0; look < LOOKS && missing.equals(Missing.NOTHING); look++) {
            List<Block> blocks = promises.blocks().getOrDefault(entry.numbering, List.of());
            missing = JournalPromises.between(blocks, last.sequence, entry.sequence);
        }
        return missing;
    }

    /**
     * The last one is not there any more, and this entry is the first behind it. The numbers between them were not read,
     * unless they have always been elsewhere.
     */
    void followRemoved(JournalCursor entry, BatchBuilder batch) {
        if (!entry.numbering.equals(last.numbering)) {
            batch.add(LogGaps.between(
                    last.timestamp(), entry.timestamp(), Gap.Cause.VANISHED, null, "the journal was exchanged"));
        } else if (entry.sequence > last.sequence + 1) {
            long promised = missingBefore(entry).promised();
            long gone = entry.sequence - last.sequence - 1 - promised;
            add(new Missing(promised, gone), last.timestamp(), entry.timestamp(), batch);
        }
        rememberLast();
        last.set(entry);
        hasMoved = true;
    }

    private static void add(Missing missing, Instant from, Instant to, BatchBuilder batch) {
        if (missing.promised() > 0) {
            batch.add(LogGaps.between(from, to, Gap.Cause.CUT_SHORT, missing.promised(), DAMAGED));
        }
        if (missing.gone() > 0) {
            batch.add(LogGaps.between(
                    from, to, Gap.Cause.VANISHED, missing.gone(), "the journal removed lines before they were read"));
        }
    }

    /** There is no entry behind the last one now; looks now and then whether there should be. */
    void checkEnd(BatchBuilder batch) {
        long now = nanoTime.getAsLong();
        if (hasMoved) {
            hasMoved = false;
            suspectedEnd = 0;
            nextCheck = now + UNTIL_END_IS_CHECKED.toNanos();
        }
        if (last.isNone() || now - nextCheck < 0) {
            return;
        }
        Block end = promisedEnd();
        if (end == null || end.last() <= last.sequence) {
            nextCheck = now + BETWEEN_CHECKS;
        } else if (suspectedEnd <= last.sequence) {
            suspectedEnd = end.last();
            nextCheck = now + UNTIL_END_IS_CHECKED.toNanos();
        } else {
            giveUpUntil(suspectedEnd, end, batch);
        }
    }

    private void giveUpUntil(long number, Block end, BatchBuilder batch) {
        long promised = number - Math.max(last.sequence, end.first() - 1);
        add(new Missing(promised, 0), last.timestamp(), end.end(), batch);
        last.sequence = number;
        suspectedEnd = 0;
    }

    private @Nullable Block promisedEnd() {
        List<Block> blocks = promises.blocks().getOrDefault(last.numbering, List.of());
        return blocks.isEmpty() || !blocks.getLast().isWhole() ? null : blocks.getLast();
    }
}
