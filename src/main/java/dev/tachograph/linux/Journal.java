package dev.tachograph.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The entries of a systemd journal, with a place among them. Handles are for one thread, which opens, uses and closes them.
 * The entries of all files are in one order, and a file that is renamed, removed or added meanwhile does not disturb it.
 */
public interface Journal extends AutoCloseable {

    /** Which journal. */
    sealed interface Selection {
        /** The one of this host. */
        record Host(boolean allNamespaces) implements Selection {}

        /** The journal files in a folder, and in folders of it that are named as journald names them. */
        record Folder(Path path) implements Selection {}
    }

    /** What the ways to a journal have in common. */
    @FunctionalInterface
    interface Way {
        Journal open(Selection selection) throws IOException;
    }

    /** Opens a journal in the best way that there is on this host. Its place is before the first entry. */
    static Journal open(Selection selection) throws IOException {
        return SystemdJournal.problem().isEmpty()
                ? SystemdJournal.open(selection)
                : new JournalctlJournal(selection, JournalctlJournal.COMMAND);
    }

    /** Which way {@link #open} takes on this host, in words for people. */
    static String wayInWords() {
        Optional<String> problem = SystemdJournal.problem();
        return problem.isEmpty()
                ? SystemdJournal.WAY
                : "%s, which takes three times the CPU: %s".formatted(JournalctlJournal.WAY, problem.get());
    }

    /** Goes before the first entry. */
    void seekHead() throws IOException;

    /** Goes behind the last entry. */
    void seekTail() throws IOException;

    /**
     * Goes to the entry with this cursor: the next step in either direction leads to it or, when it is not there, to the
     * nearest one in that direction.
     *
     * @throws IOException when this is no cursor
     */
    void seekCursor(String cursor) throws IOException;

    /** Steps to the next entry. False when there is none (yet); the place stays. */
    boolean next() throws IOException;

    /** Steps to the entry before. False when there is none; the place stays. */
    boolean previous() throws IOException;

    /** Writes the cursor of the entry at the place into these bytes, as ASCII, and returns its length. */
    int cursor(byte[] into) throws IOException;

    /**
     * Reads one more field of the entry at the place into {@link #buffer}, as {@code NAME=value}.
     *
     * @param mostBytes what is behind them is left out: a field may have hundreds of megabytes
     * @return its length in bytes, also of what was left out; -1 when the entry has no more
     * @throws IOException when the rest of this entry is damaged; the next step goes on
     */
    long nextField(int mostBytes) throws IOException;

    /** Where {@link #nextField} put the field; another array after each call, maybe. */
    byte[] buffer();

    /** Waits until there may be something new behind the last entry, not longer than this. */
    void await(Duration patience) throws IOException, InterruptedException;

    @Override
    void close();
}
