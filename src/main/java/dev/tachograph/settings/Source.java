package dev.tachograph.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where something was set. */
public sealed interface Source {
    /**
     * On the command line.
     *
     * @param flag as it was typed
     */
    record CommandLine(String flag) implements Source {}

    /** In an environment variable. */
    record Environment(String variable) implements Source {}

    /**
     * In a settings file.
     *
     * @param line counted from 1; null if the file as a whole is meant
     * @param column counted from 1; null if the line as a whole is meant
     */
    record ConfigFile(
            Path file, @Nullable Integer line, @Nullable Integer column) implements Source {
        @Override
        public String toString() {
            return Shown.escaped(file.toString())
                    + (line == null ? "" : ":" + line)
                    + (column == null ? "" : ":" + column);
        }
    }
}
