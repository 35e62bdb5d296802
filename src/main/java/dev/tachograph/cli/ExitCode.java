package dev.tachograph.cli;

/** What a command says to the shell. */
public final class ExitCode {
    public static final int FINE = 0;
    public static final int FAILED = 1;

    /** Wrong use, or a wrong setting. */
    public static final int WRONG_USE = 2;

    /** Another recorder holds the data directory. */
    public static final int HELD = 3;

    private ExitCode() {}
}
