package dev.tachograph.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The strongest source's value of each setting, and the defaults of the rest. */
final class Values {
    private final Map<Setting<?>, Written> written = new HashMap<>();
    private final Folders folders;

    /** @param values allowed ones, the weakest source's first */
    Values(List<Written> values, Folders folders) {
        values.forEach(value -> written.put(value.setting(), value));
        this.folders = folders;
    }

    /** Null if no source has the setting and it has no preset. */
    <T> @Nullable T find(Setting<T> setting) {
        Written value = written.get(setting);
        String text = value == null ? setting.preset() : value.text();
        return text == null ? null : setting.form().read(text, value == null ? folders : value.folders());
    }

    /** The value of a setting that has a preset. */
    <T> T get(Setting<T> setting) {
        return Objects.requireNonNull(find(setting), setting::key);
    }

    /** What was written for the setting; null if it is at its default. */
    @Nullable Written written(Setting<?> setting) {
        return written.get(setting);
    }
}
