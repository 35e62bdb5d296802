package dev.tachograph.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long a worker takes: from nothing to a first answer, and from then on; what it holds while it has nothing to do. Run by
 * hand with the folder to work in.
 */
public final class MeasureWorker {
    private static final int COLD = 7;
    private static final int WARM = 300;

    private MeasureWorker() {}

    public static void main(String[] arguments) throws IOException, SqlRefusal, InterruptedException {
        Path folder = Path.of(arguments[0]);
        double[] cold = new double[COLD];
        for (int i = 0; i < COLD; i++) {
            try (var workshop = new Workshop(folder)) {
                cold[i] = millis(workshop);
            }
        }
        print("cold", cold);
        try (var workshop = new Workshop(folder, Workshop.limits(1, 1, Duration.ofSeconds(3)))) {
            double[] warm = new double[WARM];
            for (int i = 0; i < WARM; i++) {
                warm[i] = millis(workshop);
            }
            print("warm", warm);
            String stat = workshop.ask("SELECT content FROM read_text('/proc/self/stat')");
            long pid = Long.parseLong(stat.substring(0, stat.indexOf(' ')));
            String status = Files.readString(Path.of("/proc/%d/status".formatted(pid)));
            status.lines()
                    .filter(line -> line.startsWith("Rss") || line.startsWith("VmRSS") || line.startsWith("VmData"))
                    .forEach(System.out::println);
            long began = System.nanoTime();
            ProcessHandle.of(pid).orElseThrow().onExit().join();
            System.out.printf(
                    Locale.ROOT, "gone %.2f s after its last answer (told 3 s)%n", (System.nanoTime() - began) / 1e9);
        }
    }

    private static double millis(Workshop workshop) throws IOException, SqlRefusal {
        long began = System.nanoTime();
        workshop.ask("SELECT 1");
        return (System.nanoTime() - began) / 1e6;
    }

    private static void print(String what, double[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%s: %d times, min %.1f, median %.1f, max %.1f ms%n",
                what,
                millis.length,
                millis[0],
                millis[millis.length / 2],
                millis[millis.length - 1]);
    }
}
