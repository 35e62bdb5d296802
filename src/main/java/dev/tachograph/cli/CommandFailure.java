package dev.tachograph.cli;

/** Ends a command with one line on stderr and an exit code. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static CommandFailure failed(String message) {
        return new CommandFailure(ExitCode.FAILED, message);
    }

    static CommandFailure wrongUse(String message) {
        return new CommandFailure(ExitCode.WRONG_USE, message);
    }

    static CommandFailure held(String message) {
        return new CommandFailure(ExitCode.HELD, message);
    }

    int exitCode() {
        return exitCode;
    }
}
