package dev.tachograph.probe;

import dev.tachograph.model.ProcessStatus;

/**
 * The fields of {@code /proc/PID/stat} that we use. Source: proc_pid_stat(5); the numbers in the comments are its fields.
 *
 * @param name (2) may hold anything, parentheses and line ends included
 * @param parentPid (4) 0 for the first process and for one whose parent is in another pid namespace
 * @param flags (9) PF_* of include/linux/sched.h
 * @param cpuTicks (14 + 15) in user and kernel mode, all threads, clock ticks
 * @param childTicks (16 + 17) of children that ended and were waited for, with theirs
 * @param startTicks (22) since boot
 * @param residentPages (24)
 * @param programMark (26 to 28) made of the addresses of the program, which exec changes; 0 without permission to know them
 */
record StatLine(
        int pid,
        String name,
        ProcessStatus status,
        int parentPid,
        long flags,
        long cpuTicks,
        long childTicks,
        int threads,
        long startTicks,
        long virtualBytes,
        long residentPages,
        long programMark) {
    private static final long PF_FORKNOEXEC = 0x0000_0040;
    private static final long PF_KTHREAD = 0x0020_0000;
    private static final int FIRST_NUMBER_AFTER_NAME = 4;
    private static final int LAST_FIELD_USED = 28;

    StatLine {
        if (pid <= 0
                || parentPid < 0
                || threads < 0
                || (cpuTicks | childTicks | startTicks | virtualBytes | residentPages) < 0) {
            throw new IllegalArgumentException("a number of pid %d in stat is out of range".formatted(pid));
        }
    }

    boolean isKernelThread() {
        return (flags & PF_KTHREAD) != 0;
    }

    /** It was forked and has not called exec since: name and arguments are still its parent's. */
    boolean isBeforeExec() {
        return (flags & PF_FORKNOEXEC) != 0;
    }

    /**
     * Parses the begin of a buffer.
     *
     * @throws IllegalArgumentException when this is no such line, with the part that is wrong
     */
    static StatLine parse(byte[] text, int length) {
        int open = indexOf(text, length, '(');
        int close = lastIndexOf(text, length, ')'); // the name itself may hold ") R 1 ("
        if (open < 2 || close < open || close + 4 > length || text[close + 1] != ' ' || text[close + 3] != ' ') {
            throw new IllegalArgumentException("no name and state in stat: " + KernelText.decode(text, 0, length));
        }
        long[] fields = fields(text, close + 4, length);
        return new StatLine(
                Math.clamp(number(text, 0, open - 1), -1, Integer.MAX_VALUE),
                KernelText.decode(text, open + 1, close),
                ProcessStatus.ofLetter((char) text[close + 2]),
                Math.clamp(fields[4], -1, Integer.MAX_VALUE),
                fields[9],
                fields[14] + fields[15],
                Math.max(0, fields[16] + fields[17]),
                Math.clamp(fields[20], -1, Integer.MAX_VALUE),
                fields[22],
                fields[23],
                fields[24],
                fields[28] == 0 ? 0 : (fields[26] * 31 + fields[27]) * 31 + fields[28]);
    }

    /** The numbers behind the state, each at the index of its field. */
    private static long[] fields(byte[] text, int from, int length) {
        long[] fields = new long[LAST_FIELD_USED + 1];
        int at = from;
        for (int field = FIRST_NUMBER_AFTER_NAME; field <= LAST_FIELD_USED; field++) {
            int end = at;
            while (end < length && text[end] != ' ' && text[end] != '\n') {
                end++;
            }
            fields[field] = number(text, at, end);
            at = end + 1;
        }
        return fields;
    }

    /** A number that may be negative, or unsigned up to 64 bits (addresses, limits): those wrap. */
    private static long number(byte[] text, int from, int to) {
        boolean negative = from < to && text[from] == '-';
        int start = negative ? from + 1 : from;
        if (start >= to) {
            throw new IllegalArgumentException("stat ends at byte " + from);
        }
        long value = 0;
        for (int i = start; i < to; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new IllegalArgumentException("no number in stat at byte " + i);
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    private static int indexOf(byte[] text, int length, char wanted) {
        for (int i = 0; i < length; i++) {
            if (text[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static int lastIndexOf(byte[] text, int length, char wanted) {
        for (int i = length - 1; i >= 0; i--) {
            if (text[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
