package dev.tachograph.probe;

import dev.tachograph.linux.Journal;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A journal as a source of log lines: what is written from now on, and what was written before.
 *
 * @param way how it is opened
 * @param redactor takes secrets out of what is read; {@code null} when they shall stay
 */
public record JournalSource(
        JournalPlace.Accessible place,
        Journal.Way way,
        @Nullable MessageRedactor redactor) {

    private static final String LIVE = "journal";
    private static final String HISTORY = "journal-history";

    /** The journal read in the best way that there is on this host. */
    public static JournalSource of(JournalPlace.Accessible place, @Nullable MessageRedactor redactor) {
        return new JournalSource(place, Journal::open, redactor);
    }

    /** The name under which the position of {@link #live} is stored. Each folder has its own. */
    public String liveName() {
        return LIVE + suffix();
    }

    /** The name under which the position of {@link #history} is stored. */
    public String historyName() {
        return HISTORY + suffix();
    }

    private String suffix() {
        return switch (place.selection()) {
            case Journal.Selection.Host _ -> "";
            case Journal.Selection.Folder(var path) -> ":" + path;
        };
    }

    /**
     * The position behind a line that is stored, for a record that has lost the position itself. What is older than that line
     * counts as read.
     */
    public static String positionBehind(
            UUID sequenceId, long sequence, UUID bootId, long monotonicMicros, Instant timestamp) {
        String cursor = cursor(sequenceId, sequence, bootId, monotonicMicros, timestamp);
        return new JournalPosition(cursor, null, Map.of(sequenceId, sequence)).text();
    }

    /**
     * The position of a history that was read down to a line that is stored, for the same case.
     *
     * @param limit what is older is not read
     */
    public static String historyDownTo(
            UUID sequenceId, long sequence, UUID bootId, long monotonicMicros, Instant timestamp, Instant limit) {
        String cursor = cursor(sequenceId, sequence, bootId, monotonicMicros, timestamp);
        return new HistoryPosition(cursor, cursor, limit, HistoryPosition.State.RUNNING).text();
    }

    private static String cursor(UUID sequenceId, long sequence, UUID bootId, long monotonicMicros, Instant timestamp) {
        return "s=%s;i=%x;b=%s;m=%x;t=%x"
                .formatted(
                        digits(sequenceId),
                        sequence,
                        digits(bootId),
                        monotonicMicros,
                        ChronoUnit.MICROS.between(Instant.EPOCH, timestamp));
    }

    private static String digits(UUID id) {
        return id.toString().replace("-", "");
    }

    /**
     * The reader of what is written from now on; at a first start that is from the newest entry on.
     *
     * @param position what was stored under {@link #liveName}
     * @param historyPosition what was stored under {@link #historyName}
     */
    public JournalReader live(@Nullable String position, @Nullable String historyPosition) throws IOException {
        return JournalReader.open(this, position, historyPosition, System::nanoTime);
    }

    /**
     * The reader of what was there before {@code live} began, newest first.
     *
     * @param position what was stored under {@link #historyName}
     * @param oldest what is older is not read; a position that was stored has its own
     * @param mayGoOn whether there is room for more
     */
    public JournalHistory history(
            JournalReader live, @Nullable String position, Instant oldest, BooleanSupplier mayGoOn) {
        return JournalHistory.open(this, live.begin(), position, oldest, mayGoOn);
    }

    Journal openJournal() throws IOException {
        return way.open(place.selection());
    }

    LogLineBuilder lineBuilder() {
        return new LogLineBuilder(redactor);
    }

    JournalPromises promises() {
        return new JournalPromises(place.folders());
    }
}
