package dev.tachograph.cli;

import static java.util.stream.Collectors.joining;

import dev.tachograph.text.Printable;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The message of a log line, fit to be printed: any program of the host can write anything into one.
 *
 * @param lines at least one; tabs are still in them
 * @param priority of syslog(3): 0 emergency to 7 debug; -1 where there is none
 */
record LogMessage(List<String> lines, int priority) {
    private static final int ERROR = 3;
    private static final int WARNING = 4;
    private static final int NOTICE = 5;
    private static final int DEBUG = 7;

    static LogMessage of(JsonValue row) {
        String message = row.get("message").textOr("").stripTrailing();
        OptionalDouble bytes = row.get("message_bytes").number();
        String whole = bytes.isEmpty() ? message : message + "… (" + Figures.bytes(bytes) + " in all)";
        return new LogMessage(whole.lines().map(LogMessage::printable).toList(), (int)
                row.get("priority").number().orElse(-1));
    }

    LogMessage {
        lines = lines.isEmpty() ? List.of("") : List.copyOf(lines);
    }

    /** A tab moves a cursor no further than to where it may be. */
    private static String printable(String line) {
        return line.indexOf('\t') < 0
                ? Printable.text(line)
                : Arrays.stream(line.split("\t", -1)).map(Printable::text).collect(joining("\t"));
    }

    /** In the colour of its level. */
    String coloured(String line, Paper paper) {
        return switch (priority) {
            case 0, 1, 2, ERROR -> paper.red(line);
            case WARNING -> paper.yellow(line);
            case NOTICE -> paper.bold(line);
            case DEBUG -> paper.dim(line);
            default -> line;
        };
    }
}
