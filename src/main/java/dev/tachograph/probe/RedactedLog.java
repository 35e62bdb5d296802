package dev.tachograph.probe;

import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Another reader's lines without the secrets in them. For one thread. */
public final class RedactedLog implements LogReader {
    private final LogReader lines;
    private final MessageRedactor redactor;

    /** Closes the other reader when it is closed. */
    public RedactedLog(LogReader lines, Redaction redaction) {
        this.lines = lines;
        this.redactor = redaction.messages();
    }

    @Override
    public LogBatch read(int mostLines, Duration patience) throws IOException, InterruptedException {
        LogBatch batch = lines.read(mostLines, patience);
        List<LogLine> clean = batch.lines().stream().map(redactor::redact).toList();
        return batch.isEmpty() ? batch : new LogBatch(clean, batch.positions(), batch.gaps());
    }

    @Override
    public boolean isAtEnd() {
        return lines.isAtEnd();
    }

    @Override
    public void close() {
        lines.close();
    }
}
