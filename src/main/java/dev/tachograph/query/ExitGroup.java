package dev.tachograph.query;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Processes that ended and have something in common.
 *
 * @param value what they have in common; {@code null} where it is not known, or there is none
 * @param count how many they are
 * @param failed those of them that a signal ended, or that gave another exit code than 0
 * @param cpuMicros CPU time of all, from begin to end, as far as it is known; {@code null} when it is of none
 * @param shortMicros CPU time of those that lived no longer than the interval in which they ended; {@code null} when that is not
 *     known, or it is not about one interval
 * @param peakResidentBytes the most that one of them had
 * @param first when the first of them ended
 */
public record ExitGroup(
        @Nullable String value,
        long count,
        long failed,
        @Nullable Long cpuMicros,
        @Nullable Long shortMicros,
        @Nullable Long peakResidentBytes,
        Instant first,
        Instant last) {

    /** What processes may have in common. */
    public enum By {
        NAME("name"),
        UNIT("unit"),
        CONTAINER("coalesce(container_name, container)"),
        USER("coalesce(user_name, user_id::VARCHAR)");

        private final String expression;

        By(String expression) {
            this.expression = expression;
        }

        /** The name that users have for it. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The names of all. */
        public static List<String> keys() {
            return Stream.of(values()).map(By::key).toList();
        }

        /** The one of a name that is one. */
        public static By ofKey(String key) {
            return valueOf(key.toUpperCase(Locale.ROOT));
        }

        String expression() {
            return expression;
        }
    }
}
