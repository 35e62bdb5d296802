package dev.tachograph.settings;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the command line's settings. */
record FlagReader(Folders folders) {
    void read(List<Flag> flags, Findings findings) {
        for (Flag flag : flags) {
            if (!flag.name().equals(Flag.CONFIG)) {
                read(flag, findings);
            }
        }
    }

    private void read(Flag flag, Findings findings) {
        Setting<?> setting = setting(flag.name());
        var source = new Source.CommandLine(flag.name());
        String value = flag.value();
        if (setting == null) {
            findings.add(new SettingProblem(source, null, null, Suggestion.noSuchSetting(flag.name(), names())));
        } else if (setting.isSwitch() && value == null) {
            String text = flag.name().startsWith("--no-") ? "off" : "on";
            findings.add(new Written(setting, source, text, text, folders));
        } else if (setting.isSwitch() && flag.name().startsWith("--no-")) {
            findings.add(problem(setting, flag, "takes no value"));
        } else if (value == null) {
            findings.add(problem(setting, flag, "needs a value: " + setting.allowed()));
        } else {
            findings.add(new Written(setting, source, value, Shown.bare(value), folders));
        }
    }

    private static SettingProblem problem(Setting<?> setting, Flag flag, String complaint) {
        String value = flag.value();
        return new SettingProblem(
                new Source.CommandLine(flag.name()),
                setting.key(),
                value == null ? null : Shown.bare(value),
                complaint);
    }

    private static @Nullable Setting<?> setting(String flag) {
        return KnownSettings.all().stream()
                .filter(setting -> setting.flags().contains(flag))
                .findFirst()
                .orElse(null);
    }

    private static List<String> names() {
        return Stream.concat(
                        KnownSettings.all().stream().flatMap(setting -> setting.flags().stream()),
                        Stream.of(Flag.CONFIG))
                .toList();
    }
}
