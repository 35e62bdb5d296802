package dev.tachograph.query;

import java.util.AbstractList;
import java.util.Collection;
import java.util.RandomAccess;

/** Keys of lines as bare numbers: an answer holds a hundred thousand of them for as long as its client takes to read it. */
final class LogKeys extends AbstractList<LogKey> implements RandomAccess {
    private final long[] micros;
    private final long[] lines;

    private LogKeys(long[] micros, long[] lines) {
        this.micros = micros;
        this.lines = lines;
    }

    static LogKeys copyOf(Collection<LogKey> keys) {
        if (keys instanceof LogKeys same) {
            return same;
        }
        var micros = new long[keys.size()];
        var lines = new long[keys.size()];
        int i = 0;
        for (LogKey key : keys) {
            micros[i] = key.micros();
            lines[i] = key.line();
            i++;
        }
        return new LogKeys(micros, lines);
    }

    @Override
    public LogKey get(int index) {
        return new LogKey(micros[index], lines[index]);
    }

    @Override
    public int size() {
        return lines.length;
    }
}
