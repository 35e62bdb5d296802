package dev.tachograph.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A column of the view journal_logs, and what is told of it over HTTP. */
public enum LogColumn {
    LINE(Type.NUMBER, null, "number of the line, in the order in which lines were stored"),
    TIMESTAMP(Type.TIME, null, "when it was logged, by the wall clock"),
    MONOTONIC_US(Type.NUMBER, null, "microseconds on CLOCK_MONOTONIC of its boot"),
    SOURCE(Type.TEXT, null, "where it was read: journal, syslog or kernel"),
    SEQUENCE_ID(Type.UUID, null, "what its sequence counts in"),
    SEQUENCE(Type.NUMBER, null, "its number within its source"),
    BOOT_ID(Type.UUID, "_BOOT_ID", "the boot that it is of", "boot"),
    MACHINE_ID(Type.UUID, "_MACHINE_ID", "the machine that it is of", "machine"),
    HOSTNAME(Type.TEXT, "_HOSTNAME", "the host that it is of", "host"),
    TRANSPORT(Type.TEXT, "_TRANSPORT", "how it reached the journal: stdout, syslog, journal, kernel, audit, driver"),
    PRIORITY(Type.LEVEL, "PRIORITY", "0 emergency to 7 debug", "level", "severity", "prio"),
    /** The name of the priority; in the store there is only the number. */
    LEVEL(Type.LEVEL, null, "name of the priority: emerg alert crit err warning notice info debug"),
    FACILITY(Type.FACILITY, "SYSLOG_FACILITY", "facility of syslog: 0 kern, 3 daemon, 4 auth, 10 authpriv, …"),
    UNIT(Type.TEXT, "_SYSTEMD_UNIT", "systemd unit of the process that logged it"),
    USER_UNIT(Type.TEXT, "_SYSTEMD_USER_UNIT", "unit of a user's own service manager"),
    ABOUT_UNIT(Type.TEXT, "UNIT", "unit that the service manager tells something of"),
    SLICE(Type.TEXT, "_SYSTEMD_SLICE", "systemd slice"),
    SESSION(Type.TEXT, "_SYSTEMD_SESSION", "login session"),
    INVOCATION_ID(Type.UUID, "_SYSTEMD_INVOCATION_ID", "the run of the unit", "invocation"),
    IDENTIFIER(Type.TEXT, "SYSLOG_IDENTIFIER", "what the program calls itself: the tag of syslog", "tag", "ident"),
    PID(Type.NUMBER, "_PID", "process that logged it"),
    UID(Type.NUMBER, "_UID", "user of the process"),
    GID(Type.NUMBER, "_GID", "group of the process"),
    COMM(Type.TEXT, "_COMM", "the kernel's name of the program", "command"),
    EXE(Type.TEXT, "_EXE", "path of the program"),
    CMDLINE(Type.TEXT, "_CMDLINE", "command line", "cmd"),
    MESSAGE(Type.MESSAGE, "MESSAGE", "the text; of a large or binary one, its begin", "msg"),
    MESSAGE_BYTES(Type.NUMBER, null, "size of a message that is kept apart, since it is large or binary"),
    MESSAGE_ID(Type.UUID, "MESSAGE_ID", "which kind of message this is"),
    CODE_FILE(Type.TEXT, "CODE_FILE", "source file that logged it", "file"),
    CODE_LINE(Type.NUMBER, "CODE_LINE", "line in that file"),
    CODE_FUNCTION(Type.TEXT, "CODE_FUNC", "function in that file", "function", "func"),
    ERRNO(Type.NUMBER, "ERRNO", "number of the error"),
    FIELDS(Type.FIELDS, null, "all other fields by name, each with its values"),
    PATTERN(Type.NUMBER, null, "number of the pattern that the message has; as a text, since it has 64 bits"),
    /** Made from the message; in the store there is only the number. */
    PATTERN_TEXT(Type.TEXT, null, "the message with a star for what varies from line to line");

    /** What a column holds, which decides how it is searched. */
    public enum Type {
        TEXT,
        NUMBER,
        UUID,
        TIME,
        LEVEL,
        FACILITY,
        MESSAGE,
        FIELDS;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isNumber() {
            return this == NUMBER || this == LEVEL || this == FACILITY;
        }
    }

    /** What an answer has of a line when nobody asks for more. */
    public static final List<LogColumn> USUAL =
            List.of(LINE, TIMESTAMP, PRIORITY, LEVEL, HOSTNAME, UNIT, IDENTIFIER, PID, MESSAGE, MESSAGE_BYTES, SOURCE);

    private final Type type;
    private final @Nullable String journalField;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> aliases;

    LogColumn(Type type, @Nullable String journalField, String description, String... aliases) {
        this.type = type;
        this.journalField = journalField;
        this.description = description;
        this.aliases = List.of(aliases);
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Type type() {
        return type;
    }

    /** The journal's own name of it; {@code null} where it has none. */
    public @Nullable String journalField() {
        return journalField;
    }

    public String description() {
        return description;
    }

    /** Shorter names that a search may use. */
    public List<String> aliases() {
        return aliases;
    }

    /** Whether it is made here from another column of the view, which is then the one to search. */
    boolean isMade() {
        return this == LEVEL || this == PATTERN_TEXT;
    }

    /** The column of the view. */
    String sql() {
        return switch (this) {
            case LEVEL -> PRIORITY.key();
            case PATTERN_TEXT -> MESSAGE.key();
            default -> key();
        };
    }

    /** It as text in SQL. */
    String sqlText() {
        return switch (type) {
            case TEXT, MESSAGE -> sql();
            case UUID -> "replace(%s::VARCHAR, '-', '')".formatted(sql());
            case NUMBER, LEVEL, FACILITY, TIME, FIELDS -> sql() + "::VARCHAR";
        };
    }

    /** It as something that a row is read by. */
    String sqlValue() {
        return switch (type) {
            case TEXT, MESSAGE, NUMBER, LEVEL, FACILITY -> sql();
            case UUID -> sql() + "::VARCHAR";
            case TIME -> "epoch_us(%s)".formatted(sql());
            case FIELDS -> "to_json(%s)::VARCHAR".formatted(sql());
        };
    }

    /** The column of a key. */
    public static Optional<LogColumn> ofKey(String key) {
        return Arrays.stream(values())
                .filter(column -> column.key().equals(key))
                .findFirst();
    }

    /** The column that a name of the journal means. */
    static Optional<LogColumn> ofJournalField(String name) {
        return Arrays.stream(values())
                .filter(column -> name.equals(column.journalField))
                .findFirst();
    }

    /** The column that a search means by a name in small letters. */
    static Optional<LogColumn> searched(String name) {
        return Arrays.stream(values())
                .filter(column -> column.aliases.contains(name)
                        || (!column.isMade() && column.key().equals(name)))
                .findFirst();
    }

    /** All names in small letters that a search may use. */
    static List<String> searchedNames() {
        return Arrays.stream(values())
                .filter(column -> column.type != Type.TIME && column.type != Type.FIELDS && column != PATTERN_TEXT)
                .<String>mapMulti((column, names) -> {
                    names.accept(column.key());
                    column.aliases.forEach(names);
                })
                .distinct()
                .toList();
    }

    /** All keys, in the order of the view. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(LogColumn::key).collect(Collectors.toList());
    }
}
