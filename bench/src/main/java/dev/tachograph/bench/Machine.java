package dev.tachograph.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine that is measured on, and how busy others keep it. */
final class Machine {
    private static final Pattern STALLED = Pattern.compile("some .*total=(\\d+)");
    private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*: (.*)$");

    private Machine() {}

    static void describe(Report report) throws IOException {
        Matcher model = MODEL.matcher(Files.readString(Path.of("/proc/cpuinfo")));
        report.say("# Tachograph, measured\n");
        report.say(
                "%d CPUs (%s), Linux %s, %s %s.",
                Runtime.getRuntime().availableProcessors(),
                model.find() ? model.group(1) : System.getProperty("os.arch"),
                System.getProperty("os.version"),
                System.getProperty("java.vm.name"),
                Runtime.version());
    }

    /** Microseconds since boot in which some task waited for a CPU; -1 where the kernel does not tell. */
    static long stalledMicros() {
        try {
            Matcher some = STALLED.matcher(Files.readString(Path.of("/proc/pressure/cpu")));
            return some.find() ? Long.parseLong(some.group(1)) : -1;
        } catch (IOException _) {
            return -1; // a kernel without PSI
        }
    }

    /** How much of a stretch of time some task had to wait for a CPU, in words. */
    static String pressure(long stalledBefore, long nanos) {
        return stalledBefore < 0
                ? "how busy the machine was is not known (no PSI)"
                : "some task waited for a CPU %.0f %% of the time"
                        .formatted((stalledMicros() - stalledBefore) * 100_000.0 / nanos);
    }
}
