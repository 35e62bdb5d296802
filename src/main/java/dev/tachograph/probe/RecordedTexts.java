package dev.tachograph.probe;

/**
 * Takes secrets out of texts that were recorded, for whoever hands them on: what recorded them may have been told to leave secrets
 * in. A text without secrets, and one of which the secrets were taken already, stays the same object. For one thread.
 *
 * <p>A command line is one text by now: where one argument ended is not known any more, and a value with blanks in it that no
 * quotes hold together may be seen only in part.
 */
public final class RecordedTexts {
    private final MessageRedactor messages;

    RecordedTexts(MessageRedactor messages) {
        this.messages = messages;
    }

    /** The message of a line of the log, or another sentence that was made of one. */
    public String message(String text) {
        return same(text, messages.redact(text));
    }

    /** The arguments of a process. */
    public String commandLine(String text) {
        return same(text, messages.commandLine(text));
    }

    /** The value of a field of the journal. */
    public String field(String name, String text) {
        return switch (JournalField.named(name).text()) {
            case PLAIN -> text;
            case MESSAGE -> message(text);
            case COMMAND_LINE -> commandLine(text);
            case SECRET -> same(text, messages.hide(text));
        };
    }

    /** The value of a field that is large or no text; an array of its own. */
    public byte[] value(String field, byte[] bytes) {
        return LargeRedaction.apply(text -> field(field, text), bytes, 0, bytes.length);
    }

    private static String same(String before, String after) {
        return after.equals(before) ? before : after;
    }
}
