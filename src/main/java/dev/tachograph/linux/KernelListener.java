package dev.tachograph.linux;

/** Something of the kernel that tells of processes by itself. Used by one thread at a time. */
public sealed interface KernelListener extends AutoCloseable permits ProcessConnector, TaskstatsListener {
    /** How many messages found no room since the begin; -1 where the kernel does not count them (before Linux 4.12). */
    long dropped();

    /** What poll(2) waits for. */
    int descriptor();

    @Override
    void close();
}
