package dev.tachograph.probe;

import dev.tachograph.model.LogLine;
import org.jspecify.annotations.Nullable;

/**
 * A field of journal entries and where its values go. Source: systemd.journal-fields(7).
 *
 * @param column of a line or its origin; {@link #NONE} when it is one of the line's other fields
 * @param form of the values that have a column
 * @param text what is said to the world in it, and may hold a secret
 * @param repeats whether many entries have the same value
 */
record JournalField(String name, int column, Form form, Text text, boolean repeats) {

    /** What a column takes. Anything else stays under the field's name. */
    enum Form {
        STRING,
        /** From 0 to 127. */
        SMALL,
        INTEGER,
        /** From 0 to what 32 bits without a sign hold. */
        UNSIGNED,
        ID
    }

    /** What kind of text may hold a secret. */
    enum Text {
        PLAIN,
        MESSAGE,
        COMMAND_LINE,
        /** The name says that all of it is one. */
        SECRET
    }

    static final int NONE = -1;
    static final int MESSAGE = 0;
    static final int PRIORITY = 1;
    static final int FACILITY = 2;
    static final int ABOUT_UNIT = 3;
    static final int MESSAGE_ID = 4;
    static final int CODE_FILE = 5;
    static final int CODE_LINE = 6;
    static final int CODE_FUNCTION = 7;
    static final int ERRNO = 8;
    static final int BOOT_ID = 9;
    static final int MACHINE_ID = 10;
    static final int HOSTNAME = 11;
    static final int TRANSPORT = 12;
    static final int UNIT = 13;
    static final int USER_UNIT = 14;
    static final int SLICE = 15;
    static final int SESSION = 16;
    static final int INVOCATION_ID = 17;
    static final int IDENTIFIER = 18;
    static final int PID = 19;
    static final int UID = 20;
    static final int GID = 21;
    static final int COMM = 22;
    static final int EXE = 23;
    static final int CMDLINE = 24;
    static final int COLUMNS = 25;

    static JournalField named(String name) {
        return switch (name) {
            case LogLine.MESSAGE -> new JournalField(name, MESSAGE, Form.STRING, Text.MESSAGE, false);
            case "PRIORITY" -> column(name, PRIORITY, Form.SMALL);
            case "SYSLOG_FACILITY" -> column(name, FACILITY, Form.SMALL);
            case "UNIT" -> column(name, ABOUT_UNIT, Form.STRING);
            case "MESSAGE_ID" -> column(name, MESSAGE_ID, Form.ID);
            case "CODE_FILE" -> column(name, CODE_FILE, Form.STRING);
            case "CODE_LINE" -> column(name, CODE_LINE, Form.INTEGER);
            case "CODE_FUNC" -> column(name, CODE_FUNCTION, Form.STRING);
            case "ERRNO" -> column(name, ERRNO, Form.INTEGER);
            case "_BOOT_ID" -> column(name, BOOT_ID, Form.ID);
            case "_MACHINE_ID" -> column(name, MACHINE_ID, Form.ID);
            case "_HOSTNAME" -> column(name, HOSTNAME, Form.STRING);
            case "_TRANSPORT" -> column(name, TRANSPORT, Form.STRING);
            case "_SYSTEMD_UNIT" -> column(name, UNIT, Form.STRING);
            case "_SYSTEMD_USER_UNIT" -> column(name, USER_UNIT, Form.STRING);
            case "_SYSTEMD_SLICE" -> column(name, SLICE, Form.STRING);
            case "_SYSTEMD_SESSION" -> column(name, SESSION, Form.STRING);
            case "_SYSTEMD_INVOCATION_ID" -> column(name, INVOCATION_ID, Form.ID);
            case "SYSLOG_IDENTIFIER" -> column(name, IDENTIFIER, Form.STRING);
            case "_PID" -> column(name, PID, Form.INTEGER);
            case "_UID" -> column(name, UID, Form.UNSIGNED);
            case "_GID" -> column(name, GID, Form.UNSIGNED);
            case "_COMM" -> column(name, COMM, Form.STRING);
            case "_EXE" -> column(name, EXE, Form.STRING);
            case "_CMDLINE" -> new JournalField(name, CMDLINE, Form.STRING, Text.COMMAND_LINE, true);
            default -> other(name);
        };
    }

    private static JournalField column(String name, int column, Form form) {
        return new JournalField(name, column, form, Text.PLAIN, true);
    }

    private static JournalField other(String name) {
        return switch (name) {
            // what the sender wrote, before journald took it apart; and what a process that crashed had around it
            case "SYSLOG_RAW", "COREDUMP_ENVIRON" -> new JournalField(name, NONE, Form.STRING, Text.MESSAGE, false);
            case "SYSLOG_TIMESTAMP", "_SOURCE_REALTIME_TIMESTAMP", "_SOURCE_MONOTONIC_TIMESTAMP" ->
                new JournalField(name, NONE, Form.STRING, Text.PLAIN, false);
            default -> new JournalField(name, NONE, Form.STRING, textOf(name), true);
        };
    }

    /** Fields of journald and systemd begin with an underscore; others are whatever a program calls them. */
    private static Text textOf(String name) {
        if (name.endsWith("_CMDLINE")) {
            return Text.COMMAND_LINE;
        }
        if (name.startsWith("_")) {
            return Text.PLAIN;
        }
        return SecretNames.announces(name) ? Text.SECRET : Text.MESSAGE;
    }

    /** Whether this is an address of the entry and no field that somebody logged. */
    boolean isAddress() {
        return name.startsWith("__");
    }

    /**
     * The value as its column takes it; {@code null} when it is not what the column is for, and also when it is written in
     * another way than it would be written back.
     */
    @Nullable Object parse(byte[] bytes, int from, int to) {
        return switch (form) {
            case STRING -> null;
            case SMALL -> narrow(integer(bytes, from, to, 0, Byte.MAX_VALUE));
            case INTEGER -> narrow(integer(bytes, from, to, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case UNSIGNED -> integer(bytes, from, to, 0, 0xFFFF_FFFFL);
            case ID -> Hexadecimal.id(bytes, from, to);
        };
    }

    private static @Nullable Integer narrow(@Nullable Long number) {
        return number == null ? null : Integer.valueOf(number.intValue());
    }

    private static @Nullable Long integer(byte[] bytes, int from, int to, long least, long most) {
        boolean negative = from < to && bytes[from] == '-';
        int begin = negative ? from + 1 : from;
        if (begin == to || to - begin > 10 || (bytes[begin] == '0' && (to - begin > 1 || negative))) {
            return null;
        }
        long number = 0;
        for (int at = begin; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            number = 10 * number + digit;
        }
        number = negative ? -number : number;
        return number < least || number > most ? null : Long.valueOf(number);
    }
}
