package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.settings.Settings;
import dev.tachograph.settings.SettingsLoader;
import dev.tachograph.settings.Surroundings;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/**
 * The command line of Tachograph, {@code docs/commands.md}.
 *
 * @param surroundings where the settings come from
 * @param up what {@code tachograph up} does
 * @param archive opens what a recorder that no longer runs has left behind
 * @param doctor looks at what this host allows
 * @param simulation what {@code tachograph simulate} does
 * @param viewer what {@code tachograph open} does
 */
public record Commands(
        Console console,
        Surroundings surroundings,
        Up up,
        Archive archive,
        Examination doctor,
        Simulation simulation,
        Viewer viewer) {
    private static final String NAME = "tachograph";
    private static final String UP = "up";
    private static final String HELP = "help";
    private static final String COMPLETION = "completion";
    private static final Set<String> OF_THE_ROOT = Set.of("-h", "--help", "--version");
    private static final int WIDEST_HELP = 110;
    private static final int NARROWEST_HELP = 60;

    /** Records and serves until it is told to end. */
    @FunctionalInterface
    public interface Up {
        /** Returns an {@link ExitCode}. */
        int run(Settings settings);
    }

    /** Runs one command and returns an {@link ExitCode}. */
    public int run(String... arguments) {
        List<String> complete = withCommand(List.of(arguments));
        String first = complete.getFirst();
        boolean one = commands().containsKey(first) && !first.equals(COMPLETION);
        CommandLine commandLine = one ? commandLine(Set.of(first)) : commandLine();
        if (complete.contains("--help") || complete.contains("-h")) {
            fitHelp(commandLine);
        }
        return commandLine.execute(complete.toArray(String[]::new));
    }

    /** {@code tachograph} without a command is {@code tachograph up}, {@code help top} is {@code top --help}. */
    List<String> withCommand(List<String> arguments) {
        String first = arguments.isEmpty() ? "-" : arguments.getFirst();
        if (first.equals(HELP)) {
            return arguments.size() == 1 ? List.of("--help") : withCommand(List.of(arguments.get(1), "--help"));
        }
        if (OF_THE_ROOT.contains(first)) {
            return List.of(first);
        }
        if (first.startsWith("-")) {
            return Stream.concat(Stream.of(UP), arguments.stream()).toList();
        }
        return commands().containsKey(first) ? arguments : List.of(first);
    }

    /** The whole command line. */
    CommandLine commandLine() {
        return commandLine(commands().keySet());
    }

    /** With these commands only: to inspect all of them takes more CPU than to ask the recorder. */
    private CommandLine commandLine(Set<String> names) {
        var root = new CommandLine(rootSpec());
        commands().forEach((name, command) -> {
            if (names.contains(name)) {
                root.addSubcommand(name, command.get());
            }
        });
        return configured(root);
    }

    private Map<String, Supplier<?>> commands() {
        var recorders = new Recorders(
                () -> SettingsLoader.loadForClient(List.of(), surroundings).dataDirCandidates(), archive);
        var commands = new LinkedHashMap<String, Supplier<?>>();
        commands.put(UP, () -> UpCommand.spec(surroundings, up));
        commands.put("status", () -> new StatusCommand(console, recorders));
        commands.put("top", () -> new TopCommand(console, recorders, Thread::sleep));
        commands.put("logs", () -> new LogsCommand(console, recorders, Thread::sleep));
        commands.put("events", () -> new EventsCommand(console, recorders));
        commands.put("exits", () -> new ExitsCommand(console, recorders));
        commands.put(
                "token", () -> new TokenCommand(console, flags -> SettingsLoader.loadForClient(flags, surroundings)));
        commands.put("diff", () -> new DiffCommand(console, recorders));
        commands.put("doctor", () -> new DoctorCommand(console, doctor));
        var safekeeping = new Recorders(recorders.usual(), directory -> StoppedSafekeepingApi.of(directory, console));
        commands.put("backup", () -> new BackupCommand(console, safekeeping.to("back up")));
        commands.put(
                "restore",
                () -> new RestoreCommand(
                        console,
                        () -> SettingsLoader.loadForClient(List.of(), surroundings)
                                .dataDir()));
        commands.put("verify", () -> new VerifyCommand(console, safekeeping.to("check")));
        commands.put(
                "sql", () -> new SqlCommand(console, recorders, System.in, SystemPrompt.of(console, surroundings)));
        commands.put("questions", () -> new QuestionsCommand(console, recorders));
        commands.put("export", () -> new ExportCommand(console, recorders.to("export")));
        commands.put("open", () -> new OpenCommand(viewer));
        commands.put("simulate", () -> new SimulateCommand(console, simulation));
        LaterCommands.NAMES.forEach(name -> commands.put(name, () -> later(name)));
        commands.put(COMPLETION, () -> new CompletionCommand(console));
        commands.put(HELP, Commands::helpSpec);
        return commands;
    }

    private CommandLine configured(CommandLine root) {
        Converters.register(root, console);
        var failures = new Failures(console, commands().keySet());
        return root.setExpandAtFiles(false)
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setOut(new PrintWriter(console.out(), true, UTF_8))
                .setErr(new PrintWriter(console.err(), true, UTF_8))
                .setExecutionStrategy(this::execute)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    private static CommandSpec rootSpec() {
        var spec = CommandSpec.create().name(NAME).versionProvider(new Version());
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("Explain the command.")
                .build());
        spec.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Print the versions.")
                .build());
        spec.usageMessage(new UsageMessageSpec()
                .header("The flight recorder for a Linux host. Without a command: tachograph up.")
                .synopsisSubcommandLabel("[COMMAND]")
                .footer(
                        "",
                        "TIME is now, -15m (s, m, h, d, w), 03:12, 'yesterday 03:12', 2026-11-23T03:12:05Z or epoch seconds.",
                        "Exit codes: 0 fine, 1 failed, 2 wrong use or setting, 3 another recorder holds the directory.",
                        "",
                        "Examples:",
                        "  tachograph",
                        "  tachograph status",
                        "  tachograph top --at 03:12 --sort memory"));
        return spec;
    }

    /** Stands in the list of commands; {@link #withCommand} makes it an option of the command it explains. */
    private static CommandSpec helpSpec() {
        var spec = CommandSpec.create().name("help");
        spec.usageMessage().header("Explain a command: tachograph help top.");
        return spec;
    }

    /** Marks what the help says of a command whose function is not in this version. */
    private static CommandLine later(String name) {
        var line = new CommandLine(
                CommandLine.getCommandMethods(LaterCommands.class, name).getFirst());
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.header(usage.header()[0] + " (Not in this version yet.)");
        return line;
    }

    private int execute(ParseResult parsed) {
        int code = new RunLast().execute(parsed);
        CommandSpec last = parsed.asCommandLineList().getLast().getCommandSpec();
        if (code == ExitCode.FINE
                && last.userObject() instanceof Method
                && !last.commandLine().isUsageHelpRequested()) {
            console.say(last.qualifiedName() + ": not in this version yet");
            return ExitCode.FAILED;
        }
        return code;
    }

    private void fitHelp(CommandLine root) {
        Paper paper = console.paper().get();
        root.setUsageHelpWidth(Math.clamp(paper.columns(), NARROWEST_HELP, WIDEST_HELP))
                .setColorScheme(Help.defaultColorScheme(paper.colour() ? Help.Ansi.ON : Help.Ansi.OFF));
    }
}
