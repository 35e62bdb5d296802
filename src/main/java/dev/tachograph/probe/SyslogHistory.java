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
 * The lines that a log had before it was followed, those in renamed and compressed files as well: oldest first, from a limit in
 * time up to where {@link SyslogFileReader} begins.
 */
final class SyslogHistory implements LogReader {
    private static final int PARTS = 3;
    private static final String START = "start";
    private static final String DONE = "done";

    private final Path log;
    private final String name;
    private final SyslogFormat format;
    private final Position begin;
    private @Nullable SyslogTrail trail;
    private boolean isDone;

    /**
     * How far a history is. Written as {@code limit|end|place}, the limit in seconds.
     *
     * @param limit lines before it are not wanted
     * @param end where the reader of what comes began
     * @param place {@code start}, {@code done} or a progress
     */
    record Position(Instant limit, SyslogProgress end, String place) {
        static Position start(Instant limit, SyslogProgress end) {
            return new Position(limit, end, START);
        }

        static Position parse(String text) {
            List<String> parts = List.of(text.split("\\|", -1));
            if (parts.size() != PARTS) {
                throw new IllegalArgumentException(
                        "'%s' is no position in the history of a log file; one is limit|end|place".formatted(text));
            }
            try {
                return new Position(
                        Instant.ofEpochSecond(Long.parseLong(parts.get(0))),
                        SyslogProgress.parse(parts.get(1)),
                        parts.get(2));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'%s' is no time in seconds".formatted(parts.get(0)), e);
            }
        }

        boolean isDone() {
            return place.equals(DONE);
        }

        boolean isStart() {
            return place.equals(START);
        }

        Position at(String reached) {
            return new Position(limit, end, reached);
        }

        @Override
        public String toString() {
            return "%d|%s|%s".formatted(limit.getEpochSecond(), end, place);
        }
    }

    SyslogHistory(Path log, Position begin, SyslogFormat format) {
        this.log = log;
        this.format = format;
        this.begin = begin;
        name = name(log);
        isDone = begin.isDone();
    }

    /** Under which name the positions of such a reader are stored. */
    static String name(Path log) {
        return "file-history:" + log;
    }

    @Override
    public LogBatch read(int mostLines, Duration patience) throws IOException {
        if (isDone) {
            return LogBatch.NOTHING;
        }
        try {
            return readOn(mostLines);
        } catch (IOException e) {
            if (trail != null) {
                trail.reopen();
            }
            throw e;
        }
    }

    private LogBatch readOn(int mostLines) throws IOException {
        SyslogTrail way = trail == null ? wayFromBegin() : trail;
        trail = way;
        SyslogStream stream = way == null ? null : way.open();
        while (way != null && stream != null && !way.isBeyondEnd(stream)) {
            long from = stream.offset();
            List<LogLine> lines = stream.take(mostLines, SyslogStream.End.FINAL, begin.limit());
            if (stream.offset() > from) {
                return batch(way, lines, way.progress().toString());
            }
            if (stream.isOverwritten()) {
                way.leaveOverwritten();
            } else {
                if (way.successor() == null) {
                    break;
                }
                way.advance();
            }
            stream = way.open();
        }
        if (way != null && !way.hasReachedEnd()) {
            way.missEnd();
        }
        isDone = true;
        return batch(way, List.of(), DONE);
    }

    /** The way from the stored place, or from the oldest file with lines that are wanted; {@code null} when there is none. */
    private @Nullable SyslogTrail wayFromBegin() throws IOException {
        if (!begin.isStart()) {
            return new SyslogTrail(log, SyslogProgress.parse(begin.place()), begin.end(), format);
        }
        SyslogPast tooOld = SyslogPast.NONE;
        for (SyslogGeneration file : SyslogGeneration.of(log)) {
            if (!file.modified().isBefore(begin.limit())) {
                SyslogPlace start = SyslogPlace.startOf(
                        file.device(), file.inode(), null, format.clock().instant());
                return new SyslogTrail(log, new SyslogProgress(start, tooOld), begin.end(), format);
            }
            tooOld = tooOld.with(SyslogTrail.endOf(file));
        }
        return null;
    }

    private LogBatch batch(@Nullable SyslogTrail way, List<LogLine> lines, String place) {
        return new LogBatch(
                lines,
                List.of(new LogPosition(name, begin.at(place).toString())),
                way == null ? List.of() : way.takeGaps());
    }

    @Override
    public boolean isAtEnd() {
        return isDone;
    }

    @Override
    public void close() {
        if (trail != null) {
            trail.close();
        }
    }
}
