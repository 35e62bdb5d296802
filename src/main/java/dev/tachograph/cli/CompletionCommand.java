package dev.tachograph.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        header = "Print the script that completes commands and options in a shell.",
        footer = {
            "",
            "Examples:",
            "  tachograph completion bash",
            "  tachograph completion zsh",
            "",
            "Into ~/.bashrc:  source <(tachograph completion bash)",
            "Into ~/.zshrc:   source <(tachograph completion zsh)"
        })
final class CompletionCommand implements Callable<Integer> {
    enum Shell {
        BASH(""),
        ZSH("#compdef tachograph\n");

        private final String head;

        Shell(String head) {
            this.head = head;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        addOptionsOfUp(root);
        console.print(shell.head + AutoComplete.bash(spec.root().name(), root));
        return ExitCode.FINE;
    }

    /** {@code tachograph} alone takes what {@code tachograph up} takes, though the parser looks it up under {@code up}. */
    private static void addOptionsOfUp(CommandLine root) {
        root.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> command.userObject() instanceof UpCommand)
                .flatMap(up -> up.options().stream())
                .filter(option -> !option.inherited())
                .forEach(option -> root.getCommandSpec()
                        .addOption(OptionSpec.builder(option).build()));
    }
}
