package dev.tachograph.bench;

import dev.tachograph.linux.ProcFs;
import dev.tachograph.store.StoreException;
import java.io.IOException;
import java.sql.SQLException;

/**
 * How long one question takes in this process, all its threads together.
 *
 * @param rows of the answer
 */
record Timing(double wallMillis, double cpuMillis, long rows) {
    /** Answers, and returns how many rows the answer has. */
    interface Work {
        /** @param round which time it is, so that no two need ask the same */
        long answer(int round) throws IOException, SQLException, StoreException;
    }

    /** The medians of some rounds, after one that does not count. */
    static Timing of(ProcFs proc, int rounds, Work work) throws IOException, SQLException, StoreException {
        int pid = (int) ProcessHandle.current().pid();
        long[] wall = new long[rounds];
        long[] cpu = new long[rounds];
        long rows = work.answer(rounds);
        for (int round = 0; round < rounds; round++) {
            long cpuBegan = proc.cpuNanos(pid);
            long began = System.nanoTime();
            rows = work.answer(round);
            wall[round] = System.nanoTime() - began;
            cpu[round] = proc.cpuNanos(pid) - cpuBegan;
        }
        return new Timing(Medians.of(wall).median() / 1e6, Medians.of(cpu).median() / 1e6, rows);
    }
}
