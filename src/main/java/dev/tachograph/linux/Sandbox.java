package dev.tachograph.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The cage that a process builds around itself before it does what strangers ask of it. There is no way back. It is built by
 * the main thread, which lives as long as the process, before that has started any other: threads of the JVM that were there
 * before keep their files and capabilities, and none of them runs what strangers ask for.
 */
public final class Sandbox {
    private static final long MOST_FILE_BYTES = 1L << 30;
    private static final long MOST_OPEN_FILES = 4096;

    private final List<Step> steps;

    private record Step(Part part, Restraint restraint) {}

    /** The bars of the cage, in the order in which they are put up. */
    public enum Part {
        /** It ends with the process that started it. */
        PARENT_DEATH("end with the recorder", "a worker may outlive a recorder that was killed, until it notices"),
        /** It ends first when memory is short. */
        FIRST_TO_DIE("first to go when memory is short", "the kernel may end another process in its place"),
        /** It comes last at processors and disks. */
        GIVING_WAY("gives way", "a long statement may slow the recorder"),
        /** It has limits of memory, files and open files. */
        LIMITS("limits", "only a watchdog bounds the memory that a statement takes"),
        /** It gets no rights from programs that it runs. */
        NO_NEW_PRIVILEGES("no new privileges", "programs that a statement managed to run might gain rights"),
        /** It has no capabilities. */
        CAPABILITIES("no capabilities", "a fault in DuckDB would have the recorder's capabilities"),
        /** It reaches its own files only. */
        FILES("files", "only DuckDB's own rules keep a statement from other files"),
        /** It reaches neither network nor other processes. */
        CALLS("system calls", "only DuckDB's own rules keep a statement from the network and from other processes");

        private final String words;
        private final String without;

        Part(String words, String without) {
            this.words = words;
            this.without = without;
        }

        /** What it is, for people. */
        public String words() {
            return words;
        }

        /** What it means that it is missing, for people. */
        public String without() {
            return without;
        }
    }

    /**
     * What became of one part.
     *
     * @param isApplied whether it holds
     * @param detail what is so now, or why it is not
     */
    public record Outcome(Part part, boolean isApplied, String detail) {}

    /** What became of all of them. */
    public record Report(List<Outcome> outcomes) {
        public Report {
            outcomes = List.copyOf(outcomes);
        }

        /** Whether the kernel keeps the process from files and calls: what else is missing costs comfort. */
        public boolean isCaged() {
            return holds(Part.FILES) && holds(Part.CALLS) && holds(Part.NO_NEW_PRIVILEGES);
        }

        /** Those that do not hold. */
        public List<Outcome> missing() {
            return outcomes.stream().filter(outcome -> !outcome.isApplied()).toList();
        }

        private boolean holds(Part part) {
            return outcomes.stream().anyMatch(outcome -> outcome.part() == part && outcome.isApplied());
        }
    }

    private Sandbox(List<Step> steps) {
        this.steps = steps;
    }

    /**
     * The whole cage.
     *
     * @param parent the process id of whoever started this one, and with whom it ends
     * @param memoryBytes that it may write to
     * @param readable files and folders
     * @param writable a folder
     */
    public static Sandbox of(long parent, long memoryBytes, List<Path> readable, Path writable) {
        return new Sandbox(List.of(
                new Step(Part.FIRST_TO_DIE, new FirstToDie()),
                new Step(Part.GIVING_WAY, new GivingWay()),
                new Step(Part.LIMITS, new ResourceLimits(memoryBytes, MOST_FILE_BYTES, MOST_OPEN_FILES)),
                new Step(Part.NO_NEW_PRIVILEGES, new NoNewPrivileges()),
                new Step(Part.CAPABILITIES, new Capabilities()),
                new Step(Part.PARENT_DEATH, new ParentDeath(parent)), // behind what might make the kernel forget it
                new Step(Part.FILES, new Landlock(readable, writable)),
                new Step(Part.CALLS, new Seccomp())));
    }

    /** Puts this process into the cage. What can't be had is told and left out. */
    public Report apply() {
        FileModes.forOwnersOnly();
        List<Outcome> outcomes = new ArrayList<>();
        try (KernelCalls kernel = KernelCalls.open()) {
            for (Step step : steps) {
                outcomes.add(outcome(kernel, step));
            }
        } catch (KernelRefusal e) {
            steps.forEach(step -> outcomes.add(new Outcome(step.part(), false, "" + e.getMessage())));
        }
        return new Report(outcomes);
    }

    private static Outcome outcome(KernelCalls kernel, Step step) {
        try {
            return new Outcome(step.part(), true, step.restraint().apply(kernel));
        } catch (KernelRefusal e) {
            return new Outcome(step.part(), false, "" + e.getMessage());
        }
    }
}
