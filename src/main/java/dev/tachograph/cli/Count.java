package dev.tachograph.cli;

/** A number of rows, days or processes, 1 to 100000. */
record Count(int value) {
    static final int MOST = 100_000;

    static Count parse(String digits) {
        try {
            int value = Integer.parseInt(digits);
            if (value >= 1 && value <= MOST) {
                return new Count(value);
            }
        } catch (NumberFormatException _) {
            // answered below, as a number out of bounds is
        }
        throw new IllegalArgumentException("'" + digits + "' is not a number from 1 to " + MOST);
    }
}
