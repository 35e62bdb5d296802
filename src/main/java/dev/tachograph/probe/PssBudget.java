package dev.tachograph.probe;

/**
 * How much CPU time may be spent on proportional memory, and what a process will take of it. The kernel walks all pages of the
 * process, and holds up its page faults meanwhile. Times in nanoseconds.
 */
final class PssBudget {
    /** A thousandth of a core. */
    private static final long SHARE = 1000;

    static final long ROUND_NANOS = 20_000_000;
    /** Nothing is ever read that would take longer than this at one go. */
    static final long LONGEST_NANOS = 50_000_000;
    /** Opening, writing the text, and looking whose it was. */
    private static final long FIXED_NANOS = 60_000;
    /** As measured by others: 4.5 s for 210 GB. */
    private static final double FIRST_NANOS_PER_PAGE = 88;

    private static final double LEAST_NANOS_PER_PAGE = 5;
    private static final double MOST_NANOS_PER_PAGE = 2000;
    /** With fewer pages, what is fixed hides what is not. */
    private static final long TELLING_PAGES = 2048;

    private final long pageBytes;
    private double nanosPerPage = FIRST_NANOS_PER_PAGE;
    private long available = LONGEST_NANOS;
    private long atNanos;
    private long leftInRound;
    private boolean first;

    PssBudget(long pageBytes, long nowNanos) {
        this.pageBytes = pageBytes;
        atNanos = nowNanos;
    }

    /** A round begins. */
    void begin(long nowNanos) {
        long passed = Math.max(0, nowNanos - atNanos);
        atNanos = nowNanos;
        available = Math.min(LONGEST_NANOS, available + passed / SHARE);
        leftInRound = ROUND_NANOS;
        first = true;
    }

    /** What a process with so much memory will take. */
    long expectedNanos(long residentBytes) {
        long pages = residentBytes / pageBytes;
        return FIXED_NANOS + (long) (nanosPerPage * pages);
    }

    /** Whether it may never be read, however long we save. */
    boolean isGiant(long residentBytes) {
        return expectedNanos(residentBytes) > LONGEST_NANOS;
    }

    /** Whether it may be read now. One that takes more than a round has may be the only one of its round. */
    boolean allows(long residentBytes) {
        long expected = expectedNanos(residentBytes);
        return expected <= available && (expected <= leftInRound || first);
    }

    /** Something of a round took time. */
    void spend(long nanos) {
        available -= nanos;
        leftInRound -= nanos;
    }

    /** What reading a process took in truth. */
    void spent(long residentBytes, long nanos) {
        spend(nanos);
        first = false;
        long pages = residentBytes / pageBytes;
        if (pages >= TELLING_PAGES) {
            double measured = Math.max(0, nanos - FIXED_NANOS) / (double) pages;
            double bounded = Math.clamp(measured, LEAST_NANOS_PER_PAGE, MOST_NANOS_PER_PAGE);
            // Dearer counts at once, cheaper by and by.
            nanosPerPage = bounded > nanosPerPage ? bounded : nanosPerPage * 0.9 + bounded * 0.1;
        }
    }
}
