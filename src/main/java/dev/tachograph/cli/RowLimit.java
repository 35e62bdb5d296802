package dev.tachograph.cli;

/** How many rows of an answer are wanted, 1 to {@value SqlFormat#MOST}. */
record RowLimit(int value) {
    static RowLimit parse(String digits) {
        try {
            int value = Integer.parseInt(digits);
            if (value >= 1 && value <= SqlFormat.MOST) {
                return new RowLimit(value);
            }
        } catch (NumberFormatException _) {
            // answered below, as a number out of bounds is
        }
        throw new IllegalArgumentException("'" + digits + "' is not a number from 1 to " + SqlFormat.MOST);
    }
}
