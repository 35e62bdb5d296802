package dev.tachograph.cli;

import dev.tachograph.text.Printable;
import java.util.OptionalDouble;

/** Time, host, program and message as {@code journalctl} prints them; further lines of a message stand below its first. */
record ShortLogText(LogTime time, Paper paper) implements LogText {
    private static final String UNKNOWN = "unknown";

    @Override
    public String of(LogRow row) {
        JsonValue fields = row.fields();
        String prefix = prefix(row, fields);
        String indent = " ".repeat(Printable.width(prefix));
        var text = new StringBuilder();
        LogMessage message = LogMessage.of(fields);
        for (String line : message.lines()) {
            text.append(text.isEmpty() ? prefix : indent)
                    .append(message.coloured(line, paper))
                    .append('\n');
        }
        return text.toString();
    }

    private String prefix(LogRow row, JsonValue fields) {
        var prefix = new StringBuilder(time.of(row.timestamp()));
        String host = fields.get("hostname").textOr("");
        if (!host.isEmpty()) {
            prefix.append(' ').append(Printable.text(host));
        }
        String program = fields.get("identifier").textOr(fields.get("comm").textOr(UNKNOWN));
        prefix.append(' ').append(Printable.text(program));
        OptionalDouble pid = fields.get("pid").number();
        if (pid.isPresent()) {
            prefix.append('[').append((long) pid.getAsDouble()).append(']');
        }
        return prefix.append(": ").toString();
    }
}
