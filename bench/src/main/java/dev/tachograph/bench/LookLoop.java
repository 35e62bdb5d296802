package dev.tachograph.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;

/**
 * Looks at every process once for each line of the standard input, or as often as the line says, and answers with the number
 * of processes and the CPU time of this thread per look in nanoseconds. The C program of the benchmark speaks the same way.
 */
final class LookLoop {
    /** Looks at every process of the host and returns how many there are. */
    interface Look {
        int look() throws IOException;
    }

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private LookLoop() {}

    static void serve(Look look, PrintStream answers) throws IOException {
        var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            int looks = Integer.parseInt(line);
            int processes = 0;
            long began = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < looks; i++) {
                processes = look.look();
            }
            answers.println(processes + " " + (THREADS.getCurrentThreadCpuTime() - began) / looks);
            answers.flush();
        }
    }
}
