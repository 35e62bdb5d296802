package dev.tachograph.settings;

import org.jspecify.annotations.Nullable;

/**
 * A value as one source has it, not yet read.
 *
 * @param text null if what stands there cannot be a value of this setting at all, such as a table
 * @param shown the value as it may stand in a message
 */
record Written(Setting<?> setting, Source source, @Nullable String text, String shown, Folders folders) {
    boolean isAllowed() {
        return text != null && setting.form().read(text, folders) != null;
    }

    SettingProblem problem(String complaint) {
        return new SettingProblem(source, setting.key(), shown, complaint);
    }
}
