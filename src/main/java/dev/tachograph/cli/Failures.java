package dev.tachograph.cli;

import dev.tachograph.settings.SettingsException;
import dev.tachograph.store.FileErrors;
import dev.tachograph.text.Spelling;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says why a command didn't do what was asked. Wrong use gets what is wrong, the command's one usage line and where to read
 * on: three lines, not a page.
 *
 * @param commands the names of all of them
 */
record Failures(Console console, Set<String> commands)
        implements IParameterExceptionHandler, IExecutionExceptionHandler {

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        explain(wrong.getCommandLine(), message(wrong));
        return ExitCode.WRONG_USE;
    }

    @Override
    public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
        String name = command.getCommandSpec().qualifiedName();
        return switch (problem) {
            case CommandFailure failure
            when !failure.explainsItself() -> {
                explain(command, String.valueOf(failure.getMessage()));
                yield ExitCode.WRONG_USE;
            }
            case CommandFailure failure -> say(failure.exitCode(), name, failure.getMessage());
            case SettingsException wrong -> say(ExitCode.WRONG_USE, name, wrong.getMessage());
            case FileSystemException e -> say(ExitCode.FAILED, name, FileErrors.sentence(e));
            case IOException e -> say(ExitCode.FAILED, name, e.getMessage());
            default -> fault(problem, name);
        };
    }

    /** Each line of the message after the command's name. */
    private int say(int exitCode, String name, @Nullable String message) {
        String.valueOf(message).lines().forEach(line -> console.say(name + ": " + line));
        return exitCode;
    }

    private int fault(Exception problem, String name) {
        var trace = new StringWriter();
        problem.printStackTrace(new PrintWriter(trace));
        return say(ExitCode.FAILED, name, "this is a fault of tachograph, please report it:\n" + trace);
    }

    private void explain(CommandLine command, String message) {
        String name = command.getCommandSpec().qualifiedName();
        console.say(name + ": " + message);
        console.say("usage: " + command.getHelp().synopsis(0).strip().replaceAll("\\s+", " "));
        console.say("`" + name + " --help` explains it");
    }

    private String message(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
            return lowerFirst(String.valueOf(wrong.getMessage()));
        }
        String argument = unmatched.getUnmatched().getFirst();
        CommandSpec spec = wrong.getCommandLine().getCommandSpec();
        if (unmatched.isUnknownOption()) {
            String instead = spec.userObject() instanceof LogsCommand ? LogsCommand.insteadOf(argument) : "";
            return "unknown option '" + argument + "'"
                    + (instead.isEmpty()
                            ? Spelling.didYouMean(argument, spec.optionsMap().keySet())
                            : instead);
        }
        if (spec.parent() == null) {
            return "unknown command '" + argument + "'" + Spelling.didYouMean(argument, commands);
        }
        return "unexpected '" + argument + "'" + (commands.contains(argument) ? "; the command comes first" : "");
    }

    private static String lowerFirst(String message) {
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}
