package dev.tachograph.probe;

import dev.tachograph.linux.Journal;
import java.io.IOException;
import java.time.Duration;

/** Real journals that fail at every so manieth step. */
final class FailingJournals implements Journal.Way {
    private final int stepsUntilFailure;
    private int steps;
    private int failures;
    private int opened;

    FailingJournals(int stepsUntilFailure) {
        this.stepsUntilFailure = stepsUntilFailure;
    }

    int failures() {
        return failures;
    }

    /** How many times a journal was opened. */
    int opened() {
        return opened;
    }

    private void step() throws IOException {
        steps++;
        if (steps % stepsUntilFailure == 0) {
            failures++;
            throw new IOException("the disk does not answer");
        }
    }

    @Override
    public Journal open(Journal.Selection selection) throws IOException {
        opened++;
        Journal real = Journal.open(selection);
        return new Journal() {
            @Override
            public void seekHead() throws IOException {
                real.seekHead();
            }

            @Override
            public void seekTail() throws IOException {
                real.seekTail();
            }

            @Override
            public void seekCursor(String cursor) throws IOException {
                real.seekCursor(cursor);
            }

            @Override
            public boolean next() throws IOException {
                step();
                return real.next();
            }

            @Override
            public boolean previous() throws IOException {
                step();
                return real.previous();
            }

            @Override
            public int cursor(byte[] into) throws IOException {
                return real.cursor(into);
            }

            @Override
            public long nextField(int mostBytes) throws IOException {
                return real.nextField(mostBytes);
            }

            @Override
            public byte[] buffer() {
                return real.buffer();
            }

            @Override
            public void await(Duration patience) throws IOException, InterruptedException {
                real.await(patience);
            }

            @Override
            public void close() {
                real.close();
            }
        };
    }
}
