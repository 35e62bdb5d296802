package dev.tachograph.simulation;

import java.util.Locale;

/**
 * A line of {@code programs.txt}, which says what it means.
 *
 * @param mayBeBusy whether it may be one of the few that hardly ever sleep
 * @param unit may be empty, or stand for a container or a session
 * @param cmdline empty for a thread of the kernel
 */
record Program(
        Part part,
        boolean mayBeBusy,
        String name,
        String user,
        long userId,
        String unit,
        int threads,
        long residentBytes,
        String cmdline) {
    private static final int COLUMNS = 7;
    private static final long MEGABYTE = 1 << 20;

    /** When a program is run. */
    enum Part {
        HOST,
        SERVICE,
        KERNEL,
        SHELL,
        WORKER,
        JOB,
        RUSH,
        CRON,
        CHECK,
        PIPE,
        STORM
    }

    static Program parse(String line) {
        String[] cells = line.split("\\|", COLUMNS);
        if (cells.length != COLUMNS) {
            throw new IllegalArgumentException("%d columns instead of %d: %s".formatted(cells.length, COLUMNS, line));
        }
        String[] part = cells[0].strip().split(" +", -1);
        String[] owner = cells[2].strip().split(":", -1);
        return new Program(
                Part.valueOf(part[0].toUpperCase(Locale.ROOT)),
                part.length > 1,
                cells[1].strip(),
                owner[0],
                Long.parseLong(owner[1]),
                cells[3].strip(),
                Integer.parseInt(cells[4].strip()),
                Long.parseLong(cells[5].strip()) * MEGABYTE,
                cells[6].strip());
    }

    boolean isKernelThread() {
        return cmdline.isEmpty();
    }

    /** Whether there can be another one under another number. */
    boolean isNumbered() {
        return name.contains("{");
    }
}
