package dev.tachograph.cli;

/** The message and nothing else. */
record MessageText(Paper paper) implements LogText {
    @Override
    public String of(LogRow row) {
        var text = new StringBuilder();
        LogMessage message = LogMessage.of(row.fields());
        message.lines()
                .forEach(line -> text.append(message.coloured(line, paper)).append('\n'));
        return text.toString();
    }
}
