package dev.tachograph.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** One line on a terminal that tells how far something is; nothing anywhere else. Gone when closed. */
final class ProgressLine implements AutoCloseable {
    private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream terminal;
    private final boolean isShown;
    private final String things;
    private final long total;
    private final LongSupplier nanos;
    private final long began;
    private long shown;
    private boolean isThere;

    /**
     * Begins with nothing done.
     *
     * @param isShown whether somebody looks at a terminal there
     * @param things what is counted
     * @param nanos a clock such as {@link System#nanoTime}
     */
    ProgressLine(PrintStream terminal, boolean isShown, String things, long total, LongSupplier nanos) {
        this.terminal = terminal;
        this.isShown = isShown;
        this.things = things;
        this.total = total;
        this.nanos = nanos;
        began = nanos.getAsLong();
        shown = began;
    }

    /** So many are done. */
    void reached(long done) {
        long now = nanos.getAsLong();
        if (isShown && now - shown >= PAUSE_NANOS) {
            shown = now;
            isThere = true;
            terminal.print(ERASE + text(done, (now - began) / 1e9));
            terminal.flush();
        }
    }

    private String text(long done, double seconds) {
        double rate = done / seconds;
        Duration left = Duration.ofSeconds(Math.round((total - done) / Math.max(rate, 1e-9)));
        return String.format(
                Locale.ROOT,
                "%3d %%  %d of %d %s, %.0f a second, %s left",
                100 * done / total,
                done,
                total,
                things,
                rate,
                Figures.duration(left));
    }

    @Override
    public void close() {
        if (isThere) {
            isThere = false;
            terminal.print(ERASE);
            terminal.flush();
        }
    }
}
