package dev.tachograph.simulation;

/** What a process of the made-up host does in one interval. */
record Work(long cpuMicros, long readBytes, long writtenBytes, long residentBytes) {}
