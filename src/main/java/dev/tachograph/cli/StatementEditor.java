package dev.tachograph.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** The editor that a person likes: {@code $VISUAL}, {@code $EDITOR}, or else vi(1), as the shell understands it. */
record StatementEditor(Map<String, String> environment) {

    StatementEditor {
        environment = Map.copyOf(environment);
    }

    /** What became of a statement; null where the editor ended in failure. */
    @Nullable String edit(String statement, Terminal terminal) throws IOException {
        Path file = Files.createTempFile("tachograph-", ".sql");
        try {
            Files.writeString(file, statement + "\n");
            terminal.pause();
            try {
                return succeeds(file) ? Files.readString(file) : null;
            } finally {
                terminal.resume();
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private boolean succeeds(Path file) throws IOException {
        String editor = Stream.of("VISUAL", "EDITOR")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(name -> !name.isBlank())
                .findFirst()
                .orElse("vi");
        Process process = new ProcessBuilder(List.of("/bin/sh", "-c", editor + " \"$1\"", "sh", file.toString()))
                .inheritIO()
                .start();
        try {
            return process.waitFor() == 0;
        } catch (InterruptedException _) {
            process.destroy();
            throw new InterruptedIOException("interrupted");
        }
    }
}
