package dev.tachograph.probe;

import dev.tachograph.model.LogBatch;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One source of which the past is read whenever there is nothing new. Lines that are written now never wait for old ones. */
public final class LiveThenHistory implements LogReader {
    private final LogReader live;
    private final @Nullable LogReader history;

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
        LogBatch now = live.read(mostLines, Duration.ZERO);
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
