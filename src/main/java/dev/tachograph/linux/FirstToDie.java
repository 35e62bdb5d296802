package dev.tachograph.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** When the host runs short of memory the kernel ends this process before any other. Source: proc_pid_oom_score_adj(5). */
record FirstToDie() implements Restraint {
    private static final Path SCORE = Path.of("/proc/self/oom_score_adj");
    private static final String HIGHEST = "1000";

    @Override
    public String apply(KernelCalls kernel) throws KernelRefusal {
        try {
            Files.writeString(SCORE, HIGHEST);
        } catch (IOException _) {
            throw new KernelRefusal(SCORE.toString(), Errno.EACCES);
        }
        return "oom_score_adj " + HIGHEST;
    }
}
