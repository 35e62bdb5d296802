package dev.tachograph.probe;

import dev.tachograph.linux.Journal;
import dev.tachograph.model.Gap;
import dev.tachograph.model.LogBatch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows a journal from the place up to which it was read before.
 *
 * <p>It goes to the stored position and looks whether the entry there is the one that was read last. When it is not, that one
 * has been removed, perhaps with others behind it. When there is nothing at or behind the position, the journal was made anew
 * or its clock set back; then it goes back to the newest entry whose number says that it was read.
 */
public final class JournalReader implements LogReader {
    /** The library maps what it reads and keeps it mapped; to close the journal gives the memory back. */
    static final int ENTRIES_UNTIL_REOPENED = 20_000;

    /** The thread that reads is to notice soon when it shall end. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    private final JournalSource source;
    private final JournalEntries entries;
    private final JournalContinuity continuity;

    /** After the batches that were handed out. */
    private JournalPosition position;

    /** What the first batch has to tell; {@code null} afterwards and when it is only the position. */
    private @Nullable Gap gapAtOpening;

    private boolean positionIsNew;

    private @Nullable Journal journal;
    private int readSinceOpened;
    private boolean standsOnUnread;
    private boolean hasMoved;
    private @Nullable String cursor;

    private JournalReader(JournalSource source, JournalPosition position, LongSupplier nanoTime) {
        this.source = source;
        this.position = position;
        entries = new JournalEntries(source.lineBuilder());
        continuity = new JournalContinuity(source.promises(), nanoTime);
    }

    static JournalReader open(
            JournalSource source, @Nullable String text, @Nullable String historyText, LongSupplier nanoTime)
            throws IOException {
        JournalPosition stored = text == null ? null : JournalPosition.parse(text);
        if (stored != null) {
            return new JournalReader(source, stored, nanoTime);
        }
        String begin = historyText == null ? null : JournalHistory.beginOf(historyText);
        JournalPosition first = firstPosition(source, begin);
        var reader = new JournalReader(source, text == null ? first : first.withoutHistory(), nanoTime);
        reader.positionIsNew = true;
        if (text != null && first.cursor() != null) { // of an empty journal nothing is known to be missing
            reader.gapAtOpening = LogGaps.at(
                    JournalCursor.of(first.cursor()).timestamp(),
                    Gap.Cause.VANISHED,
                    null,
                    "the stored position in the journal can't be understood: " + text);
        }
        return reader;
    }

    /** Behind the newest entry that there is, or behind one that was the newest at an earlier start. */
    private static JournalPosition firstPosition(JournalSource source, @Nullable String earlier) throws IOException {
        String newest = earlier == null ? newest(source) : earlier;
        if (newest == null) {
            return JournalPosition.EMPTY;
        }
        Map<UUID, Long> seen = new HashMap<>();
        source.promises()
                .blocks()
                .forEach((numbering, blocks) ->
                        seen.put(numbering, blocks.getLast().last()));
        JournalCursor cursor = JournalCursor.of(newest);
        seen.put(cursor.numbering, cursor.sequence);
        return new JournalPosition(newest, newest, Map.copyOf(seen));
    }

    private static @Nullable String newest(JournalSource source) throws IOException {
        try (Journal journal = source.openJournal()) {
            journal.seekTail();
            if (!journal.previous()) {
                return null;
            }
            byte[] text = new byte[JournalCursor.MOST_BYTES];
            return JournalCursor.text(text, journal.cursor(text));
        }
    }

    /** The newest entry at the first start, with which history begins; {@code null} when there was none. */
    @Nullable String begin() {
        return position.begin();
    }

    @Override
    public LogBatch read(int mostLines, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        var batch = new BatchBuilder(mostLines);
        if (gapAtOpening != null) {
            batch.add(gapAtOpening);
        }
        try {
            Journal opened = opened(batch);
            if (opened != null) {
                fill(opened, batch, end);
            } else {
                Thread.sleep(patience);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            letGo(); // and back to what was handed out last
            throw e;
        }
        return handOut(batch);
    }

    private LogBatch handOut(BatchBuilder batch) {
        if (batch.isEmpty() && !positionIsNew) {
            return LogBatch.NOTHING;
        }
        if (hasMoved) {
            cursor = entries.cursorText();
            hasMoved = false;
        }
        if (journal != null) {
            position = new JournalPosition(cursor, position.begin(), continuity.seen());
        }
        positionIsNew = false;
        gapAtOpening = null;
        if (readSinceOpened >= ENTRIES_UNTIL_REOPENED) {
            letGo();
        }
        return batch.build(source.liveName(), position.text());
    }

    private void fill(Journal opened, BatchBuilder batch, long end) throws IOException, InterruptedException {
        boolean hasLooked = false;
        while (!batch.isFull()) {
            if (standsOnUnread || opened.next()) {
                take(opened, batch);
                continue;
            }
            continuity.checkEnd(batch);
            long left = Math.max(0, end - System.nanoTime());
            if (!batch.isEmpty() || (hasLooked && left == 0)) {
                return;
            }
            opened.await(Duration.ofNanos(Math.min(left, LONGEST_WAIT.toNanos())));
            hasLooked = true;
        }
    }

    private void take(Journal opened, BatchBuilder batch) throws IOException {
        if (!standsOnUnread) { // else it was looked at when it was found
            entries.look(opened);
            continuity.follow(entries.cursor, batch);
        }
        standsOnUnread = false;
        entries.read(opened, batch);
        hasMoved = true;
        readSinceOpened++;
    }

    /** The journal at its place; {@code null} while there is nothing in it, though there was. */
    private @Nullable Journal opened(BatchBuilder batch) throws IOException, InterruptedException {
        Journal opened = journal;
        if (opened == null) {
            opened = source.openJournal();
            journal = opened;
            readSinceOpened = 0;
            standsOnUnread = false;
            hasMoved = false;
            cursor = position.cursor();
            continuity.startFrom(position.seen());
            if (!resume(opened, batch)) {
                letGo();
                return null;
            }
        }
        return opened;
    }

    private boolean resume(Journal opened, BatchBuilder batch) throws IOException, InterruptedException {
        if (cursor == null) {
            opened.seekHead();
            return true;
        }
        JournalCursor wanted = JournalCursor.of(cursor);
        continuity.goOnBehind(wanted);
        opened.seekCursor(cursor);
        boolean hasNext = opened.next();
        if (!hasNext) {
            return goBackToWhatWasSeen(opened, wanted, batch);
        }
        entries.look(opened);
        while (hasNext && isSeenButNot(wanted)) { // of several at the same time, those that sort before it
            hasNext = opened.next();
            if (hasNext) {
                entries.look(opened);
            }
        }
        if (hasNext && entries.cursor.isSameEntry(wanted)) {
            continuity.goOnBehind(entries.cursor);
        } else if (hasNext) {
            standsOnUnread = true;
            continuity.followRemoved(entries.cursor, batch);
        }
        return true;
    }

    private boolean isSeenButNot(JournalCursor wanted) {
        return !entries.cursor.isSameEntry(wanted)
                && entries.cursor.isTiedWith(wanted)
                && continuity.isSeen(entries.cursor);
    }

    private boolean goBackToWhatWasSeen(Journal opened, JournalCursor wanted, BatchBuilder batch) throws IOException {
        opened.seekTail();
        if (!opened.previous()) {
            return false;
        }
        entries.look(opened);
        Instant newest = entries.cursor.timestamp();
        long unread = 0;
        boolean found = continuity.isSeen(entries.cursor);
        while (!found && opened.previous()) {
            unread++;
            entries.look(opened);
            found = continuity.isSeen(entries.cursor);
        }
        if (found) {
            continuity.goOnBehind(entries.cursor);
            cursor = entries.cursorText();
        } else {
            unread++;
            opened.seekHead();
            continuity.startFrom(Map.of());
            cursor = null;
        }
        batch.add(
                LogGaps.at(newest, Gap.Cause.POSITION_AHEAD, null, """
                the journal had been read up to %s and now ends at %s: it was made anew, or its clock was set back; \
                %d lines of it were new""".formatted(wanted.timestamp(), newest, unread)));
        return true;
    }

    private void letGo() {
        if (journal != null) {
            journal.close();
            journal = null;
        }
    }

    @Override
    public boolean isAtEnd() {
        return false;
    }

    @Override
    public void close() {
        letGo();
    }
}
