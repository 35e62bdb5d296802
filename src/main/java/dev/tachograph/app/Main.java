package dev.tachograph.app;

import dev.tachograph.cli.Commands;
import dev.tachograph.cli.Console;
import dev.tachograph.settings.SettingsLoader;
import dev.tachograph.settings.Surroundings;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where the program begins. */
public final class Main {
    /** Kept here, as the logging framework itself would let go of them. */
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    private static final Logger BAD_HOSTS = Logger.getLogger("org.eclipse.jetty.util.HostPort");

    private Main() {}

    /** Runs one command; its result is the exit code. */
    public static void main(String[] arguments) throws IOException {
        JETTY.setLevel(Level.WARNING);
        BAD_HOSTS.setLevel(Level.OFF); // what clients send must not be able to fill the log
        Console console = Console.system();
        Surroundings surroundings = Surroundings.ofThisProcess();
        var commands = new Commands(
                console,
                surroundings,
                new Up(console)::run,
                StoppedRecorder::open,
                flags -> Doctor.examine(SettingsLoader.loadForClient(flags, surroundings)),
                SimulatedHistory::write,
                new BundleViewer(console, surroundings));
        System.exit(commands.run(arguments));
    }
}
