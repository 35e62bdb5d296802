package dev.tachograph.cli;

import dev.tachograph.settings.Flag;
import dev.tachograph.settings.KnownSettings;
import dev.tachograph.settings.Setting;
import dev.tachograph.settings.SettingsException;
import dev.tachograph.settings.SettingsLoader;
import dev.tachograph.settings.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** {@code tachograph up}: every setting is one of its flags, so its options are the list of settings. */
final class UpCommand implements Callable<Integer> {
    /** Stands for the value that was left out; no argument can hold it. */
    private static final String NO_VALUE = "\0";

    private final Surroundings surroundings;
    private final Commands.Up up;
    private final List<Flag> flags = new ArrayList<>();

    private UpCommand(Surroundings surroundings, Commands.Up up) {
        this.surroundings = surroundings;
        this.up = up;
    }

    static CommandSpec spec(Surroundings surroundings, Commands.Up up) {
        var command = new UpCommand(surroundings, up);
        var spec = CommandSpec.wrapWithoutInspection(command).name("up");
        spec.usageMessage()
                .header("Record and serve until SIGINT or SIGTERM.")
                .abbreviateSynopsis(true)
                .footer(
                        "",
                        "A flag wins over the environment (TACHOGRAPH_LISTEN), it over the file, and it over the default.",
                        "",
                        "Examples:",
                        "  tachograph",
                        "  tachograph up --data-dir /srv/tachograph --interval 1s",
                        "  tachograph up --listen 127.0.0.1:0 --process-retention-days 7",
                        "  tachograph --no-web");
        spec.addOption(command.flag(Flag.CONFIG)
                .paramLabel("FILE")
                .description("The file of settings; otherwise the user's own, then /etc/tachograph/config.toml.")
                .build());
        KnownSettings.all().forEach(setting -> command.addFlags(setting, spec));
        spec.parser().unmatchedOptionsAllowedAsOptionParameters(false);
        return spec;
    }

    @Override
    public Integer call() throws SettingsException {
        return up.run(SettingsLoader.load(flags, surroundings));
    }

    /** One option per name, so that a message can repeat the name as it was typed; the help shows the first. */
    private void addFlags(Setting<?> setting, CommandSpec spec) {
        for (String name : setting.flags()) {
            OptionSpec.Builder option = setting.isSwitch() && name.startsWith("--no-") ? off(name) : flag(name);
            if (setting.isSwitch() && !name.startsWith("--no-")) {
                option.arity("0..1").fallbackValue(NO_VALUE);
            }
            spec.addOption(option.paramLabel(setting.label())
                    .description(description(setting))
                    .hidden(!name.equals(setting.flags().getFirst()))
                    .build());
        }
    }

    private OptionSpec.Builder flag(String name) {
        return OptionSpec.builder(name).type(String.class).arity("1").setter(new Collector(name));
    }

    private OptionSpec.Builder off(String name) {
        return OptionSpec.builder(name).type(Boolean.class).arity("0").setter(new Collector(name));
    }

    /** Keeps the flags in the order in which they are typed. The parser also sets a null before it begins. */
    private final class Collector implements ISetter {
        private final String name;

        Collector(String name) {
            this.name = name;
        }

        @Override
        public <T> T set(T value) {
            if (Boolean.TRUE.equals(value) || NO_VALUE.equals(value)) {
                flags.add(new Flag(name, null));
            } else if (value instanceof String text) {
                flags.add(new Flag(name, text));
            }
            return value;
        }
    }

    /** Percent signs are doubled, since the help is a format. */
    private static String description(Setting<?> setting) {
        List<String> others = setting.flags().subList(1, setting.flags().size());
        String text = setting.description() + "; default " + setting.defaultText()
                + (others.isEmpty() ? "" : "; also " + String.join(", ", others))
                + (setting.takesEffect() ? "" : " (without effect in this version)");
        return text.replace("%", "%%");
    }
}
