package dev.tachograph.simulation;

/** How busy the made-up host is by the time of day in UTC: least at three in the morning, most at three in the afternoon. */
final class Rhythm {
    private static final int MINUTES = 24 * 60;
    private static final double SWING = 0.55;
    private static final int QUIETEST_MINUTE = 3 * 60;

    private final double[] factors = new double[MINUTES];

    Rhythm() {
        for (int minute = 0; minute < MINUTES; minute++) {
            factors[minute] = 1 - SWING * StrictMath.cos(2 * Math.PI * (minute - QUIETEST_MINUTE) / MINUTES);
        }
    }

    /** Around 1 over a day. */
    double at(long micros) {
        return factors[(int) Math.floorMod(micros / 60_000_000, (long) MINUTES)];
    }
}
