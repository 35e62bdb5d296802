package dev.tachograph.probe;

import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows a log of a syslog daemon through its rotations: when the file was renamed, it is read to its end before the next one;
 * when it was copied and emptied, the rest is read from the copy. A line whose end is missing waits until it is there, or
 * until its file is followed by another.
 */
final class SyslogFileReader implements LogReader {
    /** Lines that belong together are written together; after that time without any the last one is complete. */
    static final Duration QUIET = Duration.ofMillis(250);

    private static final Duration POLL = Duration.ofMillis(100);

    private final Path log;
    private final String name;
    private final SyslogTrail trail;
    private final Duration quiet;
    private List<LogPosition> firstPositions;
    private boolean isNew;

    /**
     * @param isNew whether the place is not stored yet: then it is, also when no line comes
     * @param firstPositions to be stored with it
     * @param quiet after which the last line is complete
     */
    SyslogFileReader(
            Path log,
            SyslogPlace place,
            SyslogFormat format,
            boolean isNew,
            List<LogPosition> firstPositions,
            Duration quiet) {
        this.log = log;
        this.isNew = isNew;
        this.firstPositions = firstPositions;
        this.quiet = quiet;
        name = name(log);
        trail = new SyslogTrail(log, place, null, format);
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
                return List.of();
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
                return stream.isQuietFor(quiet) ? take(stream, mostLines, SyslogStream.End.QUIET) : lines;
            }
            if (!lines.isEmpty()) {
                return lines;
            }
        }
    }

    private static List<LogLine> take(SyslogStream stream, int mostLines, SyslogStream.End meaning) throws IOException {
        return stream.take(mostLines, meaning, Instant.MIN);
    }

    private LogBatch batch(List<LogLine> lines) {
        if (lines.isEmpty() && !trail.hasGaps() && !isNew) {
            return LogBatch.NOTHING;
        }
        List<LogPosition> positions = new ArrayList<>(firstPositions);
        positions.add(new LogPosition(name, trail.reached().toString()));
        firstPositions = List.of();
        isNew = false;
        return new LogBatch(lines, positions, trail.takeGaps());
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
