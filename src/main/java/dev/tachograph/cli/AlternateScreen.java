package dev.tachograph.cli;

import java.io.PrintStream;

/**
 * The terminal's second screen, which a full-screen program draws on and then leaves as if nothing had been.
 *
 * <p>Closed by the command's thread or by the shutdown hook, whichever is first; nothing is drawn after that.
 */
final class AlternateScreen implements AutoCloseable {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE_END = "\u001b[K\n";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintStream out;
    private boolean closed;

    AlternateScreen(PrintStream out) {
        this.out = out;
        write(ENTER);
    }

    /** Replaces what stands there; in place, so that it doesn't flicker. */
    synchronized void draw(String lines) {
        if (!closed) {
            write(HOME
                    + lines.stripTrailing().replace("\n", CLEAR_LINE_END)
                    + CLEAR_LINE_END.stripTrailing()
                    + CLEAR_BELOW);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            write(LEAVE);
        }
    }

    private void write(String text) {
        out.print(text);
        out.flush();
    }
}
