package dev.tachograph.probe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a log that were read before the one that is read now, and how far each: none of them is read from its begin again,
 * whatever it is called and however it comes back.
 *
 * @param floor files of which nothing is known and that were not written to since are as old as those that were forgotten
 * @param files the one that was left last comes last
 */
record SyslogPast(Instant floor, List<SyslogPlace> files) {
    static final SyslogPast NONE = new SyslogPast(Instant.EPOCH, List.of());

    /** More files than a log is usually kept in; a position holds all of them. */
    static final int MOST_FILES = 64;

    SyslogPast {
        files = List.copyOf(files);
    }

    /** What is known of a file that begins with these bytes; {@code null} when it was never read. */
    @Nullable SyslogPlace find(SyslogGeneration file, byte[] head) {
        SyslogPlace best = null;
        for (SyslogPlace place : files) {
            boolean isSame = place.isOf(file);
            if (place.isOfNoText() ? isSame && head.length == 0 : place.isOf(head)) {
                if (isSame) {
                    return place;
                }
                if (best == null || place.headBytes() >= best.headBytes()) {
                    best = place;
                }
            }
        }
        return best;
    }

    SyslogPast with(SyslogPlace left) {
        List<SyslogPlace> more = new ArrayList<>(files);
        more.removeIf(left::isSameText);
        more.add(left);
        Instant newFloor = floor;
        while (more.size() > MOST_FILES) {
            Instant forgotten = more.removeFirst().seen();
            newFloor = forgotten.isAfter(newFloor) ? forgotten : newFloor;
        }
        return new SyslogPast(newFloor, more);
    }

    SyslogPast without(SyslogPlace place) {
        return new SyslogPast(
                floor, files.stream().filter(other -> !other.equals(place)).toList());
    }

    /** The same with another place in a file, which may be a new one. */
    SyslogPast replace(SyslogPlace before, SyslogPlace after) {
        if (!files.contains(before)) {
            return with(after);
        }
        return new SyslogPast(
                floor,
                files.stream()
                        .map(place -> place.equals(before) ? after : place)
                        .toList());
    }

    /** Whether a file of which nothing is known is of the time that was forgotten. */
    boolean isForgotten(SyslogGeneration file) {
        return !file.modified().isAfter(floor);
    }
}
