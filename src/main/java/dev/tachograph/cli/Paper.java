package dev.tachograph.cli;

import dev.tachograph.linux.Terminal;
import java.util.Map;
import java.util.Optional;

/**
 * What the commands print on.
 *
 * @param terminal whether a person looks at it; false for a pipe or a file
 * @param colour whether it may be coloured
 * @param columns the room for a line; in a pipe without limit
 * @param rows the room for a frame
 */
public record Paper(boolean terminal, boolean colour, int columns, int rows) {
    static final Paper PIPE = new Paper(false, false, Integer.MAX_VALUE, Integer.MAX_VALUE);
    private static final Terminal.Size USUAL = new Terminal.Size(24, 80);

    /** Colour only on a terminal that has it and whose user doesn't refuse it (<a href="https://no-color.org">NO_COLOR</a>). */
    static Paper of(Optional<Terminal> terminal, Map<String, String> environment) {
        if (terminal.isEmpty()) {
            return PIPE;
        }
        String columns = environment.getOrDefault("COLUMNS", "");
        String rows = environment.getOrDefault("LINES", "");
        Terminal.Size size = isSize(columns) && isSize(rows)
                ? new Terminal.Size(Integer.parseInt(rows), Integer.parseInt(columns))
                : terminal.get().size().orElse(USUAL);
        boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Paper(true, colour, isSize(columns) ? Integer.parseInt(columns) : size.columns(), size.rows());
    }

    String bold(String text) {
        return coloured("1", text);
    }

    String dim(String text) {
        return coloured("2", text);
    }

    String red(String text) {
        return coloured("31;1", text);
    }

    String yellow(String text) {
        return coloured("33;1", text);
    }

    String green(String text) {
        return coloured("32;1", text);
    }

    private String coloured(String codes, String text) {
        return colour ? "\u001b[" + codes + "m" + text + "\u001b[0m" : text;
    }

    private static boolean isSize(String digits) {
        return digits.length() < 6
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && digits.chars().anyMatch(c -> c > '0');
    }
}
