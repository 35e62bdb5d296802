package dev.tachograph.linux;

import org.jspecify.annotations.Nullable;

/**
 * The end of one thread, as the kernel's accounting has it. Sources: include/uapi/linux/taskstats.h,
 * Documentation/accounting/taskstats.rst and kernel/taskstats.c of the kernel; the numbers below are the versions of that
 * structure.
 *
 * @param pid of the thread
 * @param processPid of its process (12)
 * @param parentPid 0 where the parent is not visible here
 * @param userId the real one
 * @param name as the thread had it, each of the kernel's bytes as one character (ISO 8859-1)
 * @param status how it ended, as wait(2) has it
 * @param lastOfProcess whether its process ended with it (12)
 * @param beforeExec whether it never called exec: what it is called and its arguments are its parent's
 * @param accountedNanos CPU time up to when the scheduler last did its accounts, which on a running thread is up to one tick
 *     ago
 * @param turns how often it was given a CPU; 0 where the kernel keeps no such accounts
 * @param waitedNanos in which it could have run and had to wait for a CPU
 * @param voluntarySwitches how often it gave up the CPU by itself, in order to wait for something
 * @param ageMicros how long it lived, without time that the machine was suspended
 * @param processAgeMicros how long its process lived up to now (12)
 * @param beganSeconds the wall clock's second in which it began, by the clock as it is now (10)
 * @param peakResidentBytes of its process; 0 where the kernel has no precise figure, as of very small ones
 * @param processNanos as {@code accountedNanos}, of all threads that its process ever had; {@code null} when it only had one
 */
public record TaskExit(
        int pid,
        int processPid,
        int parentPid,
        long userId,
        String name,
        int status,
        boolean lastOfProcess,
        boolean beforeExec,
        long accountedNanos,
        long turns,
        long waitedNanos,
        long voluntarySwitches,
        long ageMicros,
        long processAgeMicros,
        long beganSeconds,
        long peakResidentBytes,
        long readBytes,
        long writtenBytes,
        @Nullable Long processNanos) {}
