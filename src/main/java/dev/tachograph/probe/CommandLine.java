package dev.tachograph.probe;

import java.util.ArrayList;
import java.util.List;

/** Turns {@code /proc/PID/cmdline} into a line for people: arguments joined by spaces. Source: proc_pid_cmdline(5). */
final class CommandLine {
    /** Longer command lines are cut here; the kernel would hand out megabytes. */
    static final int MAX_BYTES = 4096;

    /** Read in all: what lies beyond the cut can be the part of a secret by which the part before is known for one. */
    static final int READ_BYTES = MAX_BYTES + 1024;

    private CommandLine() {}

    /** The arguments; those that a program has overwritten with NULs are left out. */
    static List<String> arguments(byte[] bytes, int length) {
        List<String> arguments = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= length; i++) {
            if (i == length || bytes[i] == 0) {
                if (i > start) {
                    arguments.add(KernelText.decode(bytes, start, i));
                }
                start = i + 1;
            }
        }
        return arguments;
    }

    /** As much of a line as is kept. */
    static String cut(String line) {
        return KernelText.cut(line, MAX_BYTES);
    }
}
