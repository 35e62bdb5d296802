package dev.tachograph.probe;

import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows a log of a syslog daemon through its rotations: when the file was renamed, it is read to its end before the next one;
 * when it was copied and emptied, the rest is read from the copy. What is written late into a file that was left is read there. A line whose end is missing waits until it is there, or
 * until its file is followed by another.
 */
final class SyslogFileReader implements LogReader {
    /** Lines that belong together are written together; after that time without any the last one is complete. */
    static final Duration QUIET = Duration.ofMillis(250);

    private static final Duration POLL = Duration.ofMillis(100);
    /** How rarely files that were left are looked at. */
    private static final int QUIETS_UNTIL_LATE = 4;

    private final Path log;
    private final String name;
    private final SyslogTrail trail;
    private final Duration quiet;
    private final @Nullable SyslogProgress begin;
    private boolean isNew;
    /** When nothing was found that had been written late into a file that was left. */
    private long lookedForLate = System.nanoTime();

    /**
     * How far the log is read. Written as {@code progress} or {@code progress|begin}.
     *
     * @param begin where it was read first, up to which {@link SyslogHistory} reads; {@code null} when nobody wants that
     */
    record Position(SyslogProgress progress, @Nullable SyslogProgress begin) {
        static Position parse(String text) {
            int bar = text.indexOf('|');
            return bar < 0
                    ? new Position(SyslogProgress.parse(text), null)
                    : new Position(
                            SyslogProgress.parse(text.substring(0, bar)),
                            SyslogProgress.parse(text.substring(bar + 1)));
        }

        @Override
        public String toString() {
            return begin == null ? progress.toString() : progress + "|" + begin;
        }
    }

    /**
     * A reader from a position on.
     *
     * @param isNew whether the position is not stored yet: then it is, also when no line comes
     * @param quiet after which the last line is complete
     */
    SyslogFileReader(Path log, Position from, SyslogFormat format, boolean isNew, Duration quiet) {
        this.log = log;
        this.isNew = isNew;
        this.quiet = quiet;
        begin = from.begin();
        name = name(log);
        trail = new SyslogTrail(log, from.progress(), null, format);
    }

    /** Under which name the positions of such a reader are stored. */
    static String name(Path log) {
        return "file:" + log;
    }

    @Override
    public LogBatch read(int mostLines, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            LogBatch batch = look(mostLines);
            long left = end - System.nanoTime();
            if (!batch.isEmpty() || left <= 0) {
                return batch;
            }
            Thread.sleep(Duration.ofNanos(Math.min(left, POLL.toNanos())));
        }
    }

    private LogBatch look(int mostLines) throws IOException {
        try {
            return batch(lines(mostLines));
        } catch (IOException e) {
            trail.reopen();
            throw e;
        }
    }

    private List<LogLine> lines(int mostLines) throws IOException {
        while (true) {
            SyslogStream stream = trail.open();
            if (stream == null) {
                return late(mostLines);
            }
            SyslogGeneration current = SyslogGeneration.at(log);
            if (current != null && current.isSameFile(stream.file())) {
                stream.modified(current.modified());
            }
            List<LogLine> lines = take(stream, mostLines, SyslogStream.End.OPEN);
            if (!lines.isEmpty()) {
                return lines;
            }
            if (stream.isOverwritten()) {
                lines = take(stream, mostLines, SyslogStream.End.QUIET);
                if (lines.isEmpty()) {
                    trail.leaveOverwritten();
                }
            } else if (trail.successor() != null) {
                lines = take(stream, mostLines, SyslogStream.End.FINAL);
                if (lines.isEmpty()) {
                    trail.advance();
                }
            } else {
                if (stream.isQuietFor(quiet)) {
                    lines = take(stream, mostLines, SyslogStream.End.QUIET);
                }
                if (lines.isEmpty()) {
                    trail.leaveEmpty();
                    lines = late(mostLines);
                }
                return lines;
            }
            if (!lines.isEmpty()) {
                return lines;
            }
        }
    }

    /** Nothing is to be read where it is expected: now and then other places are looked at. */
    private List<LogLine> late(int mostLines) throws IOException {
        long now = System.nanoTime();
        if (now - lookedForLate < quiet.toNanos() * QUIETS_UNTIL_LATE) {
            return List.of();
        }
        List<LogLine> lines = trail.takeLate(mostLines, quiet);
        if (lines.isEmpty()) {
            lookedForLate = now;
        }
        return lines;
    }

    private static List<LogLine> take(SyslogStream stream, int mostLines, SyslogStream.End meaning) throws IOException {
        return stream.take(mostLines, meaning, Instant.MIN);
    }

    private LogBatch batch(List<LogLine> lines) {
        if (lines.isEmpty() && !trail.hasGaps() && !isNew) {
            return LogBatch.NOTHING;
        }
        isNew = false;
        var position = new LogPosition(name, new Position(trail.progress(), begin).toString());
        return new LogBatch(lines, List.of(position), trail.takeGaps());
    }

    @Override
    public boolean isAtEnd() {
        return false;
    }

    @Override
    public void close() {
        trail.close();
    }
}
