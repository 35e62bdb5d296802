package dev.tachograph.cli;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Ends a command with one line on stderr and an exit code. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final boolean explainsItself;

    private CommandFailure(int exitCode, String message, boolean explainsItself) {
        super(message);
        this.exitCode = exitCode;
        this.explainsItself = explainsItself;
    }

    static CommandFailure failed(String message) {
        return new CommandFailure(ExitCode.FAILED, message, true);
    }

    static CommandFailure wrongUse(String message) {
        return new CommandFailure(ExitCode.WRONG_USE, message, false);
    }

    /** Wrong use of which the message says all: how the command is called was right. */
    static CommandFailure wrongInput(String message) {
        return new CommandFailure(ExitCode.WRONG_USE, message, true);
    }

    static CommandFailure held(String message) {
        return new CommandFailure(ExitCode.HELD, message, true);
    }

    /** Wrong use if two options set an end that is not after the begin. */
    static void unlessInOrder(String first, @Nullable Instant from, String second, @Nullable Instant to, ZoneId zone) {
        if (from != null && to != null && !from.isBefore(to)) {
            throw wrongUse("%s (%s) is not before %s (%s)"
                    .formatted(first, Figures.instant(from, zone), second, Figures.instant(to, zone)));
        }
    }

    /** The same with the place where it went wrong. */
    CommandFailure in(String place) {
        return new CommandFailure(exitCode, place + ": " + getMessage(), explainsItself);
    }

    /** Whether the command's usage would tell the user nothing more. */
    boolean explainsItself() {
        return explainsItself;
    }

    int exitCode() {
        return exitCode;
    }
}
