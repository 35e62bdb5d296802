package dev.tachograph.time;

/** A text that is no time, duration or range. The message, one line, quotes the text and lists what is allowed. */
public final class BadTimeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    BadTimeException(String text, String expected, String allowed) {
        super("%s is not %s; allowed: %s".formatted(Quotes.around(text), expected, allowed));
    }
}
