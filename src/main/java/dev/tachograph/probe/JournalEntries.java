package dev.tachograph.probe;

import dev.tachograph.linux.Journal;
import dev.tachograph.model.Gap;
import dev.tachograph.model.LogLine;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns the entry at a journal's place into a line, and into a gap what it tells or shows to be missing. */
final class JournalEntries {
    /** Of one entry; what goes beyond is cut, since a journal's entry may be larger than all memory of the recorder. */
    private static final int MOST_ENTRY_BYTES = 4 << 20;
    /** What a field keeps in any case. */
    private static final int LEAST_FIELD_BYTES = LogLine.MOST_INLINE_BYTES + 256;

    /** SD_MESSAGE_JOURNAL_DROPPED of sd-messages.h. */
    private static final UUID SUPPRESSION = UUID.fromString("a596d6fe-7bfa-4994-828e-72309e95d61e");

    private static final String SUPPRESSED_COUNT = "N_DROPPED";
    /** How journald marks lines of its own; nobody else can. */
    private static final String OF_JOURNALD = "driver";

    private final LogLineBuilder builder;
    private final byte[] cursorText = new byte[JournalCursor.MOST_BYTES];
    private int cursorLength;

    /** Of the entry that {@link #look} found. */
    final JournalCursor cursor = new JournalCursor();

    JournalEntries(LogLineBuilder builder) {
        this.builder = builder;
    }

    /** Looks which entry is at the place. */
    void look(Journal journal) throws IOException {
        cursorLength = journal.cursor(cursorText);
        cursor.read(cursorText, cursorLength);
    }

    /** The cursor of the entry that was looked at last, as text. */
    String cursorText() {
        return JournalCursor.text(cursorText, cursorLength);
    }

    /** Reads the entry that was looked at. */
    void read(Journal journal, BatchBuilder batch) {
        readFields(journal, batch);
        LogLine line = builder.build(cursor);
        batch.add(line);
        Gap suppressed = suppression(line);
        if (suppressed != null) {
            batch.add(suppressed);
        }
    }

    private void readFields(Journal journal, BatchBuilder batch) {
        long room = MOST_ENTRY_BYTES;
        try {
            while (true) {
                int most = (int) Math.max(room, LEAST_FIELD_BYTES);
                long length = journal.nextField(most);
                if (length < 0) {
                    return;
                }
                int kept = (int) Math.min(length, most);
                builder.add(journal.buffer(), kept);
                room -= kept;
                if (kept < length) {
                    batch.add(
                            cutShort("a field of a line has %d bytes; its first %d are kept".formatted(length, kept)));
                }
            }
        } catch (IOException e) {
            batch.add(cutShort("fields of a line are damaged in the journal: " + e.getMessage()));
        }
    }

    private Gap cutShort(String detail) {
        return LogGaps.at(cursor.timestamp(), Gap.Cause.CUT_SHORT, null, detail);
    }

    private static @Nullable Gap suppression(LogLine line) {
        if (!SUPPRESSION.equals(line.messageId())
                || !OF_JOURNALD.equals(line.origin().transport())) {
            return null;
        }
        List<String> counts = line.fields().getOrDefault(SUPPRESSED_COUNT, List.of());
        Long count = counts.isEmpty() ? null : number(counts.getFirst());
        String detail = line.message() == null ? "journald suppressed messages" : line.message();
        return LogGaps.at(line.timestamp(), Gap.Cause.SUPPRESSED, count, detail);
    }

    private static @Nullable Long number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
