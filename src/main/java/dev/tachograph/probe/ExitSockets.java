package dev.tachograph.probe;

import dev.tachograph.linux.Errno;
import dev.tachograph.linux.KernelListener;
import dev.tachograph.linux.KernelRefusal;
import dev.tachograph.linux.ProcessConnector;
import dev.tachograph.linux.TaskstatsListener;
import org.jspecify.annotations.Nullable;

/**
 * What of the kernel tells of ends here, found out by trying.
 *
 * @param taskstats ends of all threads with what they used
 * @param ends ends of processes alone, where there is no taskstats
 * @param execs processes that call exec, for their command lines
 * @param taskstatsError why there is no taskstats, as an {@link Errno error number}; 0 where there is
 * @param connectorError why the process connector tells nothing; 0 where it does
 */
record ExitSockets(
        @Nullable TaskstatsListener taskstats,
        @Nullable ProcessConnector ends,
        @Nullable ProcessConnector execs,
        int taskstatsError,
        int connectorError)
        implements AutoCloseable {

    /** Room for what was not fetched yet: some 13,000 ends. The kernel takes it when it is needed, and counts it twice. */
    static final int RECEIVE_BYTES = 8 << 20;

    /** What there is on this host. */
    static ExitSockets open() {
        return open(RECEIVE_BYTES, true);
    }

    /** @param accounting whether to try taskstats at all */
    static ExitSockets open(int receiveBytes, boolean accounting) {
        TaskstatsListener taskstats = null;
        ProcessConnector ends = null;
        ProcessConnector execs = null;
        int taskstatsError = 0;
        int connectorError = 0;
        try {
            taskstats = accounting ? TaskstatsListener.open(receiveBytes) : null;
            taskstatsError = accounting ? 0 : Errno.EPERM;
        } catch (KernelRefusal e) {
            taskstatsError = e.errno();
        }
        try {
            ends = taskstats == null ? ProcessConnector.open(ProcessConnector.Kind.EXIT, receiveBytes) : null;
            execs = ProcessConnector.open(ProcessConnector.Kind.EXEC, receiveBytes);
        } catch (KernelRefusal e) {
            connectorError = e.errno();
        }
        return new ExitSockets(taskstats, ends, execs, taskstatsError, connectorError);
    }

    /** Whether anybody tells of ends. */
    boolean areSomething() {
        return taskstats != null || ends != null;
    }

    /** The one that tells of ends. */
    @Nullable KernelListener telling() {
        return taskstats != null ? taskstats : ends;
    }

    @Override
    public void close() {
        for (KernelListener each : new KernelListener[] {taskstats, ends, execs}) {
            if (each != null) {
                each.close();
            }
        }
    }
}
