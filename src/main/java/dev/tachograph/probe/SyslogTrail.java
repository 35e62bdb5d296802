package dev.tachograph.probe;

import dev.tachograph.model.Gap;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of a log through its files, from a place on: which file the place is in now, and which one comes after it. Files are
 * found by the begin of their text, whatever they are called and however they got there. Used by one thread at a time.
 */
final class SyslogTrail implements AutoCloseable {
    private static final int MOST_TRIES = 10;
    /** File times are those of the kernel's last tick: a file may seem older than it is by as much. */
    private static final Duration CLOCK_TICK = Duration.ofMillis(20);

    private static final int NANOS_PER_MICRO = 1000;

    private final Path log;
    private final SyslogFormat format;
    private final List<Gap> gaps = new ArrayList<>();
    private final @Nullable SyslogPlace end;
    private SyslogPlace place;
    private @Nullable SyslogStream stream;

    /** @param end of the way; {@code null} when it has none */
    SyslogTrail(Path log, SyslogPlace place, @Nullable SyslogPlace end, SyslogFormat format) {
        this.log = log;
        this.place = place;
        this.end = end;
        this.format = format;
    }

    /**
     * The end of what is whole in a log at this moment. When nothing is in it, all files that are there now are older, and
     * those that are written to from now on are newer.
     */
    static SyslogPlace endOf(Path log, SyslogFormat format) throws IOException {
        Instant now = format.clock().instant().truncatedTo(ChronoUnit.MICROS);
        List<SyslogGeneration> files = SyslogGeneration.of(log);
        Instant written = files.stream()
                .map(SyslogGeneration::modified)
                .max(Comparator.naturalOrder())
                .map(newest -> newest.plusNanos(NANOS_PER_MICRO - 1).truncatedTo(ChronoUnit.MICROS))
                .orElse(now.minus(CLOCK_TICK));
        if (files.isEmpty() || !files.getLast().path().equals(log)) {
            return SyslogPlace.startOf(0, 0, null, written);
        }
        SyslogGeneration file = files.getLast();
        try (SyslogBytes bytes = SyslogBytes.open(file)) {
            byte[] head = bytes.head();
            return head.length == 0
                    ? SyslogPlace.startOf(file.device(), file.inode(), null, written)
                    : SyslogPlace.in(file, wholeLines(bytes, file.size()), head, null, now);
        }
    }

    private static long wholeLines(SyslogBytes bytes, long size) throws IOException {
        byte[] tail = new byte[(int) Math.min(size, SyslogStream.LONGEST_LINE)];
        long from = size - tail.length;
        int have = 0;
        int read;
        do {
            read = bytes.read(tail, have, tail.length - have, from + have);
            have += read;
        } while (read > 0 && have < tail.length);
        for (int i = have; i > 0; i--) {
            if (tail[i - 1] == '\n') {
                return from + i;
            }
        }
        return size > tail.length ? size : 0; // in the middle of a line without an end, or before the first line
    }

    /** The file that the place is in, opened there; {@code null} while there is none. */
    @Nullable SyslogStream open() throws IOException {
        for (int tries = 0; stream == null; tries++) {
            List<SyslogGeneration> files = SyslogGeneration.of(log);
            SyslogGeneration file = place.isOfNoText() ? fileOfStart(files) : findText(place, files);
            if (file != null) {
                SyslogPlace from = place;
                if (open(file, from)) {
                    noteOverwriting(files, file);
                }
            } else if (files.isEmpty() || place.isOfNoText()) {
                return null;
            } else {
                skipLost(files);
            }
            if (tries == MOST_TRIES) {
                throw new IOException("the files of %s change too quickly".formatted(log));
            }
        }
        return stream;
    }

    private boolean open(SyslogGeneration file, SyslogPlace from) throws IOException {
        SyslogStream opened;
        try {
            opened = SyslogStream.open(file, log, from, format, limitIn(file));
        } catch (NoSuchFileException _) {
            return false;
        }
        SyslogGeneration now = SyslogGeneration.at(file.path());
        if (now == null || !now.isSameFile(file)) { // renamed meanwhile: it may be either that was opened
            opened.close();
            return false;
        }
        stream = opened;
        place = from.isOfNoText() && !opened.place().isOfNoText() ? opened.place() : from;
        return true;
    }

    /** Nothing is known of the text: it is in the oldest file that was written to since, which may be a copy already. */
    private @Nullable SyslogGeneration fileOfStart(List<SyslogGeneration> files) throws IOException {
        for (SyslogGeneration file : files) {
            if (file.modified().isAfter(place.seen())) {
                return file;
            }
        }
        SyslogGeneration file = find(place, files);
        return file == null ? after(files, place.seen()) : file;
    }

    /** The oldest file that was written to after this, or else the one that is written to now. */
    private @Nullable SyslogGeneration after(List<SyslogGeneration> files, Instant time) {
        for (SyslogGeneration file : files) {
            if (isCurrent(file) || file.modified().isAfter(time)) {
                return file;
            }
        }
        return null;
    }

    private boolean isCurrent(SyslogGeneration file) {
        return file.path().equals(log);
    }

    /** The file that begins as the one of the place: that one itself if it still does, else a copy of it. */
    private @Nullable SyslogGeneration findText(SyslogPlace sought, List<SyslogGeneration> files) throws IOException {
        SyslogGeneration copy = null;
        for (SyslogGeneration file : files) {
            boolean isLongEnough = file.isCompressed() || file.size() >= sought.offset();
            if ((isLongEnough || !isCurrent(file)) && beginsAs(sought, file)) {
                if (sought.isOf(file)) {
                    return file;
                }
                if (copy == null || isLongEnough) {
                    copy = file;
                }
            }
        }
        return copy;
    }

    private static boolean beginsAs(SyslogPlace sought, SyslogGeneration file) throws IOException {
        try (SyslogBytes bytes = SyslogBytes.open(file)) {
            return sought.isOf(bytes.head());
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    /** The file of a list that a place is in; {@code null} when it is in none. */
    private @Nullable SyslogGeneration find(SyslogPlace sought, List<SyslogGeneration> files) throws IOException {
        if (!sought.isOfNoText()) {
            return findText(sought, files);
        }
        for (SyslogGeneration file : files) {
            if (sought.isOf(file)) {
                return file;
            }
        }
        return null;
    }

    private long limitIn(SyslogGeneration file) throws IOException {
        SyslogPlace last = end;
        return last != null && !last.isOfNoText() && beginsAs(last, file) ? last.offset() : SyslogStream.NO_LIMIT;
    }

    /** Whether a file comes only after the end of the way. */
    boolean isBeyondEnd(SyslogGeneration file) throws IOException {
        SyslogPlace last = end;
        if (last == null) {
            return false;
        }
        List<SyslogGeneration> files = SyslogGeneration.of(log);
        SyslogGeneration endFile = last.isOfNoText() ? null : findText(last, files);
        if (endFile == null) { // gone, or empty at the time, and filled and copied since
            return isCurrent(file) || file.modified().isAfter(last.seen());
        }
        return files.stream().anyMatch(file::isSameFile)
                && files.stream().takeWhile(other -> !other.isSameFile(endFile)).noneMatch(file::isSameFile)
                && !file.isSameFile(endFile);
    }

    /**
     * A file that was copied and emptied in its place has lost what was written between the two: nobody can know whether
     * there was anything.
     */
    private void noteOverwriting(List<SyslogGeneration> files, SyslogGeneration found) throws IOException {
        SyslogGeneration current = files.getLast();
        if (place.isOfNoText() || !isCurrent(current) || !place.isOf(current) || isCurrent(found)) {
            return;
        }
        Instant last = place.last();
        Instant from = last == null || last.isBefore(found.modified()) ? found.modified() : last;
        lost(
                from,
                firstTimestamp(current),
                "%s was copied and emptied: what was written to it in between is in no file");
    }

    /** The place is in no file any more: goes on in the first that is newer. */
    private void skipLost(List<SyslogGeneration> files) throws IOException {
        SyslogGeneration current = files.getLast();
        Instant last = place.last();
        Instant from = last == null ? place.seen() : last;
        boolean emptied = isCurrent(current) && place.isOf(current);
        SyslogGeneration next = emptied ? current : after(files, from);
        if (next == null) {
            next = files.getLast();
        }
        SyslogPlace start = startOf(next);
        if (open(next, start)) {
            lost(
                    from,
                    firstTimestamp(next),
                    emptied
                            ? "%s was emptied, and there is no copy of what was in it"
                            : "the file of %s that was being read is gone");
        }
    }

    private SyslogPlace startOf(SyslogGeneration file) {
        return SyslogPlace.startOf(
                file.device(), file.inode(), place.last(), format.clock().instant());
    }

    private @Nullable Instant firstTimestamp(SyslogGeneration file) throws IOException {
        try (SyslogStream first = SyslogStream.open(file, log, startOf(file), format, SyslogStream.NO_LIMIT)) {
            return first.nextTimestamp();
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    /** Stamps may be of whole seconds, so the stretch is of whole seconds, too. */
    private void lost(Instant after, @Nullable Instant before, String how) {
        Instant from = after.truncatedTo(ChronoUnit.SECONDS);
        Instant to = before == null
                ? format.clock().instant()
                : before.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        gaps.add(new Gap(
                Gap.Stream.LOGS, from, to.isBefore(from) ? from : to, Gap.Cause.VANISHED, null, how.formatted(log)));
    }

    /** The file in which the way ends is gone. */
    void missEnd() {
        SyslogPlace last = end;
        Instant from = reached().last();
        if (last != null) {
            lost(from == null ? place.seen() : from, last.seen(), "the file of %s that was to be read is gone");
        }
    }

    /** The next file with something in it after the one that is open; {@code null} while that is the last. */
    @Nullable SyslogGeneration successor() throws IOException {
        SyslogStream open = stream;
        SyslogGeneration current = SyslogGeneration.at(log);
        if (open == null || (current != null && current.isSameFile(open.file()))) {
            return null;
        }
        List<SyslogGeneration> files = SyslogGeneration.of(log);
        SyslogPlace reached = open.place();
        SyslogGeneration found = find(reached, files);
        int index = found == null ? -1 : files.indexOf(found);
        Instant last = reached.last();
        for (int i = index + 1; i < files.size(); i++) {
            SyslogGeneration file = files.get(i);
            boolean isNewer =
                    index >= 0 || isCurrent(file) || file.modified().isAfter(last == null ? reached.seen() : last);
            if (isNewer && file.size() > 0 && !file.isSameFile(open.file())) {
                return file;
            }
        }
        return null;
    }

    /** Goes on in the file after the one that was read to its end. */
    void advance() throws IOException {
        SyslogGeneration next = successor();
        SyslogStream open = stream;
        if (next == null || open == null) {
            return;
        }
        if (open.isCutShort()) {
            Instant last = open.last();
            gaps.add(new Gap(
                    Gap.Stream.LOGS,
                    last == null ? open.file().modified() : last,
                    open.file().modified(),
                    Gap.Cause.CUT_SHORT,
                    null,
                    "%s is damaged behind byte %d of its text"
                            .formatted(open.file().path(), open.offset())));
        }
        SyslogPlace start = SyslogPlace.startOf(
                next.device(), next.inode(), open.last(), format.clock().instant());
        stream = null;
        if (open(next, start)) {
            open.close();
        } else {
            stream = open; // asked again, with the names as they are then
        }
    }

    /** Nothing would tell when a file in which nothing is was filled, copied and emptied: it is looked for each time. */
    void leaveEmpty() {
        if (stream != null && stream.place().isOfNoText()) {
            reopen();
        }
    }

    /** Looks for what was overwritten. Everything that was taken before has been handed on. */
    void leaveOverwritten() {
        place = reached();
        reopen();
    }

    /** Closes the file, to look for the place anew. */
    void reopen() {
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }

    /** The place behind the lines that were taken, which is where the way goes on from now on. */
    SyslogPlace reached() {
        SyslogPlace behind = stream == null ? place : stream.place();
        if (!behind.isOfNoText()) {
            place = behind;
        }
        return place;
    }

    List<Gap> takeGaps() {
        List<Gap> taken = List.copyOf(gaps);
        gaps.clear();
        return taken;
    }

    boolean hasGaps() {
        return !gaps.isEmpty();
    }

    @Override
    public void close() {
        reopen();
    }
}
