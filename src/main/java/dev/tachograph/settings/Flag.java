package dev.tachograph.settings;

import org.jspecify.annotations.Nullable;

/**
 * A flag as it stood on the command line.
 *
 * @param name with its dashes and as it was typed, such as {@code --interval}
 * @param value null if none was given, as with {@code --no-web}
 */
public record Flag(String name, @Nullable String value) {
    /** Names the settings file; a flag only, since it says where to read the rest. */
    public static final String CONFIG = "--config";
}
