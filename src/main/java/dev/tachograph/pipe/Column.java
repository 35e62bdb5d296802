package dev.tachograph.pipe;

/**
 * A column of the rows that go through a pipe.
 *
 * @param name as a question writes it
 * @param unit what its numbers count, such as {@code bytes}; empty where there is nothing to say
 * @param help what it is; empty for those that a question made
 */
public record Column(String name, Kind kind, String unit, String help) {
    static final String SECONDS = "seconds";
    static final String MILLISECONDS = "milliseconds";
    static final String MICROSECONDS = "microseconds";
    static final String BYTES = "bytes";
    static final String LEVEL = "level";
    static final String PERCENT = "percent";

    /** One that a question made. */
    static Column made(String name, Typed value) {
        return new Column(name, value.kind(), value.unit(), "");
    }

    Column named(String other) {
        return new Column(other, kind, unit, help);
    }
}
