package dev.tachograph.probe;

import dev.tachograph.model.Gap;
import dev.tachograph.model.LogLine;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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
    private final @Nullable SyslogProgress end;
    /** Files in which nothing was written late, as they were when they were looked at. */
    private final Set<SyslogGeneration> calm = new HashSet<>();

    private SyslogPlace place;
    private SyslogPast past;
    private @Nullable SyslogStream stream;

    /** @param end of the way; {@code null} when it has none */
    SyslogTrail(Path log, SyslogProgress from, @Nullable SyslogProgress end, SyslogFormat format) {
        this.log = log;
        place = from.place();
        past = from.past();
        this.end = end;
        this.format = format;
    }

    /**
     * The end of what is whole in a log at this moment. When nothing is in it, all files that are there now are older, and
     * those that are written to from now on are newer.
     */
    static SyslogProgress endOf(Path log, SyslogFormat format) throws IOException {
        List<SyslogGeneration> files = SyslogGeneration.of(log);
        boolean isThere = !files.isEmpty() && files.getLast().path().equals(log);
        SyslogPast past = SyslogPast.NONE;
        for (SyslogGeneration file : isThere ? files.subList(0, files.size() - 1) : files) {
            past = past.with(endOf(file));
        }
        return new SyslogProgress(endOfLast(files, isThere, format), past);
    }

    private static SyslogPlace endOfLast(List<SyslogGeneration> files, boolean isThere, SyslogFormat format)
            throws IOException {
        Instant now = format.clock().instant().truncatedTo(ChronoUnit.MICROS);
        Instant written = files.stream()
                .map(SyslogGeneration::modified)
                .max(Comparator.naturalOrder())
                .map(SyslogTrail::wholeMicros)
                .orElse(now.minus(CLOCK_TICK));
        if (!isThere) {
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

    /** The end of a file that was left before anybody read the log. */
    static SyslogPlace endOf(SyslogGeneration file) {
        Instant seen = wholeMicros(file.created().isAfter(file.modified()) ? file.created() : file.modified());
        byte[] head = {};
        try (SyslogBytes bytes = SyslogBytes.open(file)) {
            head = bytes.head();
        } catch (IOException _) {
            // gone again, or it may not be read: then it is known by its number
        }
        return SyslogPlace.in(file, file.isCompressed() ? SyslogPlace.ALL : file.size(), head, null, seen);
    }

    private static Instant wholeMicros(Instant instant) {
        return instant.plusNanos(NANOS_PER_MICRO - 1).truncatedTo(ChronoUnit.MICROS);
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
                if (open(file, place.isOfNoText() ? startIn(file, place) : place)) {
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
            byte[] head = headOf(file);
            long limit = head == null ? SyslogStream.NO_LIMIT : limitIn(file, head);
            opened = SyslogStream.open(file, log, from, format, limit);
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
        past = past.without(from);
        return true;
    }

    /** Nothing is known of the text: it is in the oldest file that was written to since, which may be a copy already. */
    private @Nullable SyslogGeneration fileOfStart(List<SyslogGeneration> files) throws IOException {
        SyslogGeneration same = find(place, files);
        if (same != null && end != null) {
            return same;
        }
        for (SyslogGeneration file : files) {
            if (file.modified().isAfter(place.seen()) && isUnread(file)) {
                return file;
            }
        }
        return same == null ? after(files, place.seen()) : same;
    }

    /** The oldest file with something new that was written to after this, or else the one that is written to now. */
    private @Nullable SyslogGeneration after(List<SyslogGeneration> files, Instant time) throws IOException {
        for (SyslogGeneration file : files) {
            if (isCurrent(file) || (file.modified().isAfter(time) && isUnread(file))) {
                return file;
            }
        }
        return null;
    }

    private boolean isUnread(SyslogGeneration file) throws IOException {
        byte[] head = headOf(file);
        SyslogPlace known = head == null ? null : past.find(file, head);
        return head != null && file.size() > 0 && (known == null ? !past.isForgotten(file) : hasMore(file, known));
    }

    /** Whether a file has something behind a place in it. One that was compressed since is asked once. */
    private static boolean hasMore(SyslogGeneration file, SyslogPlace known) throws IOException {
        return known.offset() != SyslogPlace.ALL
                && !(file.isCompressed() && known.isOf(file))
                && SyslogBytes.mayReachBeyond(file, known.offset());
    }

    /** What a file begins with; {@code null} when it is gone. */
    private static byte @Nullable [] headOf(SyslogGeneration file) throws IOException {
        try (SyslogBytes bytes = SyslogBytes.open(file)) {
            return bytes.head();
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    private boolean isCurrent(SyslogGeneration file) {
        return file.path().equals(log);
    }

    /** The file that begins as the one of the place: that one itself if it still does, else a copy of it. */
    private @Nullable SyslogGeneration findText(SyslogPlace sought, List<SyslogGeneration> files) throws IOException {
        SyslogGeneration copy = null;
        for (SyslogGeneration file : files) {
            boolean isLongEnough = file.isCompressed() || file.size() >= sought.offset();
            if (isLongEnough && beginsAs(sought, file)) {
                if (sought.isOf(file)) {
                    return file;
                }
                copy = file;
            }
        }
        return copy;
    }

    private static boolean beginsAs(SyslogPlace sought, SyslogGeneration file) throws IOException {
        byte[] head = headOf(file);
        return head != null && sought.isOf(head);
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

    private long limitIn(SyslogGeneration file, byte[] head) {
        SyslogProgress last = end;
        SyslogPlace known = last == null ? null : placeOfEnd(last, file, head);
        return known == null ? SyslogStream.NO_LIMIT : known.offset();
    }

    /** Up to where a file is to be read; {@code null} when the end of the way tells nothing of it. */
    private static @Nullable SyslogPlace placeOfEnd(SyslogProgress last, SyslogGeneration file, byte[] head) {
        return !last.place().isOfNoText() && last.place().isOf(head)
                ? last.place()
                : last.past().find(file, head);
    }

    /** Whether a file that is open comes only after the end of the way. What lies at its path may be another by now. */
    boolean isBeyondEnd(SyslogStream open) {
        return isBeyondEnd(open.file(), open.head());
    }

    private boolean isBeyondEnd(SyslogGeneration file, byte[] head) {
        SyslogProgress last = end;
        return last != null
                && placeOfEnd(last, file, head) == null
                && (isCurrent(file) || file.modified().isAfter(last.place().seen()));
    }

    /** Whether the file in which the way ends was read up to there. */
    boolean hasReachedEnd() {
        SyslogProgress last = end;
        if (last == null || last.place().isOfNoText() || last.place().offset() == 0) {
            return true;
        }
        return Stream.concat(Stream.of(reached()), past.files().stream())
                .anyMatch(other ->
                        other.offset() == last.place().offset() && last.place().isSameText(other));
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
        SyslogGeneration next = emptied ? current : after(files, from.minus(CLOCK_TICK));
        if (next == null) {
            next = files.getLast();
        }
        SyslogPlace gone = place;
        if (open(next, startIn(next, startOf(next)))) {
            past = past.with(gone);
            lost(
                    from,
                    firstTimestamp(next),
                    emptied
                            ? "%s was emptied, and there is no copy of what was in it"
                            : "the file of %s that was being read is gone");
        }
    }

    /** Where a file is to be read from: where it was left, when it was read before. */
    private SyslogPlace startIn(SyslogGeneration file, SyslogPlace whenNew) throws IOException {
        byte[] head = headOf(file);
        SyslogPlace known = head == null ? null : past.find(file, head);
        return known == null ? whenNew : known;
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
        SyslogProgress last = end;
        Instant from = reached().last();
        if (last != null) {
            lost(from == null ? place.seen() : from, last.place().seen(), "the file of %s that was to be read is gone");
        }
    }

    /**
     * The next file with something in it that was never read; {@code null} while there is none. The names tell the order, but
     * nothing more: whoever renames a file may give it any number.
     */
    @Nullable SyslogGeneration successor() throws IOException {
        SyslogStream open = stream;
        SyslogGeneration current = SyslogGeneration.at(log);
        if (open == null || (end == null && current != null && current.isSameFile(open.file()))) {
            return null;
        }
        List<SyslogGeneration> files = SyslogGeneration.of(log);
        SyslogPlace reached = open.place();
        SyslogGeneration found = find(reached, files);
        Instant last = reached.last() == null ? reached.seen() : reached.last();
        boolean isBehind = false;
        for (SyslogGeneration file : files) {
            boolean isNewer = isBehind || end != null || file.modified().isAfter(last.minus(CLOCK_TICK));
            isBehind |= file.equals(found);
            if (file.size() > 0 && !file.isSameFile(open.file()) && isNext(file, isNewer, reached)) {
                return file;
            }
        }
        return null;
    }

    private boolean isNext(SyslogGeneration file, boolean isNewer, SyslogPlace reached) throws IOException {
        byte[] head = headOf(file);
        if (head == null) {
            return false;
        }
        boolean isLogNow = end == null && isCurrent(file);
        SyslogPlace known = past.find(file, head);
        if (known != null) { // read on where it is the log again; else only what comes late is missing of it
            return isLogNow && hasMore(file, known);
        }
        boolean isCopy = !reached.isOfNoText() && reached.isOf(head);
        return isLogNow
                || (isNewer
                        && !isCopy
                        && !past.isForgotten(file)
                        && !isBeyondEnd(file, head)
                        && limitIn(file, head) > 0);
    }

    /**
     * Lines that were written into files that had been left: by a daemon that was not told yet, for example. Half a line is one
     * when the file was not written to for that long.
     */
    List<LogLine> takeLate(int mostLines, Duration quiet) throws IOException {
        List<SyslogGeneration> files = SyslogGeneration.of(log);
        calm.retainAll(files);
        for (SyslogGeneration file : files) {
            boolean isRead = stream != null && file.isSameFile(stream.file());
            if (!isRead && !calm.contains(file)) {
                List<LogLine> lines = takeLate(file, mostLines, quiet);
                if (!lines.isEmpty()) {
                    return lines;
                }
            }
        }
        return List.of();
    }

    private List<LogLine> takeLate(SyslogGeneration file, int mostLines, Duration quiet) throws IOException {
        SyslogPlace from = lateBegin(file);
        if (from == null) {
            calm.add(file);
            return List.of();
        }
        boolean isQuiet = file.modified().plus(quiet).isBefore(format.clock().instant());
        try (SyslogStream late = SyslogStream.open(file, log, from, format, SyslogStream.NO_LIMIT)) {
            List<LogLine> lines =
                    late.take(mostLines, isQuiet ? SyslogStream.End.FINAL : SyslogStream.End.QUIET, Instant.MIN);
            if (!lines.isEmpty() || file.isCompressed()) {
                past = past.replace(from, late.place());
            }
            return lines;
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    /** Where what was written late into a file begins; {@code null} when nothing was. */
    private @Nullable SyslogPlace lateBegin(SyslogGeneration file) throws IOException {
        byte[] head;
        try {
            head = headOf(file);
        } catch (AccessDeniedException _) {
            return null;
        }
        if (head == null || isOfWhatIsRead(head)) {
            return null;
        }
        SyslogPlace known = past.find(file, head);
        if (known != null) {
            return hasMore(file, known) ? known : null;
        }
        Instant last = reached().last();
        boolean isNew = last != null && file.modified().isAfter(last.minus(CLOCK_TICK)) && !past.isForgotten(file);
        return isNew && head.length > 0 && !file.isCompressed() && !isCurrent(file) ? startOf(file) : null;
    }

    private boolean isOfWhatIsRead(byte[] head) {
        SyslogPlace now = reached();
        return !now.isOfNoText() && now.isOf(head);
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
        SyslogPlace left = open.place();
        SyslogPlace start = startIn(
                next,
                SyslogPlace.startOf(
                        next.device(), next.inode(), open.last(), format.clock().instant()));
        stream = null;
        if (open(next, start)) {
            past = past.with(left);
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

    /** How far the way was gone. */
    SyslogProgress progress() {
        return new SyslogProgress(reached(), past);
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
