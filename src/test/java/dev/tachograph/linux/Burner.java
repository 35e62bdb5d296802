package dev.tachograph.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A child that uses as much CPU time as it is told, on a number of threads, and says by its own clock how much it has used
 * so far: what it says does not depend on how busy the host is.
 */
public final class Burner {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Burner() {}

    /** Starts it as a child; each line of milliseconds that it is told is answered by a line of nanoseconds. */
    public static Children.Child start(Children children, int threads) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path classes = Path.of(
                Burner.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Children.Child burner = children.start(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes.toString(),
                Burner.class.getName(),
                Integer.toString(threads));
        burner.hear();
        return burner;
    }

    /** Runs until its input ends. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int threads = Integer.parseInt(arguments[0]);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("ready");
        String line;
        while ((line = in.readLine()) != null) {
            burn(threads, Long.parseLong(line) * 1_000_000);
            out.println(usedNanos());
        }
    }

    private static void burn(int threads, long nanos) throws InterruptedException {
        List<Thread> burning = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            burning.add(Thread.ofPlatform().start(() -> {
                while (THREADS.getCurrentThreadCpuTime() < nanos) {
                    Thread.onSpinWait();
                }
            }));
        }
        for (Thread thread : burning) {
            thread.join();
        }
    }

    private static long usedNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
