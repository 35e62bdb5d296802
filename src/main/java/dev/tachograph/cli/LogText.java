package dev.tachograph.cli;

/** A log line as text. */
@FunctionalInterface
interface LogText {
    /** One or more lines, each with its end. */
    String of(LogRow row);
}
