package dev.tachograph.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/** The time before a log line, without the formatters of the platform: to load them takes longer than to ask a recorder. */
record LogTime(Form form, ZoneId zone) {
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    /** The forms that {@code journalctl -o} has under these names. */
    enum Form {
        /** {@code short} */
        SECONDS,
        /** {@code short-precise} */
        MICROSECONDS,
        /** {@code short-iso} */
        ISO
    }

    String of(Instant instant) {
        ZonedDateTime time = instant.atZone(zone);
        return switch (form) {
            case SECONDS -> day(time) + clock(time);
            case MICROSECONDS -> day(time) + clock(time) + "." + digits(time.getNano() / 1000, 6);
            case ISO -> time.toLocalDate() + "T" + clock(time) + offset(time);
        };
    }

    private static String day(ZonedDateTime time) {
        return MONTHS.get(time.getMonthValue() - 1) + " " + digits(time.getDayOfMonth(), 2) + " ";
    }

    private static String clock(ZonedDateTime time) {
        return digits(time.getHour(), 2) + ":" + digits(time.getMinute(), 2) + ":" + digits(time.getSecond(), 2);
    }

    private static String offset(ZonedDateTime time) {
        String id = time.getOffset().getId();
        return id.equals("Z") ? "+00:00" : id;
    }

    private static String digits(int value, int count) {
        String digits = Integer.toString(value);
        return "0".repeat(Math.max(0, count - digits.length())) + digits;
    }
}
