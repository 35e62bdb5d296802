package dev.tachograph.diff;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What differs. In the order in which equal scores stand: what happened before what it did to the host. */
public enum DifferenceKind {
    /** Something that happened: out of memory, a crash, a reboot. */
    EVENT,
    /** What is not recorded. */
    GAP,
    /** What the processes of one name in one unit used. */
    PROCESS,
    /** What a systemd unit or a container used, ended processes included. */
    UNIT,
    /** Processes that ended. */
    EXITS,
    /** Messages of one form. */
    PATTERN,
    /** How many lines were logged. */
    LOGS,
    /** A figure of the whole host. */
    HOST;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return word();
    }

    /** The words of all of them. */
    public static List<String> words() {
        return Stream.of(values()).map(DifferenceKind::word).toList();
    }

    /** The kind with one of the {@link #words}. */
    public static DifferenceKind ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
