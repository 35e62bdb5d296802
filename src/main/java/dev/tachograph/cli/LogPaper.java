package dev.tachograph.cli;

import dev.tachograph.linux.Terminal;

/** What log lines are printed on: gathered into pieces, as each line alone would be a system call. */
final class LogPaper {
    private static final int PIECE = 1 << 15;

    private final Console console;
    private final boolean pipe;
    private final StringBuilder gathered = new StringBuilder(PIECE);

    /** Nobody reads any more: {@code tachograph logs | head} has seen enough, and nothing is wrong. */
    static final class ReaderGone extends RuntimeException {
        private static final long serialVersionUID = 1;

        ReaderGone() {
            super("standard output: nobody reads it any more");
        }
    }

    /** @param pipe whether an end of the reader is no failure */
    LogPaper(Console console, boolean pipe) {
        this.console = console;
        this.pipe = pipe;
    }

    /** This process's standard output. */
    static LogPaper of(Console console) {
        return new LogPaper(console, Terminal.isPipe(1));
    }

    void print(String lines) {
        gathered.append(lines);
        if (gathered.length() >= PIECE) {
            flush();
        }
    }

    void flush() {
        try {
            console.print(gathered.toString());
        } catch (CommandFailure e) {
            throw pipe ? new ReaderGone() : e;
        } finally {
            gathered.setLength(0);
        }
    }
}
