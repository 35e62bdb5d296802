package dev.tachograph.simulation;

import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessSample;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code log-lines.txt}, which says what it means.
 *
 * @param who all words that the name of a process, its unit or its user has to be; or the kernel
 * @param tag empty for the name of the process
 */
record LogTemplate(When when, List<String> who, String tag, double share, int facility, int priority, String message) {
    private static final int COLUMNS = 6;
    private static final List<String> KERNEL = List.of("kernel");
    private static final String AND = " & ";
    private static final List<String> FACILITIES = List.of(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "syslog",
            "lpr",
            "news",
            "uucp",
            "cron",
            "authpriv",
            "ftp",
            "ntp",
            "security",
            "console",
            "solaris-cron",
            "local0");
    private static final List<String> PRIORITIES =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");
    private static final List<String> PATHS = List.of(
            "/", "/products", "/products/search", "/cart", "/checkout", "/api/stock", "/static/app.js", "/healthz");
    private static final List<String> STATUSES = List.of("200", "200", "200", "200", "200", "200", "304", "302", "404");

    /** On which occasion it is logged. */
    enum When {
        USUAL,
        BORN,
        STARTED,
        ENDED,
        LEAK,
        GONE,
        REFUSED,
        AGAIN,
        RUSH,
        HOT,
        FULL,
        SEGFAULT,
        ABORTED
    }

    static LogTemplate parse(String line) {
        String[] cells = line.split("\\|", COLUMNS);
        if (cells.length != COLUMNS) {
            throw new IllegalArgumentException("%d columns instead of %d: %s".formatted(cells.length, COLUMNS, line));
        }
        String level = cells[4].strip();
        int dot = level.indexOf('.');
        return new LogTemplate(
                When.valueOf(cells[0].strip().toUpperCase(Locale.ROOT)),
                List.of(cells[1].strip().split(AND, -1)),
                cells[2].strip(),
                Double.parseDouble(cells[3].strip()),
                place(FACILITIES, level.substring(0, dot)),
                place(PRIORITIES, level.substring(dot + 1)),
                cells[5].strip());
    }

    private static int place(List<String> names, String name) {
        int place = names.indexOf(name);
        if (place < 0) {
            throw new IllegalArgumentException(name + ": not one of " + names);
        }
        return place;
    }

    boolean isOfKernel() {
        return who.equals(KERNEL);
    }

    boolean isOf(ProcessSample process) {
        ProcessDescription is = process.description();
        for (String word : who) {
            if (!word.equals(is.name()) && !word.equals(is.unit()) && !word.equals(is.user())) {
                return false;
            }
        }
        return true;
    }

    /** The message with its blanks filled. */
    String filled(Chance chance, @Nullable ProcessSample about) {
        int open = message.indexOf('{');
        if (open < 0) {
            return message;
        }
        var filled = new StringBuilder(message.length() + 32);
        int from = 0;
        for (; open >= 0; open = message.indexOf('{', from)) {
            int close = message.indexOf('}', open);
            String value = close < 0 ? null : value(message.substring(open + 1, close), chance, about);
            int to = value == null ? open + 1 : close + 1;
            filled.append(message, from, value == null ? to : open);
            filled.append(value == null ? "" : value);
            from = to;
        }
        return filled.append(message, from, message.length()).toString();
    }

    /** What stands for a blank; {@code null} for what is none. */
    private static @Nullable String value(String blank, Chance chance, @Nullable ProcessSample about) {
        return switch (blank) {
            case "n" -> Integer.toString(1 + chance.below(9));
            case "d" -> Integer.toString(1000 + chance.below(9000));
            case "x" -> HexFormat.of().toHexDigits(chance.bits(), 12);
            case "ip" -> "10.%d.%d.%d".formatted(chance.below(8), chance.below(256), 1 + chance.below(254));
            case "ms" -> Integer.toString(2 + (int) Math.min(9000, chance.pause(90)));
            case "path" -> chance.oneOf(PATHS);
            case "status" -> chance.oneOf(STATUSES);
            case "order" -> "A-%06d".formatted(chance.below(1_000_000));
            default -> about == null ? null : valueOf(blank, about);
        };
    }

    private static @Nullable String valueOf(String blank, ProcessSample about) {
        return switch (blank) {
            case "pid" -> Integer.toString(about.key().pid());
            case "name" -> about.description().name();
            case "user" -> about.description().user();
            case "unit" -> about.description().unit();
            case "cmd" -> about.description().cmdline();
            case "kb" -> Long.toString(about.figures().residentBytes() / 1024);
            default -> null;
        };
    }
}
