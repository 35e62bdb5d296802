package dev.tachograph.settings;

import dev.tachograph.text.Printable;

/** Makes what someone wrote fit to stand in a message: on one line, bounded, without power over a terminal. */
final class Shown {
    private static final int LONGEST = 100;

    private Shown() {}

    static String quoted(String text) {
        return '"' + escaped(text).replace("\"", "\\\"") + '"';
    }

    /** In quotes only if a reader could not tell where it ends. */
    static String bare(String text) {
        String escaped = escaped(text);
        return escaped.isEmpty() || escaped.contains(" ") || escaped.contains("\"") ? quoted(text) : escaped;
    }

    static String escaped(String text) {
        return Printable.atMost(LONGEST, text);
    }
}
