package dev.tachograph.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How grave a log line is, by the names of syslog(3). */
public enum LogLevel {
    EMERG(0, "emergency"),
    ALERT(1),
    CRIT(2, "critical"),
    ERR(3, "error"),
    WARNING(4, "warn"),
    NOTICE(5),
    INFO(6),
    DEBUG(7);

    /** What may be written for one. */
    public static final String ALLOWED = "emerg, alert, crit, err, warning, notice, info, debug or 0 to 7";

    private final int priority;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> aliases;

    LogLevel(int priority, String... aliases) {
        this.priority = priority;
        this.aliases = List.of(aliases);
    }

    /** Its number: 0 is the gravest. */
    public int priority() {
        return priority;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level of a name or a number. */
    public static Optional<LogLevel> of(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(level -> level.word().equals(word)
                        || level.aliases.contains(word)
                        || Integer.toString(level.priority).equals(word))
                .findFirst();
    }

    /** The name of a stored priority; {@code null} for one that is not known. */
    public static @Nullable String word(@Nullable Long priority) {
        return priority == null
                ? null
                : of(priority.toString()).map(LogLevel::word).orElse(null);
    }
}
