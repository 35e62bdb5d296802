package dev.tachograph.worker;

/** The line of a statement that a message is about, with a mark below the place, as DuckDB shows it. */
final class Excerpt {
    private static final int MOST_BEFORE = 60;
    private static final int MOST_BEHIND = 40;
    private static final String CUT = "...";

    private Excerpt() {}

    /** @param at index of a character */
    static String at(String sql, int at) {
        int place = Math.clamp(at, 0, sql.length());
        int begin = sql.lastIndexOf('\n', place - 1) + 1;
        int end = sql.indexOf('\n', place) < 0 ? sql.length() : sql.indexOf('\n', place);
        long line = 1 + sql.substring(0, begin).chars().filter(c -> c == '\n').count();
        int from = place - begin > MOST_BEFORE ? place - MOST_BEFORE : begin;
        String head = "LINE %d: %s".formatted(line, from > begin ? CUT : "");
        String shown = sql.substring(from, Math.min(end, place + MOST_BEHIND)).replace('\t', ' ');
        return head + shown + "\n" + " ".repeat(head.length() + place - from) + "^";
    }
}
