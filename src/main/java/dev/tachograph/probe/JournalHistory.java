package dev.tachograph.probe;

import static java.util.Objects.requireNonNull;

import dev.tachograph.linux.Journal;
import dev.tachograph.model.Gap;
import dev.tachograph.model.LogBatch;
import dev.tachograph.probe.JournalPromises.Block;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what was in a journal before it was followed, newest first, down to a limit of age. A start after a kill goes on where
 * the stored position says, and one after the end reads nothing.
 */
public final class JournalHistory implements LogReader {
    /** A clock that was wrong for a moment does not end history. */
    private static final int TOO_OLD_IN_A_ROW = 1_000;

    private final JournalSource source;
    private final BooleanSupplier mayGoOn;
    private final JournalEntries entries;
    private final JournalPromises promises;
    /** The lowest number that was read of each numbering. */
    private final Map<UUID, Long> lowest = new HashMap<>();

    private final boolean fromItsBegin;

    /** After the batches that were handed out. */
    private volatile HistoryPosition position;

    private boolean positionIsNew;

    private @Nullable Journal journal;
    /** As of when the journal was opened: what matters here is old. */
    private Map<UUID, List<Block>> blocks = Map.of();

    private int readSinceOpened;
    private boolean standsOnUnread;
    /** Where reading has to go on; {@code null} once that was looked for. */
    private @Nullable JournalCursor expected;

    private final JournalCursor last = new JournalCursor();
    private int tooOld;

    private JournalHistory(
            JournalSource source, HistoryPosition position, boolean positionIsNew, BooleanSupplier mayGoOn) {
        this.source = source;
        this.position = position;
        this.positionIsNew = positionIsNew;
        this.mayGoOn = mayGoOn;
        fromItsBegin = position.low() == null;
        entries = new JournalEntries(source.lineBuilder());
        promises = source.promises();
    }

    static JournalHistory open(
            JournalSource source,
            @Nullable String begin,
            @Nullable String text,
            Instant oldest,
            BooleanSupplier mayGoOn) {
        HistoryPosition stored = text == null ? null : HistoryPosition.parse(text);
        if (stored != null) {
            return new JournalHistory(source, stored, false, mayGoOn);
        }
        HistoryPosition.State state =
                begin == null || text != null ? HistoryPosition.State.DONE : HistoryPosition.State.RUNNING;
        return new JournalHistory(source, new HistoryPosition(begin, null, oldest, state), true, mayGoOn);
    }

    /** The begin that a stored position tells; {@code null} when it tells none. */
    static @Nullable String beginOf(String text) {
        HistoryPosition stored = HistoryPosition.parse(text);
        return stored == null ? null : stored.begin();
    }

    /** How far it is; may be asked by any thread. */
    public Progress progress() {
        HistoryPosition now = position;
        Instant from = now.begin() == null
                ? now.limit()
                : JournalCursor.of(now.begin()).timestamp();
        Instant reached = now.low() == null ? from : JournalCursor.of(now.low()).timestamp();
        return new Progress(from, reached, now.limit(), now.state() != HistoryPosition.State.RUNNING);
    }

    /**
     * How far a history is.
     *
     * @param from the time of the newest line of it
     * @param reached the time of the line up to which it was read, from there downwards
     * @param limit the time at which it ends, unless there is nothing before
     * @param isDone whether nothing more will be read
     */
    public record Progress(Instant from, Instant reached, Instant limit, boolean isDone) {}

    @Override
    public LogBatch read(int mostLines, Duration patience) throws IOException {
        var batch = new BatchBuilder(mostLines);
        if (position.state() == HistoryPosition.State.RUNNING) {
            try {
                return readOn(batch, mostLines);
            } catch (IOException | RuntimeException e) {
                letGo();
                throw e;
            }
        }
        return positionIsNew ? handOut(batch, position) : LogBatch.NOTHING;
    }

    private LogBatch readOn(BatchBuilder batch, int mostLines) throws IOException {
        HistoryPosition before = position;
        if (!mayGoOn.getAsBoolean()) {
            letGo();
            return handOut(batch, before.in(HistoryPosition.State.NO_ROOM));
        }
        Journal opened = opened(before);
        boolean hasMore = true;
        for (int looked = 0; looked < mostLines && hasMore && !batch.isFull(); looked++) {
            hasMore = standsOnUnread || opened.previous();
            if (hasMore) {
                noticeRemoved(opened, before.limit(), batch);
                take(opened, before.limit(), batch);
                hasMore = tooOld < TOO_OLD_IN_A_ROW;
            } else {
                noticeRemoved(null, before.limit(), batch);
                checkBegin(batch);
            }
        }
        HistoryPosition after = readSinceOpened == 0 ? before : before.downTo(entries.cursorText());
        if (!hasMore) {
            letGo();
            return handOut(batch, after.in(HistoryPosition.State.DONE));
        }
        if (readSinceOpened >= JournalReader.ENTRIES_UNTIL_REOPENED) {
            letGo();
        }
        return handOut(batch, after);
    }

    private LogBatch handOut(BatchBuilder batch, HistoryPosition after) {
        position = after;
        positionIsNew = false;
        return batch.build(source.historyName(), after.text());
    }

    private void take(Journal opened, Instant limit, BatchBuilder batch) throws IOException {
        entries.look(opened);
        standsOnUnread = false;
        readSinceOpened++;
        noticeMissing(entries.cursor, batch);
        last.set(entries.cursor);
        lowest.put(last.numbering, last.sequence);
        if (last.timestamp().isBefore(limit)) {
            tooOld++;
        } else {
            tooOld = 0;
            entries.read(opened, batch);
        }
    }

    /** Journald removes the oldest entries first: without the one to go on from, all before it that were left have gone. */
    private void noticeRemoved(@Nullable Journal opened, Instant limit, BatchBuilder batch) throws IOException {
        JournalCursor wanted = expected;
        expected = null;
        if (wanted == null || !limit.isBefore(wanted.timestamp())) {
            return;
        }
        if (opened != null) {
            entries.look(opened);
        }
        if (opened == null || !entries.cursor.isSameEntry(wanted)) {
            batch.add(LogGaps.between(
                    limit,
                    wanted.timestamp(),
                    Gap.Cause.VANISHED,
                    null,
                    "the journal removed lines from before the first start before they were read"));
        }
    }

    private void noticeMissing(JournalCursor entry, BatchBuilder batch) {
        if (entry.numbering.equals(last.numbering) && entry.sequence < last.sequence - 1) {
            List<Block> of = blocks.getOrDefault(entry.numbering, List.of());
            long promised =
                    JournalPromises.between(of, entry.sequence, last.sequence).promised();
            addMissing(promised, entry.timestamp(), last.timestamp(), batch);
        }
    }

    /** There is nothing before the last entry; what does the headers of the files say? */
    private void checkBegin(BatchBuilder batch) {
        HistoryPosition now = position;
        if (now.begin() == null) {
            return;
        }
        Instant begin = JournalCursor.of(now.begin()).timestamp();
        blocks.forEach((numbering, of) -> {
            Long low = lowest.get(numbering);
            if (low == null && !fromItsBegin) {
                return; // it may have been read before a restart
            }
            for (Block block : of) {
                long promised = low == null ? block.entries() : block.isWhole() ? block.upTo(low - 1) : 0;
                if (!block.end().isAfter(begin) || low != null) {
                    addMissing(promised, block.end(), block.end(), batch);
                }
            }
        });
    }

    private static void addMissing(long promised, Instant from, Instant to, BatchBuilder batch) {
        if (promised > 0) {
            batch.add(LogGaps.between(from, to, Gap.Cause.CUT_SHORT, promised, JournalContinuity.DAMAGED));
        }
    }

    private Journal opened(HistoryPosition from) throws IOException {
        Journal opened = journal;
        if (opened == null) {
            opened = source.openJournal();
            journal = opened;
            blocks = promises.blocks();
            readSinceOpened = 0;
            standsOnUnread = false;
            resume(opened, from);
        }
        return opened;
    }

    /** The begin is the first to be read; of a later place that has been read, what is before it. */
    private void resume(Journal opened, HistoryPosition from) throws IOException {
        String low = from.low();
        if (low == null) {
            opened.seekCursor(requireNonNull(from.begin()));
            expected = JournalCursor.of(requireNonNull(from.begin()));
            return;
        }
        JournalCursor wanted = JournalCursor.of(low);
        last.set(wanted);
        lowest.put(wanted.numbering, wanted.sequence);
        opened.seekCursor(low);
        boolean isFound = false;
        boolean hasMore = opened.previous();
        while (hasMore) {
            entries.look(opened);
            standsOnUnread = !entries.cursor.isTiedWith(wanted);
            isFound = entries.cursor.isSameEntry(wanted);
            hasMore = !standsOnUnread && !isFound && opened.previous();
        }
        expected = isFound ? null : wanted;
    }

    private void letGo() {
        if (journal != null) {
            journal.close();
            journal = null;
        }
    }

    @Override
    public boolean isAtEnd() {
        return position.state() != HistoryPosition.State.RUNNING && !positionIsNew;
    }

    @Override
    public void close() {
        letGo();
    }
}
