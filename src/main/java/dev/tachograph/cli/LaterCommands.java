package dev.tachograph.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
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
    static final List<String> NAMES = List.of("ask", "export", "open");

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

    @Command(
            name = "export",
            header = "Write a stretch of time to an incident bundle.",
            footer = {"", "Examples:", "  tachograph export --from 03:00 --to 03:30 incident.tacho"})
    static void export(
            @Mixin DataDirectoryOption dataDirectory,
            @Option(names = "--from", paramLabel = "TIME", required = true, description = "The begin.") Instant from,
            @Option(names = "--to", paramLabel = "TIME", required = true, description = "The end.") Instant to,
            @Parameters(paramLabel = "FILE", description = "The bundle; it must not exist yet.") Path file) {
        CommandFailure.unlessInOrder("--from", from, "--to", to, ZoneId.systemDefault());
        Path folder = file.toAbsolutePath().getParent();
        require(!Files.exists(file), file, "already exists; name a new file");
        require(folder != null && Files.isDirectory(folder), file, "there is no such folder to write it to");
    }

    @Command(
            name = "open",
            header = "Look at an incident bundle, read-only.",
            footer = {"", "Examples:", "  tachograph open incident.tacho"})
    static void open(@Parameters(paramLabel = "FILE", description = "The bundle.") Path file) {
        require(Files.isRegularFile(file), file, "no such file");
    }

    private static void require(boolean holds, Path path, String complaint) {
        if (!holds) {
            throw CommandFailure.wrongUse(path + ": " + complaint);
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
