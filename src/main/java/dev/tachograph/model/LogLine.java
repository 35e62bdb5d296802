package dev.tachograph.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of a log with everything that came with it.
 *
 * @param timestamp on the wall clock, to the microsecond
 * @param monotonicMicros on CLOCK_MONOTONIC of its boot; {@code null} where the source does not tell
 * @param sequence its number within its source: the journal's seqnum, the kernel's, the offset within a file
 * @param priority of syslog(3): 0 emergency to 7 debug
 * @param facility of syslog(3), already divided by eight
 * @param message as text; of one that is too large or no text, its begin, made fit to read. {@code null} when the line has
 *     none
 * @param aboutUnit {@code UNIT}: the unit that a line of the service manager is about
 * @param messageId {@code MESSAGE_ID}: which kind of message this is
 * @param codeFile {@code CODE_FILE}
 * @param codeLine {@code CODE_LINE}
 * @param codeFunction {@code CODE_FUNC}
 * @param errno {@code ERRNO}
 * @param fields everything else by name; a field may have several values. A well-known field that comes twice, or whose value
 *     is not what it should be, is here as well, under its name
 * @param largeValues what is too large or no text, whole
 */
public record LogLine(
        LogOrigin origin,
        Instant timestamp,
        @Nullable Long monotonicMicros,
        long sequence,
        @Nullable Integer priority,
        @Nullable Integer facility,
        @Nullable String message,
        @Nullable String aboutUnit,
        @Nullable UUID messageId,
        @Nullable String codeFile,
        @Nullable Integer codeLine,
        @Nullable String codeFunction,
        @Nullable Integer errno,
        Map<String, List<String>> fields,
        List<LargeValue> largeValues) {

    /** A larger value is kept apart; bytes in UTF-8. */
    public static final int MOST_INLINE_BYTES = 4096;

    /** The field with the line's text. */
    public static final String MESSAGE = "MESSAGE";

    private static final int WEIGHT_WITHOUT_TEXTS = 100;

    /** Bytes in memory and, roughly, before compression in the store; the origin counts as if no other line had it. */
    public long weight() {
        long weight = WEIGHT_WITHOUT_TEXTS + origin.weight();
        weight += length(message) + length(aboutUnit) + length(codeFile) + length(codeFunction);
        for (var field : fields.entrySet()) {
            weight += field.getKey().length();
            for (String value : field.getValue()) {
                weight += value.length();
            }
        }
        for (LargeValue value : largeValues) {
            weight += LargeValue.WEIGHT_WITHOUT_BYTES + value.bytes().length;
        }
        return weight;
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
