package dev.tachograph.time;

import dev.tachograph.text.Printable;

/** Shows a stranger's text in a message: on one line, of bounded length, and without power over a terminal. */
final class Quotes {
    private static final int LONGEST = 80;

    private Quotes() {}

    static String around(String text) {
        return "'" + Printable.atMost(LONGEST, text) + "'";
    }
}
