package dev.tachograph.settings;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thing the user can set: how it is called in each source, what is allowed, and what it does.
 *
 * @param key the name in the file, such as {@code process_interval}
 * @param flags the names on the command line, the usual one first; a switch has {@code --redact}, with or without a
 *     value, and {@code --no-redact} without one
 * @param preset the default as a user would write it; null if it depends on others or on the host
 * @param defaultText the default in words
 * @param description what the setting does, in one line
 * @param takesEffect false for a setting that is read and checked in this version, but whose function comes later
 */
public record Setting<T>(
        String key,
        List<String> flags,
        Form<T> form,
        @Nullable String preset,
        String defaultText,
        String description,
        boolean takesEffect) {
    static final String VARIABLE_PREFIX = "TACHOGRAPH_";

    public Setting {
        flags = List.copyOf(flags);
    }

    /** A setting with a fixed default. */
    static <T> Setting<T> preset(String key, Form<T> form, String preset, String description) {
        return new Setting<>(
                key, flags(key, form), form, preset, preset.isEmpty() ? "none" : preset, description, true);
    }

    /** A setting whose default depends on others or on the host; {@code defaultText} explains it. */
    static <T> Setting<T> derived(String key, Form<T> form, String defaultText, String description) {
        return new Setting<>(key, flags(key, form), form, null, defaultText, description, true);
    }

    /** The same setting with one more flag. */
    Setting<T> alias(String flag) {
        var more = Stream.concat(flags.stream(), Stream.of(flag)).toList();
        return new Setting<>(key, more, form, preset, defaultText, description, takesEffect);
    }

    /** The same setting, marked as one that does nothing yet. */
    Setting<T> later() {
        return new Setting<>(key, flags, form, preset, defaultText, description, false);
    }

    /** The name in the environment, such as {@code TACHOGRAPH_PROCESS_INTERVAL}. */
    public String variable() {
        return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT);
    }

    /** Whether the setting is on or off, so that its flag needs no value. */
    public boolean isSwitch() {
        return form.nature() == Form.Nature.SWITCH;
    }

    /** What stands for the value in a usage line, such as {@code DURATION}. */
    public String label() {
        return form.label();
    }

    /** What is allowed, such as {@code a duration from 250ms to 5m, such as 5s}. */
    public String allowed() {
        return form.allowed();
    }

    @Override
    public String toString() {
        return key;
    }

    private static List<String> flags(String key, Form<?> form) {
        String name = key.replace('_', '-');
        return form.nature() == Form.Nature.SWITCH ? List.of("--" + name, "--no-" + name) : List.of("--" + name);
    }
}
