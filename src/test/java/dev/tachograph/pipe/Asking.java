package dev.tachograph.pipe;

import java.time.Instant;
import java.time.ZoneOffset;

/** Questions about one made-up day. */
final class Asking {
    static final Instant FROM = Instant.parse("2026-11-25T00:00:00Z");
    static final Instant TO = Instant.parse("2026-11-26T00:00:00Z");
    static final Moment DAY = new Moment(FROM, TO, TO, ZoneOffset.UTC);

    private Asking() {}

    static Compiled compile(String question) {
        return Pipes.compile(question, DAY);
    }

    static String sql(String question) {
        return compile(question).sql();
    }
}
