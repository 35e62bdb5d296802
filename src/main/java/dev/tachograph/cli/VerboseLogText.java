package dev.tachograph.cli;

import dev.tachograph.text.Printable;

/** All that is known of a line, a value on each line. A field with several values comes several times. */
record VerboseLogText(LogTime time, Paper paper) implements LogText {
    private static final String INDENT = "    ";

    @Override
    public String of(LogRow row) {
        var text = new StringBuilder(paper.bold(time.of(row.timestamp()))).append('\n');
        row.forEachValue((name, value) -> text.append(INDENT)
                .append(Printable.text(name))
                .append('=')
                .append(Printable.text(value))
                .append('\n'));
        return text.toString();
    }
}
