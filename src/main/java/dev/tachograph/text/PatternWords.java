package dev.tachograph.text;

import java.util.Set;

/** Words that mean something to patterns. */
final class PatternWords {
    /** Their values say what happened, and few of them are had: they are read as text. */
    private static final Set<String> TELLING = Set.of(
            "action",
            "apparmor",
            "cause",
            "code",
            "component",
            "err",
            "error",
            "event",
            "exception",
            "level",
            "lvl",
            "logger",
            "message",
            "method",
            "module",
            "msg",
            "op",
            "operation",
            "reason",
            "result",
            "severity",
            "state",
            "status",
            "type");

    private static final Set<String> UNITS = Set.of(
            "ns", "us", "µs", "ms", "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute", "minutes",
            "h", "hour", "hours", "d", "day", "days", "b", "byte", "bytes", "kb", "mb", "gb", "tb", "kib", "mib", "gib",
            "tib", "am", "pm", "hz", "khz", "mhz", "ghz", "mbps", "gbps", "percent");

    private static final Set<String> MONTHS_AND_DAYS = Set.of(
            "Jan",
            "Feb",
            "Mar",
            "Apr",
            "May",
            "Jun",
            "Jul",
            "Aug",
            "Sep",
            "Oct",
            "Nov",
            "Dec",
            "January",
            "February",
            "March",
            "April",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
            "Mon",
            "Tue",
            "Wed",
            "Thu",
            "Fri",
            "Sat",
            "Sun",
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday");

    private static final int LONGEST_UNIT = 7;
    private static final int SHORTEST_NAME = 3;
    private static final int LONGEST_NAME = 9;
    private static final int LONGEST_TELLING = 9;

    private PatternWords() {}

    static boolean isTelling(String text, int from, int to) {
        return to - from <= LONGEST_TELLING && TELLING.contains(lower(text.substring(from, to)));
    }

    static boolean isUnit(String text, int from, int to) {
        return to > from && to - from <= LONGEST_UNIT && UNITS.contains(lower(text.substring(from, to)));
    }

    /** Of a month or a day of the week, in English, as programs write them. */
    static boolean isName(String text, int from, int to) {
        return to - from >= SHORTEST_NAME
                && to - from <= LONGEST_NAME
                && "JFMASONDTW".indexOf(text.charAt(from)) >= 0
                && MONTHS_AND_DAYS.contains(text.substring(from, to));
    }

    /** Of ASCII only, so that no table of letters decides. */
    private static String lower(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) >= 'A' && word.charAt(i) <= 'Z') {
                return lowered(word);
            }
        }
        return word;
    }

    private static String lowered(String word) {
        var lowered = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            lowered.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        return lowered.toString();
    }
}
