package dev.tachograph.settings;

import org.jspecify.annotations.Nullable;

/**
 * Something wrong with what the user set.
 *
 * @param key the name as it stands in a file, with the tables around it; null if the file as a whole is wrong
 * @param value as it was written, fit to be shown; null where it says nothing or nobody knows whether it is a secret
 * @param complaint what is wrong and what is allowed instead
 */
public record SettingProblem(
        Source source, @Nullable String key, @Nullable String value, String complaint) {
    /** One line: where, what, and what is allowed. */
    public String message() {
        String where = switch (source) {
            case Source.ConfigFile file when key == null -> file.toString();
            case Source.ConfigFile file -> file + ": " + Shown.escaped(key) + (value == null ? "" : " = " + value);
            case Source.Environment(String variable) -> Shown.escaped(variable) + (value == null ? "" : " = " + value);
            case Source.CommandLine(String flag) -> Shown.escaped(flag) + (value == null ? "" : " " + value);
        };
        return where + ": " + complaint;
    }
}
