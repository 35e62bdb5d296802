package dev.tachograph.probe;

/** What the kernel says of a control group. Times in microseconds, sizes in bytes. */
enum CgroupFigure {
    CPU,
    USER,
    SYSTEM,
    THROTTLED,
    READ,
    WRITTEN,
    CPU_SOME,
    MEMORY_SOME,
    MEMORY_FULL,
    IO_SOME,
    IO_FULL,
    OOM_KILLS,
    MEMORY,
    MEMORY_PEAK,
    MEMORY_LIMIT,
    SWAP,
    PIDS,
    PIDS_LIMIT,
    /** 1 when there is a process in it or below it. */
    POPULATED
}
