package dev.tachograph.probe;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signals that end a process because of a mistake. Numbers are those of x86 and ARM. Source: signal(7). */
final class Signals {
    static final int BUS = 7;
    static final int ILLEGAL = 4;
    static final int TRAP = 5;
    static final int ARITHMETIC = 8;
    static final int SEGMENT = 11;

    private static final Map<Integer, String> OF_CRASHES = Map.of(
            ILLEGAL,
            "SIGILL",
            TRAP,
            "SIGTRAP",
            6,
            "SIGABRT",
            BUS,
            "SIGBUS",
            ARITHMETIC,
            "SIGFPE",
            SEGMENT,
            "SIGSEGV",
            24,
            "SIGXCPU",
            25,
            "SIGXFSZ",
            31,
            "SIGSYS");

    private Signals() {}

    /** Whether whoever is ended by it has crashed, rather than been told to go. */
    static boolean isCrash(@Nullable Integer signal) {
        return signal != null && OF_CRASHES.containsKey(signal);
    }

    static String word(int signal) {
        return OF_CRASHES.getOrDefault(signal, "signal " + signal);
    }
}
