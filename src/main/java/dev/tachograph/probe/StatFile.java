package dev.tachograph.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code /proc/stat} holds at one moment. Source: proc_stat(5), fs/proc/stat.c. Amounts that it does not tell are
 * {@link KernelLines#NONE}.
 */
final class StatFile {
    /** Places of the times of a CPU, in order of the file. */
    static final int USER = 0;

    static final int NICE = 1;
    static final int SYSTEM = 2;
    static final int IDLE = 3;
    static final int IOWAIT = 4;
    static final int IRQ = 5;
    static final int SOFTIRQ = 6;
    static final int STEAL = 7;
    static final int GUEST = 8;
    static final int GUEST_NICE = 9;
    static final int TIMES = 10;

    /** What stands behind the numbers of all interrupts, which may be hundreds of kilobytes, is never longer. */
    private static final int REST_BYTES = 1024;

    /** The times of one CPU in clock ticks. */
    static final class Cpu {
        /** {@link #ALL} for all of them together. */
        final int number;

        private final long[] ticks = new long[TIMES];

        Cpu(int number, KernelLines line) {
            this.number = number;
            for (int i = 0; i < TIMES; i++) {
                ticks[i] = line.number();
            }
        }

        /** The time at a place. */
        long ticks(int time) {
            return ticks[time];
        }

        /** Idle, waiting for storage or stolen by the hypervisor. */
        long restTicks() {
            return ticks[IDLE] + ticks[IOWAIT] + Math.max(0, ticks[STEAL]);
        }

        private boolean isWhole() {
            return ticks[IOWAIT] >= 0 && ticks[IDLE] >= 0; // since Linux 2.5.41
        }
    }

    static final int ALL = -1;

    private final List<Cpu> cpus;
    private long interrupts = KernelLines.NONE;
    private long contextSwitches = KernelLines.NONE;
    private long forks = KernelLines.NONE;
    private long running = KernelLines.NONE;
    private long blocked = KernelLines.NONE;

    private StatFile(List<Cpu> cpus) {
        this.cpus = cpus;
    }

    /** @throws IllegalArgumentException when the times of all CPUs are missing */
    static StatFile parse(byte[] text, int length) {
        var lines = new KernelLines(text, length);
        List<Cpu> cpus = new ArrayList<>();
        boolean more = lines.nextLine();
        while (more && lines.nextWord() && lines.wordBegins("cpu")) {
            long number = lines.wordIs("cpu") ? ALL : lines.wordNumber(3);
            if (number >= ALL && number <= Integer.MAX_VALUE && (number >= 0 || lines.wordIs("cpu"))) {
                var cpu = new Cpu((int) number, lines);
                if (cpu.isWhole()) {
                    cpus.add(cpu);
                }
            }
            more = lines.nextLine();
        }
        if (cpus.isEmpty() || cpus.getFirst().number != ALL) {
            throw new IllegalArgumentException("/proc/stat has no line of all CPUs");
        }
        var stat = new StatFile(cpus);
        while (more) {
            stat.take(lines);
            more = lines.nextLine();
        }
        return stat;
    }

    private void take(KernelLines line) {
        line.restart();
        line.nextWord();
        if (line.wordIs("intr")) {
            interrupts = line.number();
            line.skipToLast(REST_BYTES);
        } else if (line.wordIs("ctxt")) {
            contextSwitches = line.number();
        } else if (line.wordIs("processes")) {
            forks = line.number();
        } else if (line.wordIs("procs_running")) {
            running = line.number();
        } else if (line.wordIs("procs_blocked")) {
            blocked = line.number();
        }
    }

    /** All of them together first, then each that is online in order of number. */
    List<Cpu> cpus() {
        return cpus;
    }

    /** All of them together. */
    Cpu all() {
        return cpus.getFirst();
    }

    /** CPUs that are online. */
    int online() {
        return cpus.size() - 1;
    }

    /** Whether the same CPUs were online then. */
    boolean hasCpusOf(StatFile other) {
        return Arrays.equals(
                cpus.stream().mapToInt(cpu -> cpu.number).toArray(),
                other.cpus.stream().mapToInt(cpu -> cpu.number).toArray());
    }

    long interrupts() {
        return interrupts;
    }

    long contextSwitches() {
        return contextSwitches;
    }

    /** Processes and threads that began. */
    long forks() {
        return forks;
    }

    /** Threads that run or may run, now. */
    long running() {
        return running;
    }

    /** Threads that wait for storage, now. */
    long blocked() {
        return blocked;
    }
}
