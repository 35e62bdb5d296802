package dev.tachograph.probe;

import dev.tachograph.linux.KernelFiles;
import dev.tachograph.model.LoadSample;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads how much the host has to do. Sources: proc_loadavg(5), and proc_stat(5) for what is counted. */
final class LoadProbe {
    /**
     * What {@code loadavg} holds; negative is "not known".
     *
     * @param threads all there are
     */
    record Averages(double load1, double load5, double load15, long threads) {
        /** Nothing is known. */
        static final Averages UNKNOWN =
                new Averages(KernelLines.NONE, KernelLines.NONE, KernelLines.NONE, KernelLines.NONE);

        /** @throws IllegalArgumentException when this is no such line */
        static Averages parse(byte[] text, int length) {
            var line = new KernelLines(text, length);
            line.nextLine();
            double load1 = line.fraction();
            double load5 = line.fraction();
            double load15 = line.fraction();
            line.nextWord(); // running/all
            long threads = line.numberBehind('/');
            if (load1 < 0 || load5 < 0 || load15 < 0) {
                throw new IllegalArgumentException("/proc/loadavg has no averages");
            }
            return new Averages(load1, load5, load15, threads);
        }
    }

    private final KernelFiles proc;

    LoadProbe(KernelFiles proc) {
        this.proc = proc;
    }

    Averages averages() throws IOException {
        int length = ProbeFiles.read(proc, "loadavg");
        return Averages.parse(proc.bytes(), length);
    }

    /**
     * What is known as one.
     *
     * @param before what was counted at the look before; {@code null} where the time since has no rate
     */
    static LoadSample sample(@Nullable Averages averages, @Nullable StatFile before, @Nullable StatFile now) {
        Averages known = averages == null ? Averages.UNKNOWN : averages;
        return new LoadSample(
                known.load1 < 0 ? null : Double.valueOf(known.load1),
                known.load5 < 0 ? null : Double.valueOf(known.load5),
                known.load15 < 0 ? null : Double.valueOf(known.load15),
                now == null ? null : Growth.known(now.running()),
                now == null ? null : Growth.known(now.blocked()),
                Growth.known(known.threads),
                before == null || now == null ? null : Growth.of(before.forks(), now.forks()),
                before == null || now == null ? null : Growth.of(before.contextSwitches(), now.contextSwitches()),
                before == null || now == null ? null : Growth.of(before.interrupts(), now.interrupts()));
    }
}
