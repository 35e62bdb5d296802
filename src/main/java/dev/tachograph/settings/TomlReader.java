package dev.tachograph.settings;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads the settings in one TOML file: keys at the top, no tables. Paths are relative to the file's folder. */
record TomlReader(Path file, Folders folders) {
    private static final Map<String, Setting<?>> KNOWN =
            KnownSettings.all().stream().collect(Collectors.toUnmodifiableMap(Setting::key, Function.identity()));

    /** A text that is not TOML gives these problems only: what stands where in it is a guess. */
    void read(String text, Findings findings) {
        TomlParseResult toml = Toml.parse(text);
        for (TomlParseError error : toml.errors()) {
            findings.add(new SettingProblem(
                    new Source.ConfigFile(
                            file, error.position().line(), error.position().column()),
                    null,
                    null,
                    complaint(error)));
        }
        if (!toml.hasErrors()) {
            toml.keySet().stream()
                    .sorted(Comparator.comparingInt(key -> line(toml, List.of(key))))
                    .forEach(key -> read(toml, key, findings));
        }
    }

    private void read(TomlTable toml, String key, Findings findings) {
        Setting<?> setting = KNOWN.get(key);
        Object value = toml.get(List.of(key));
        if (setting == null) {
            unknown(toml, List.of(key), findings);
        } else if (value != null) {
            findings.add(new Written(
                    setting,
                    at(toml, List.of(key)),
                    TomlValues.text(value, setting.form().nature()),
                    TomlValues.shown(value),
                    folders));
        }
    }

    /** Names what stands in an unknown table, so that each wrong line is found; values may be secrets and stay out. */
    private void unknown(TomlTable toml, List<String> path, Findings findings) {
        if (toml.get(path) instanceof TomlTable table && !table.isEmpty()) {
            for (String key : table.keySet()) {
                unknown(toml, Stream.concat(path.stream(), Stream.of(key)).toList(), findings);
            }
            return;
        }
        String complaint = Suggestion.noSuchSetting(String.join("_", path).replace('-', '_'), keys());
        findings.add(new SettingProblem(at(toml, path), String.join(".", path), null, complaint));
    }

    private Source at(TomlTable toml, List<String> path) {
        return new Source.ConfigFile(file, line(toml, path), null);
    }

    private static int line(TomlTable toml, List<String> path) {
        TomlPosition position = toml.inputPositionOf(path);
        return position == null ? 1 : position.line();
    }

    private static List<String> keys() {
        return KnownSettings.all().stream().map(Setting::key).toList();
    }

    private static String complaint(TomlParseError error) {
        String message = Shown.escaped(String.valueOf(error.getMessage()));
        return message.endsWith("expected a value") ? message + ": text in quotes, a number, true or false" : message;
    }
}
