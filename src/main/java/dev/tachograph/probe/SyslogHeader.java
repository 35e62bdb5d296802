package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the message of a line in a syslog file.
 *
 * @param timestamp the line's own, or of the line before where it has none
 * @param messageFrom where the message begins in the bytes that were parsed
 * @param fields what RFC 5424 tells beyond that
 */
record SyslogHeader(
        Instant timestamp,
        @Nullable Integer priority,
        @Nullable Integer facility,
        @Nullable String hostname,
        @Nullable String identifier,
        @Nullable Integer pid,
        int messageFrom,
        List<Field> fields) {

    /** A field with its value as it was logged. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Field(String name, byte[] value) {}

    /** Of a line that tells nothing of itself: all of it is message. */
    static SyslogHeader none(Instant timestamp, int from) {
        return new SyslogHeader(timestamp, null, null, null, null, null, from, List.of());
    }

    /** The field that numbers the pieces of a line that is too long for one. */
    static final String PART = "PART";

    /** The same as the header of one of several pieces. */
    SyslogHeader asPart(int part, int from) {
        List<Field> numbered = new ArrayList<>(part == 1 ? fields : List.of());
        numbered.add(new Field(PART, Integer.toString(part).getBytes(UTF_8)));
        return new SyslogHeader(timestamp, priority, facility, hostname, identifier, pid, from, List.copyOf(numbered));
    }
}
