package dev.tachograph.app;

import dev.tachograph.cli.Console;
import dev.tachograph.cli.ExitCode;
import dev.tachograph.linux.FileModes;
import dev.tachograph.linux.Host;
import dev.tachograph.linux.Terminal;
import dev.tachograph.settings.Settings;
import dev.tachograph.settings.SettingsException;
import dev.tachograph.settings.SettingsLoader;
import dev.tachograph.settings.Surroundings;
import dev.tachograph.store.DataDirectory;
import dev.tachograph.store.StoreException;
import dev.tachograph.web.TlsException;
import dev.tachograph.web.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** {@code tachograph up}: records and serves until it is told to end. */
final class Up {
    private final Console console;

    Up(Console console) {
        this.console = console;
    }

    int run(Settings settings) {
        if (settings.demo()) {
            console.say("--demo: there is no made-up host in this version; leave the flag away to record this one");
            return ExitCode.WRONG_USE;
        }
        FileModes.forOwnersOnly(); // the database makes files of its own
        try (var closing = new Closing()) {
            Thread hook = Thread.ofPlatform().name("shutdown").unstarted(() -> end(closing));
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                return untilEnded(settings, closing);
            } finally {
                forget(hook);
            }
        }
    }

    private int untilEnded(Settings settings, Closing closing) {
        try {
            greet(settings, Recorder.start(settings, closing, console::say));
            new CountDownLatch(1).await();
            return ExitCode.FINE;
        } catch (DataDirectory.HeldException e) {
            console.say(String.valueOf(e.getMessage()));
            return ExitCode.HELD;
        } catch (Serving.WrongSettingException | TlsException e) {
            console.say(String.valueOf(e.getMessage()));
            return ExitCode.WRONG_USE;
        } catch (DataDirectory.UnusableException e) {
            console.say(String.valueOf(e.getMessage()));
            return isDiskFull(e) ? ExitCode.FAILED : ExitCode.WRONG_USE;
        } catch (IOException e) {
            console.say(String.valueOf(e.getMessage()));
            return ExitCode.FAILED;
        } catch (StoreException e) {
            console.say("%s: the database can't be opened: %s".formatted(settings.dataDir(), e.getMessage()));
            return ExitCode.FAILED;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    /** A full disk is no wrong setting; ENOSPC reaches us as words only. */
    private static boolean isDiskFull(IOException e) {
        return String.valueOf(e.getMessage()).contains("No space left on device");
    }

    /** Being told to end is no failure, whatever the signal was: the JVM would make 130 or 143 of it. */
    private static void end(Closing closing) {
        closing.close();
        Runtime.getRuntime().halt(ExitCode.FINE);
    }

    /** A start that fails ends with its own exit code. */
    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // a signal was quicker, and the hook ends the program
        }
    }

    private void greet(Settings settings, Recorder recorder) {
        double seconds = settings.processInterval().toMillis() / 1000.0;
        console.say("Tachograph records every process of this host every %s s, and its log lines."
                .formatted(seconds == Math.rint(seconds) ? "%.0f".formatted(seconds) : Double.toString(seconds)));
        for (URI address : recorder.addresses()) {
            greetWith(address, settings, recorder.serving());
        }
        console.say("  logs  %s".formatted(recorder.logSources()));
        console.say("  data  %s".formatted(settings.dataDir()));
        recorder.notes().forEach(note -> console.say("  note  " + note));
        console.say(
                "Ctrl-C ends it; tachograph status%1$s and tachograph top%1$s look at it.".formatted(where(settings)));
    }

    /** What a command has to be told to find this recorder; nothing where it looks by itself. */
    private static String where(Settings settings) {
        try {
            boolean isUsual = SettingsLoader.loadForClient(List.of(), Surroundings.ofThisProcess())
                    .dataDirCandidates()
                    .contains(settings.dataDir());
            return isUsual ? "" : " --data-dir " + settings.dataDir();
        } catch (SettingsException | IOException _) {
            return " --data-dir " + settings.dataDir();
        }
    }

    private void greetWith(URI address, Settings settings, Serving.Prepared serving) {
        Settings.Web web = settings.web();
        boolean isOpen = !web.listen().isLoopback();
        console.say("  page  %s/"
                .formatted(shown(address, isOpen ? ServedNames.of(web).hosts() : web.allowedHosts())));
        if (serving.tls() != null) {
            console.say("        certificate %sSHA-256 %s"
                    .formatted(serving.isOwnCertificate() ? "of its own, " : "", fingerprint(serving.tls())));
        }
        if (!isOpen) {
            console.say("        from elsewhere: ssh -L %d:%s:%d %s"
                    .formatted(address.getPort(), address.getHost(), address.getPort(), Host.name()));
        } else if (serving.isOwnCertificate()) {
            console.say(
                    "        a browser warns of it: go on if it shows this fingerprint; then it asks for the token");
        }
        if (isOpen) {
            console.say(token(serving.newToken(), web.tokenFileGiven(), where(settings)));
        }
    }

    /** A log is no place for a token, and whoever writes to something else than a terminal may be writing one. */
    private static String token(Optional<String> fresh, boolean isGiven, String where) {
        if (isGiven) {
            return "  token the one of token_file";
        }
        return fresh.isPresent() && Terminal.behind(2).isPresent()
                ? "  token %s  (shown this once; 'tachograph token%s' prints it)".formatted(fresh.get(), where)
                : "  token 'tachograph token%s' prints it%s".formatted(where, fresh.isPresent() ? ", a new one" : "");
    }

    private static String fingerprint(TlsFiles tls) {
        try {
            return tls.fingerprint();
        } catch (TlsException e) {
            return "not known: " + e.getMessage();
        }
    }

    /** A wildcard is no address that a browser may ask for: one of the allowed names, if there is any. */
    static String shown(URI address, List<String> allowedHosts) {
        boolean any = address.getHost().matches("0\\.0\\.0\\.0|\\[[0:]+]");
        if (!any || allowedHosts.isEmpty()) {
            return address.toString();
        }
        String host = allowedHosts.getFirst();
        return "%s://%s:%d"
                .formatted(address.getScheme(), host.contains(":") ? "[" + host + "]" : host, address.getPort());
    }
}
