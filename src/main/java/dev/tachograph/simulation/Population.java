package dev.tachograph.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The processes that live on the made-up host, in order of pid, and who would be the parent of another one. */
final class Population {
    private static final int FIRST_PASSING_PID = 2000;
    private static final int LAST_PID = 4_194_303;
    private static final int INIT = 1;
    private static final int KTHREADD = 2;
    private static final String CONTAINERS = "containerd.service";
    private static final String SESSIONS = "ssh.service";

    private final Chance chance;
    private final List<SyntheticProcess> alive = new ArrayList<>(); // by pid
    private final Map<String, Integer> mains = new HashMap<>(); // of each unit
    private int nextPid = FIRST_PASSING_PID;

    Population(Chance chance) {
        this.chance = chance;
    }

    /** Those that are there from the boot on; their mains are known already. */
    void settle(List<SyntheticProcess> residents, int lastPid) {
        alive.addAll(residents);
        alive.sort(Comparator.comparingInt(SyntheticProcess::pid));
        nextPid = Math.max(nextPid, lastPid);
    }

    List<SyntheticProcess> alive() {
        return alive;
    }

    /** A process of a unit; the first one is its main process. */
    void know(String unit, int pid) {
        mains.putIfAbsent(unit, pid);
    }

    void enter(SyntheticProcess process) {
        alive.add(-place(process.pid()) - 1, process);
        if (!process.program().isKernelThread()) {
            know(process.program().unit(), process.pid());
        }
    }

    /** A main process that has ended by then is none any more. */
    void forgetMain(String unit, long atMicros) {
        mains.computeIfPresent(unit, (_, pid) -> alive.get(place(pid)).hasEnded(atMicros) ? null : pid);
    }

    /** Takes out those that have ended, in order of pid. */
    List<SyntheticProcess> takeEnded(long nowMicros) {
        List<SyntheticProcess> ended = new ArrayList<>();
        for (SyntheticProcess process : alive) {
            if (process.hasEnded(nowMicros)) {
                mains.remove(process.program().unit(), process.pid());
                ended.add(process);
            }
        }
        if (!ended.isEmpty()) {
            alive.removeIf(process -> process.hasEnded(nowMicros));
        }
        return ended;
    }

    /** A number for a process; programs that nobody here has recorded take numbers, too. */
    int pid() {
        return pidAfter(1 + chance.below(12));
    }

    /** The number that comes next. */
    int nextPid() {
        return pidAfter(1);
    }

    private int pidAfter(int step) {
        int pid = nextPid;
        int more = step;
        do {
            pid += more;
            if (pid > LAST_PID) {
                pid = FIRST_PASSING_PID;
            }
            more = 1;
        } while (place(pid) >= 0);
        nextPid = pid;
        return pid;
    }

    /** As a binary search tells it. */
    private int place(int pid) {
        int low = 0;
        int high = alive.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = alive.get(middle).pid();
            if (found == pid) {
                return middle;
            }
            if (found < pid) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /** Who has started such a program, or would. */
    int parent(Program program) {
        if (program.isKernelThread()) {
            return program.name().equals("kthreadd") ? 0 : KTHREADD;
        }
        if (program.unit().equals("init.scope")) {
            return 0;
        }
        String unit = program.unit().startsWith("docker/")
                ? CONTAINERS
                : program.unit().equals("session") ? SESSIONS : program.unit();
        return mains.getOrDefault(unit, INIT);
    }
}
