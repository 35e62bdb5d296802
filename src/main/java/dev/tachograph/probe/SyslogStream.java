package dev.tachograph.probe;

import dev.tachograph.model.LogLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log lines of one file, from an offset on. Lines without a header of their own belong to the one before, as those of a
 * stack trace do. So the last line is complete only when another has begun, or when nothing comes for a while.
 *
 * <p>What memory takes is bounded: a line ends after a mebibyte, and what follows of it is a line of its own with the
 * same header and the number of the piece.
 */
final class SyslogStream implements AutoCloseable {
    /** What the file's end means. */
    enum End {
        /** Nothing: there may be more in a moment. */
        OPEN,
        /** Whole lines are complete. */
        QUIET,
        /** Nothing comes any more, so that even half a line is one. */
        FINAL
    }

    /** The file's own end. */
    static final long NO_LIMIT = Long.MAX_VALUE;

    static final int LONGEST_LINE = 1 << 20;
    private static final int LONGEST_JOINED = 256 << 10;
    private static final int CHUNK = 64 << 10;
    /** Lines that are made at once, in bytes of the file. */
    private static final int MOST_BYTES = 2 << 20;

    private final SyslogGeneration file;
    private final SyslogBytes bytes;
    private final SyslogParser parser;
    private final SyslogFormat format;
    private final String log;
    private final long limit;
    private @Nullable SyslogLines lines;
    private Instant newest;
    private @Nullable Instant last;

    private byte[] buffer = new byte[CHUNK];
    private int start;
    private int end;
    /** Of {@link #start} in the file. */
    private long offset;

    private long grownAtNanos = System.nanoTime();
    private boolean overwritten;
    /** Whether the line at the start was looked at before, and its header. */
    private boolean isNextKnown;

    private @Nullable SyslogHeader next;
    /** Of the message that goes on in the next piece, and how many of its pieces were taken. */
    private @Nullable SyslogHeader cutOff;

    private int parts;

    private SyslogStream(
            SyslogGeneration file, SyslogBytes bytes, String log, SyslogPlace place, SyslogFormat format, long limit) {
        this.file = file;
        this.bytes = bytes;
        this.log = log;
        this.format = format;
        this.limit = limit;
        parser = new SyslogParser(format.zone());
        newest = file.modified();
        last = place.last();
        offset = place.offset();
    }

    /**
     * The lines of a file behind the offset of a place.
     *
     * @param log the path of the log that the file is one of
     * @param limit the offset at which the file is taken to end
     */
    static SyslogStream open(SyslogGeneration file, Path log, SyslogPlace place, SyslogFormat format, long limit)
            throws IOException {
        return new SyslogStream(file, SyslogBytes.open(file), log.toString(), place, format, limit);
    }

    SyslogGeneration file() {
        return file;
    }

    /** The file was written to at this time: no line in it is newer. */
    void modified(Instant at) {
        newest = at;
    }

    /** Where the lines that were taken end. */
    SyslogPlace place() {
        return SyslogPlace.in(file, offset, bytes.head(), last, format.clock().instant());
    }

    /** The begin of the text. */
    byte[] head() {
        return bytes.head();
    }

    long offset() {
        return offset;
    }

    /** The time of the last line that was taken. */
    @Nullable Instant last() {
        return last;
    }

    /** Whether the file was made shorter or anew in its place. What was read before that is still given. */
    boolean isOverwritten() {
        return overwritten;
    }

    /** Whether a compressed file is damaged, so that nothing behind this can be read. */
    boolean isCutShort() {
        return bytes.isCutShort();
    }

    /** Whether nothing has been added for that long. */
    boolean isQuietFor(Duration time) {
        return System.nanoTime() - grownAtNanos >= time.toNanos();
    }

    /** The time of the next line, if it is there. */
    @Nullable Instant nextTimestamp() throws IOException {
        int lineEnd = lineEnd(start, End.OPEN);
        SyslogHeader header = lineEnd < 0 ? null : parser.parse(buffer, start, lineEnd, newest, last);
        return header == null ? null : header.timestamp();
    }

    /**
     * The next lines, at most that many and some megabytes.
     *
     * @param meaning of the file's end
     * @param notBefore older lines are passed over
     */
    List<LogLine> take(int most, End meaning, Instant notBefore) throws IOException {
        List<LogLine> taken = new ArrayList<>();
        long from = offset;
        while (taken.size() < most && offset - from < MOST_BYTES) {
            LogLine line = next(meaning);
            if (line == null) {
                break;
            }
            if (!line.timestamp().isBefore(notBefore)) {
                taken.add(line);
            }
        }
        return taken;
    }

    private @Nullable LogLine next(End meaning) throws IOException {
        makeRoom();
        int lineEnd = lineEnd(start, meaning);
        if (lineEnd < 0) {
            return null;
        }
        SyslogHeader begun = cutOff;
        SyslogHeader found = begun != null
                ? begun.asPart(parts + 1, start)
                : isNextKnown ? next : parser.parse(buffer, start, lineEnd, newest, last);
        SyslogHeader header = found == null ? SyslogHeader.none(last == null ? newest : last, start) : found;
        boolean isCutOff = lineEnd - start == LONGEST_LINE && behind(lineEnd) == lineEnd;
        int messageEnd = lineEnd;
        int from = behind(lineEnd);
        SyslogHeader following = null;
        boolean isFollowed = false;
        while (!isFollowed && !isCutOff) {
            int followingEnd = lineEnd(from, meaning);
            if (followingEnd < 0 && meaning == End.OPEN) {
                return null;
            }
            if (followingEnd < 0) {
                break;
            }
            following = parser.parse(buffer, from, followingEnd, newest, header.timestamp());
            isCutOff = following == null && found != null && followingEnd - start > LONGEST_JOINED;
            isFollowed = following != null
                    || followingEnd - start > LONGEST_JOINED
                    || (found == null && !isIndented(from, followingEnd));
            if (!isFollowed) {
                messageEnd = followingEnd;
                from = behind(followingEnd);
            }
        }
        if (isCutOff && begun == null) {
            header = header.asPart(1, header.messageFrom());
        }
        LogLine line = lines().line(header, buffer, messageEnd, offset);
        parts = begun == null ? 1 : parts + 1;
        cutOff = isCutOff ? header : null;
        offset += from - start;
        start = from;
        last = header.timestamp();
        isNextKnown = isFollowed;
        next = following;
        return line;
    }

    /** The file's id needs its first line, which is there when a line is made. */
    private SyslogLines lines() {
        SyslogLines known = lines;
        if (known == null) {
            known = new SyslogLines(format.redact(), SyslogLines.idOf(log, bytes.head()));
            lines = known;
        }
        return known;
    }

    private boolean isIndented(int from, int to) {
        return from < to && (buffer[from] == ' ' || buffer[from] == '\t');
    }

    /** Where the next line begins: a line that was too long has no newline at its end. */
    private int behind(int lineEnd) {
        return lineEnd < end && buffer[lineEnd] == '\n' ? lineEnd + 1 : lineEnd;
    }

    /** Where the line ends that begins here; -1 when its end is not there yet. */
    private int lineEnd(int from, End meaning) throws IOException {
        int at = from;
        while (true) {
            int to = Math.min(end, from + LONGEST_LINE);
            while (at < to && buffer[at] != '\n') {
                at++;
            }
            if (at < to || at - from == LONGEST_LINE) {
                return at;
            }
            if (!fill()) {
                return meaning == End.FINAL && !overwritten && end > from ? end : -1;
            }
        }
    }

    /** Reads on; false when there is nothing. */
    private boolean fill() throws IOException {
        if (overwritten) {
            return false;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        long from = offset + end - start;
        int wanted = (int) Math.min(buffer.length - end, limit - from);
        int read = wanted <= 0 ? 0 : bytes.read(buffer, end, wanted, from);
        if (!bytes.isIntact(from + read)) { // asked afterwards: what was read before is of the file that we know
            overwritten = true;
            return false;
        }
        if (read > 0) {
            end += read;
            grownAtNanos = System.nanoTime();
        }
        return read > 0;
    }

    /** Only between two messages, since it moves what is in the buffer. */
    private void makeRoom() {
        if (start == 0 || buffer.length - end > CHUNK / 4) {
            return;
        }
        int length = end - start;
        byte[] room = length < CHUNK / 2 ? new byte[CHUNK] : buffer;
        System.arraycopy(buffer, start, room, 0, length);
        buffer = room;
        start = 0;
        end = length;
        isNextKnown = false; // its places have moved
    }

    @Override
    public void close() {
        bytes.close();
    }
}
