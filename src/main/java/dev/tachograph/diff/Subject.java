package dev.tachograph.diff;

import org.jspecify.annotations.Nullable;

/**
 * What a difference is about; {@code null} is what it is not about, or what nobody knows.
 *
 * @param name of the processes, the event, the figure or the form of a message
 * @param unit systemd unit, or the id of a container
 * @param pid of the process that counts, where there is one
 * @param device the disk, interface or mount point of a figure
 * @param level of log lines: {@code error} or worse, {@code warning}, {@code info} and below
 */
public record Subject(
        @Nullable String name,
        @Nullable String unit,
        @Nullable Long pid,
        @Nullable String device,
        @Nullable String level) {

    static Subject named(String name) {
        return new Subject(name, null, null, null, null);
    }

    static Subject process(String name, @Nullable String unit, @Nullable Long pid) {
        return new Subject(name, unit, pid, null, null);
    }

    static Subject unit(String unit) {
        return new Subject(null, unit, null, null, null);
    }

    /** A text by which equals are put in order. */
    String sortKey() {
        return String.join("\u0000", word(unit), word(name), word(device), word(level));
    }

    private static String word(@Nullable String text) {
        return text == null ? "" : text;
    }
}
