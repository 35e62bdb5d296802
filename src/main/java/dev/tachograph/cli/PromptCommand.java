package dev.tachograph.cli;

import java.util.Arrays;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jspecify.annotations.Nullable;

/** A command of the prompt. */
enum PromptCommand {
    TABLES("\\d", "[TABLE]", "the tables, or the columns of one"),
    TIMING("\\timing", "", "whether each answer says how long it took"),
    FORMAT("\\format", "FORMAT", "what answers are written as: table, markdown, csv, json, ndjson"),
    LIMIT("\\limit", "ROWS", "how many rows are shown, 1 to 1000000"),
    SAVED("\\saved", "", "the saved questions"),
    RUN("\\run", "NAME", "ask a saved question"),
    SAVE("\\save", "NAME", "save the last statement under a name"),
    EDIT("\\e", "", "edit the last statement in $VISUAL or $EDITOR, and ask it"),
    HELP("\\?", "", "this list"),
    QUIT("\\q", "", "end; Ctrl-D does too");

    private final String command;
    private final String argument;
    private final String description;

    PromptCommand(String command, String argument, String description) {
        this.command = command;
        this.argument = argument;
        this.description = description;
    }

    /** The one of that name; null if there is none. */
    static @Nullable PromptCommand of(String name) {
        return Arrays.stream(values())
                .filter(command -> command.command.equals(name))
                .findFirst()
                .orElse(null);
    }

    static Stream<Candidate> names() {
        return Arrays.stream(values())
                .map(command ->
                        new Candidate(command.command, command.command, null, command.description, null, null, true));
    }

    /** What {@code \?} prints. */
    static String help() {
        var help = new StringBuilder();
        for (PromptCommand command : values()) {
            help.append("  %-18s %s%n".formatted(command.command + " " + command.argument, command.description));
        }
        return help
                + "A statement ends with a semicolon. Ctrl-C gives up what is typed or asked; a line that begins with\n"
                + "a space stays out of the history.\n";
    }
}
