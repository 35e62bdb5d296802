package dev.tachograph.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The commands whose function is not in this version yet. What they are told is checked in full, so that a script written
 * today is right tomorrow: each method does the checks that no single option can, and whoever runs it says the rest.
 */
final class LaterCommands {
    static final List<String> NAMES = List.of("ask");

    private LaterCommands() {}

    @Command(
            name = "ask",
            header = "Ask in the search language with pipes.",
            footer = {
                "",
                "Examples:",
                "  tachograph ask 'error | stats count by unit'",
                "  tachograph ask 'error | top 5 unit' --show-sql"
            })
    static void ask(
            @Mixin DataDirectoryOption dataDirectory,
            @Parameters(paramLabel = "QUESTION", description = "A search, then pipes.") String question,
            @Option(names = "--show-sql", description = "Print the SQL it becomes as well.") boolean showSql) {
        if (question.isBlank()) {
            throw CommandFailure.wrongUse("QUESTION is empty; write a search such as 'error | stats count by unit'");
        }
    }

    static boolean isNewOrEmpty(Path directory) {
        if (!Files.exists(directory)) {
            return true;
        }
        try (var files = Files.newDirectoryStream(directory)) {
            return !files.iterator().hasNext();
        } catch (IOException _) {
            return false;
        }
    }
}
