package dev.tachograph.probe;

import dev.tachograph.model.Gap;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogPosition;
import java.util.ArrayList;
import java.util.List;

/** A batch while it is filled. */
final class BatchBuilder {
    /** Lines are no longer added to a batch that is heavier: it waits in memory for the writer. */
    static final long MOST_WEIGHT = 2 << 20;

    private final int mostLines;
    private final List<LogLine> lines = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private long weight;

    BatchBuilder(int mostLines) {
        this.mostLines = mostLines;
    }

    void add(LogLine line) {
        lines.add(line);
        weight += line.weight();
    }

    void add(Gap gap) {
        gaps.add(gap);
    }

    boolean isFull() {
        return lines.size() >= mostLines || weight >= MOST_WEIGHT;
    }

    boolean isEmpty() {
        return lines.isEmpty() && gaps.isEmpty();
    }

    LogBatch build(String reader, String position) {
        return new LogBatch(lines, List.of(new LogPosition(reader, position)), gaps);
    }
}
