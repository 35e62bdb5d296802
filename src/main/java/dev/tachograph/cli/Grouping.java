package dev.tachograph.cli;

import java.util.Locale;

/** What stands in a row of {@code tachograph top}. */
enum Grouping {
    PROCESS,
    UNIT,
    CONTAINER,
    USER,
    NAME;

    /** How ends of processes are grouped beside it, as the recorder has it. */
    String exits() {
        return this == PROCESS ? NAME.toString() : toString();
    }

    /** The group of a process, and of none where it is in none. */
    String of(JsonValue process) {
        return switch (this) {
            case CONTAINER ->
                process.get("container_name").textOr(process.get("container").textOr(Figures.UNKNOWN));
            case USER ->
                process.get("user").textOr(Figures.fixed(process.get("user_id").number(), 0));
            case UNIT, NAME, PROCESS -> process.get(toString()).textOr(Figures.UNKNOWN);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
