package dev.tachograph.settings;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A home, a working directory and an {@code /etc} in a temporary folder, an environment and a command line. */
final class Sandbox {
    final Path home;
    final Path work;
    final Path systemFile;
    final Map<String, String> environment = new TreeMap<>();
    final List<Flag> flags = new ArrayList<>();
    boolean root;

    Sandbox(Path folder) {
        home = folder.resolve("home");
        work = folder.resolve("work");
        systemFile = folder.resolve("etc/tachograph/config.toml");
    }

    Sandbox flag(String name, @Nullable String value) {
        flags.add(new Flag(name, value));
        return this;
    }

    Sandbox variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Writes the user's settings file. */
    Path userFile(String... lines) throws IOException {
        return write(home.resolve(".config/tachograph/config.toml"), lines);
    }

    Path write(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, List.of(lines));
    }

    Surroundings surroundings() {
        return new Surroundings(environment, root, home, work, systemFile, Path.of("/var/lib/tachograph"));
    }

    Settings load() throws SettingsException {
        return SettingsLoader.load(flags, surroundings());
    }

    /** What {@link #load} complains about, a line each; empty if it does not. */
    List<String> problems() {
        var refusal = catchThrowableOfType(SettingsException.class, this::load);
        return refusal == null
                ? List.of()
                : refusal.problems().stream().map(SettingProblem::message).toList();
    }
}
