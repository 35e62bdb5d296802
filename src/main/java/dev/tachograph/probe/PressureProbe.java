package dev.tachograph.probe;

import dev.tachograph.linux.KernelFiles;
import dev.tachograph.model.PressureSample;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads for how long threads waited for resources. Source: Documentation/accounting/psi.rst. Kernels without it, or that were
 * started without it, have no such files; {@code irq} is there since Linux 6.1 and only with some ways of counting CPU time.
 */
final class PressureProbe {
    private static final List<String> FILES = List.of("pressure/cpu", "pressure/memory", "pressure/io", "pressure/irq");

    /** What some, and what all threads waited, in microseconds since boot. */
    record Totals(long some, long full) {
        static final Totals UNKNOWN = new Totals(KernelLines.NONE, KernelLines.NONE);

        static Totals parse(byte[] text, int length) {
            var lines = new KernelLines(text, length);
            long some = KernelLines.NONE;
            long full = KernelLines.NONE;
            while (lines.nextLine()) {
                lines.nextWord();
                if (lines.wordIs("some")) {
                    some = total(lines);
                } else if (lines.wordIs("full")) {
                    full = total(lines);
                }
            }
            return new Totals(some, full);
        }

        private static long total(KernelLines line) {
            while (line.nextWord()) {
                if (line.wordBegins("total=")) {
                    return line.numberBehind('=');
                }
            }
            return KernelLines.NONE;
        }

        private @Nullable Long someSince(Totals before) {
            return Growth.of(before.some, some);
        }

        private @Nullable Long fullSince(Totals before) {
            return Growth.of(before.full, full);
        }
    }

    private final KernelFiles proc;
    private final boolean[] absent = new boolean[FILES.size()];
    private final Totals[] before = new Totals[FILES.size()];
    private final Totals[] now = new Totals[FILES.size()];

    PressureProbe(KernelFiles proc) {
        this.proc = proc;
        Arrays.fill(now, Totals.UNKNOWN);
    }

    PressureSample look(boolean hasInterval) throws IOException {
        System.arraycopy(now, 0, before, 0, now.length);
        Arrays.fill(now, Totals.UNKNOWN); // and stay so when reading fails
        for (int i = 0; i < now.length; i++) {
            now[i] = absent[i] ? Totals.UNKNOWN : read(i);
        }
        if (!hasInterval) {
            return PressureSample.UNKNOWN;
        }
        return new PressureSample(
                now[0].someSince(before[0]),
                now[0].fullSince(before[0]),
                now[1].someSince(before[1]),
                now[1].fullSince(before[1]),
                now[2].someSince(before[2]),
                now[2].fullSince(before[2]),
                now[3].fullSince(before[3]));
    }

    /** What a kernel does not have at one look it does not have at the next one. */
    private Totals read(int file) throws IOException {
        int length = ProbeFiles.readIfThere(proc, FILES.get(file));
        absent[file] = length == 0;
        return Totals.parse(proc.bytes(), length);
    }
}
