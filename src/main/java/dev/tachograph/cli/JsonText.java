package dev.tachograph.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Texts within JSON that a command sends. */
final class JsonText {
    private JsonText() {}

    static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
