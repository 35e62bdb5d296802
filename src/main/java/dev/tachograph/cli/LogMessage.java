package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.tachograph.model.LogLine;
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
    /** Bytes of a character in UTF-8; a text that is cut off may end as many before its greatest length. */
    private static final int LONGEST_CHARACTER = 4;

    private static final int ERROR = 3;
    private static final int WARNING = 4;
    private static final int NOTICE = 5;
    private static final int DEBUG = 7;

    static LogMessage of(JsonValue row) {
        String message = row.get("message").textOr("");
        OptionalDouble bytes = row.get("message_bytes").number();
        String shown = withoutBlankEnd(message);
        String text = isBegin(message, bytes) ? shown + "… (" + Figures.bytes(bytes) + " in all)" : shown;
        List<String> lines =
                Arrays.stream(text.split("\n", -1)).map(LogMessage::printable).toList();
        return new LogMessage(lines, (int) row.get("priority").number().orElse(-1));
    }

    /**
     * Whether there is more of a message than its text. One that is small but no text is there to its end: its bytes that are
     * no characters are written out, which takes more room than they do.
     */
    private static boolean isBegin(String text, OptionalDouble bytes) {
        if (bytes.isEmpty()) {
            return false;
        }
        int length = text.getBytes(UTF_8).length;
        return length < bytes.getAsDouble() || length > LogLine.MOST_INLINE_BYTES - LONGEST_CHARACTER;
    }

    /** Other control characters at the end are something to see. */
    private static String withoutBlankEnd(String text) {
        int end = text.length();
        while (end > 0 && " \t\n".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }

    LogMessage {
        lines = List.copyOf(lines);
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
