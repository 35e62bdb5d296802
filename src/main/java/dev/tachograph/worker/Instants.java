package dev.tachograph.worker;

import java.time.LocalDate;

/** Writes instants as RFC 3339 has them, in UTC with six digits behind the second. */
final class Instants {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

    private long day = Long.MIN_VALUE;
    private String date = "";

    /** @param micros since 1970 */
    void write(RowBuffer out, long micros) {
        long newDay = Math.floorDiv(micros, MICROS_PER_DAY);
        if (newDay != day) {
            day = newDay;
            date = LocalDate.ofEpochDay(newDay).toString();
        }
        long within = Math.floorMod(micros, MICROS_PER_DAY);
        int seconds = (int) (within / MICROS_PER_SECOND);
        out.put(date);
        out.put('T');
        out.putDigits(seconds / 3600, 2);
        out.put(':');
        out.putDigits(seconds / 60 % 60, 2);
        out.put(':');
        out.putDigits(seconds % 60, 2);
        out.put('.');
        out.putDigits((int) (within % MICROS_PER_SECOND), 6);
        out.put('Z');
    }
}
