package dev.tachograph.probe;

import dev.tachograph.model.LogBatch;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One source of which the past is read between the lines that are written now: these wait for one batch of the past at most, and
 * a log that is never silent does not keep its past from being read.
 */
public final class LiveThenHistory implements LogReader {
    private final LogReader live;
    private final @Nullable LogReader history;
    private boolean isTurnOfHistory;

    /**
     * Reads both; closes both.
     *
     * @param live what is written from now on
     * @param history what was written before; {@code null} when that was read already
     */
    public LiveThenHistory(LogReader live, @Nullable LogReader history) {
        this.live = live;
        this.history = history;
    }

    @Override
    public LogBatch read(int mostLines, Duration patience) throws IOException, InterruptedException {
        if (history == null || history.isAtEnd()) {
            return live.read(mostLines, patience);
        }
        LogBatch now = isTurnOfHistory ? LogBatch.NOTHING : live.read(mostLines, Duration.ZERO);
        isTurnOfHistory = !now.isEmpty();
        return now.isEmpty() ? history.read(mostLines, patience) : now;
    }

    @Override
    public boolean isAtEnd() {
        return live.isAtEnd() && (history == null || history.isAtEnd());
    }

    @Override
    public void close() {
        live.close();
        if (history != null) {
            history.close();
        }
    }
}
