package dev.tachograph.model;

/**
 * How far a source of log lines was read. It is stored in the transaction of the lines before it, so that each line is there
 * exactly once.
 *
 * @param reader which reader it belongs to, such as {@code journal} or {@code file:/var/log/syslog}
 * @param position where the reader goes on, in words of its own
 */
public record LogPosition(String reader, String position) {}
