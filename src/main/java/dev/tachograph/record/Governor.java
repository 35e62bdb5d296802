package dev.tachograph.record;

import dev.tachograph.model.Event;
import dev.tachograph.model.RecorderCost;
import dev.tachograph.model.Tick;
import dev.tachograph.probe.Effort;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the recorder within its budget of CPU time and memory, on averages over five minutes: it does without one thing after
 * the other, and takes up the newest again once that would leave it well below the budget. It never touches log lines, sealing or
 * questions. docs/decisions/0018-governor.md has the reasons.
 *
 * <p>Told and asked by the thread that looks; its state is for any thread.
 */
public final class Governor {
    private static final double CALM_SHARE = 0.7;
    private static final long LEAST_CALM_MICROS = Duration.ofMinutes(10).toNanos() / 1000;
    private static final long MOST_CALM_MICROS = Duration.ofDays(1).toNanos() / 1000;
    private static final long RELAPSE_MICROS = Duration.ofHours(1).toNanos() / 1000;

    private final Budget budget;
    private final Duration wanted;
    private final OwnCost recent = new OwnCost();
    private final OwnCost sinceStep = new OwnCost();
    private final Deque<Step> steps = new ArrayDeque<>();
    private @Nullable Instant since;
    private @Nullable String note;
    private long calmMicros;
    private long neededCalmMicros = LEAST_CALM_MICROS;
    private long sinceBackMicros = Long.MAX_VALUE / 2;
    private boolean hasCgroups;
    private boolean hasProportionalMemory;
    private long looks;
    private volatile State state;

    /**
     * What the recorder may cost.
     *
     * @param cpuPercent of one core
     * @param memoryBytes in RAM
     */
    public record Budget(double cpuPercent, long memoryBytes) {
        /** Whatever it takes. */
        public static final Budget UNLIMITED = new Budget(Double.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * How it stands.
     *
     * @param level how many things are done without; 0 is everything as it was asked for
     * @param saving the newest of them, for people; {@code null} at level 0
     * @param since when the level is what it is; {@code null} when it was never another
     * @param interval between looks at present
     * @param cpuPercent of one core, in the newest interval
     * @param cpuAverage of one core, over the newest five minutes or what there is of them
     * @param memoryAverage in bytes, over the same
     * @param newest what the newest look says of the recorder
     * @param note why the budget is exceeded all the same, for people; {@code null} when it is not
     */
    public record State(
            Budget budget,
            int level,
            @Nullable String saving,
            @Nullable Instant since,
            Duration interval,
            @Nullable Double cpuPercent,
            @Nullable Double cpuAverage,
            @Nullable Double memoryAverage,
            @Nullable RecorderCost newest,
            @Nullable String note) {

        /** What people should know, as sentences. */
        public Stream<String> notes() {
            return Stream.of(
                            saving == null
                                    ? null
                                    : "to keep to the budget of the recorder, " + saving + " since " + since,
                            note)
                    .filter(Objects::nonNull);
        }
    }

    private enum Resource {
        CPU,
        MEMORY
    }

    /** What was done, because of what, and what it brought: the average before it, and the first one after it. */
    private static final class Step {
        private final Economy economy;
        private final Resource because;
        private final double before;
        private double after = Double.NaN;

        private Step(Economy economy, Resource because, double before) {
            this.economy = economy;
            this.because = because;
            this.before = before;
        }

        /** By how much the cost would grow without it, as far as that is known. */
        private double factor() {
            return Double.isNaN(after) || after <= 0 ? 1 : Math.max(1, before / after);
        }
    }

    /**
     * Begins with everything as it is wanted.
     *
     * @param wanted interval between looks
     */
    public Governor(Budget budget, Duration wanted) {
        this.budget = budget;
        this.wanted = wanted;
        state = new State(budget, 0, null, null, wanted, null, null, null, null, null);
    }

    /** How it stands; for any thread. */
    public State state() {
        return state;
    }

    /** Between looks, from now on. */
    Duration interval() {
        return steps.isEmpty() ? wanted : steps.getLast().economy.interval(wanted);
    }

    /** What the next look does. */
    Effort effort() {
        int looksPerCgroups = steps.isEmpty() ? 1 : steps.getLast().economy.looksPerCgroups();
        return new Effort(steps.isEmpty(), looks++ % looksPerCgroups == 0);
    }

    /** Takes in what a look cost. @return what was changed because of it, if anything was */
    @Nullable Event after(Tick tick) {
        RecorderCost cost = tick.recorder();
        Long interval = tick.intervalMicros();
        Long used = cost.cpuMicros();
        Long resident = cost.residentBytes();
        Event event = null;
        if (interval != null && interval > 0 && used != null && resident != null) {
            recent.add(interval, used, resident);
            sinceStep.add(interval, used, resident);
            sinceBackMicros += interval;
            notice(tick);
            event = sinceStep.isWhole() ? decide(tick, interval) : null;
        }
        state = stateAt(tick);
        return event;
    }

    /** What is not there can't be saved. */
    private void notice(Tick tick) {
        hasCgroups |= tick.recorder().probes().cgroupsMicros() != null;
        hasProportionalMemory |= steps.isEmpty()
                && tick.processes().stream()
                        .anyMatch(process -> process.figures().proportionalBytes() != null);
    }

    private @Nullable Event decide(Tick tick, long intervalMicros) {
        if (!steps.isEmpty() && Double.isNaN(steps.getLast().after)) {
            steps.getLast().after = average(steps.getLast().because);
        }
        Resource exceeded = exceeded();
        if (exceeded != null) {
            calmMicros = 0;
            Economy next = next(exceeded);
            note = next == null ? noteOf(exceeded) : null;
            return next == null ? null : save(tick, next, exceeded);
        }
        note = null;
        calmMicros = wouldStayLow() ? calmMicros + intervalMicros : 0;
        return calmMicros >= neededCalmMicros ? takeUpAgain(tick) : null;
    }

    private @Nullable Resource exceeded() {
        return average(Resource.CPU) > budget.cpuPercent
                ? Resource.CPU
                : average(Resource.MEMORY) > budget.memoryBytes ? Resource.MEMORY : null;
    }

    private double average(Resource resource) {
        Double average = resource == Resource.CPU ? sinceStep.cpuPercent() : sinceStep.residentBytes();
        return average == null ? 0 : average;
    }

    private double limit(Resource resource) {
        return resource == Resource.CPU ? budget.cpuPercent : budget.memoryBytes;
    }

    /** A longer interval frees no memory. */
    private @Nullable Economy next(Resource exceeded) {
        for (Economy economy : Economy.values()) {
            boolean isFurther = steps.isEmpty() || economy.compareTo(steps.getLast().economy) > 0;
            boolean brings = economy.isOfInterval()
                    ? exceeded == Resource.CPU && !economy.interval(wanted).equals(interval())
                    : economy.isOfCgroups() ? hasCgroups : hasProportionalMemory;
            if (isFurther && brings) {
                return economy;
            }
        }
        return null;
    }

    private boolean wouldStayLow() {
        if (steps.isEmpty()) {
            return false;
        }
        Step newest = steps.getLast();
        Resource other = newest.because == Resource.CPU ? Resource.MEMORY : Resource.CPU;
        return average(newest.because) * newest.factor() < CALM_SHARE * limit(newest.because)
                && average(other) < limit(other);
    }

    private Event save(Tick tick, Economy economy, Resource because) {
        if (sinceBackMicros < RELAPSE_MICROS) {
            neededCalmMicros = Math.min(2 * neededCalmMicros, MOST_CALM_MICROS);
        } else if (sinceBackMicros > MOST_CALM_MICROS) {
            neededCalmMicros = LEAST_CALM_MICROS;
        }
        steps.addLast(new Step(economy, because, average(because)));
        return changed(tick, because, economy, economy.words() + " from now on");
    }

    private Event takeUpAgain(Tick tick) {
        Step undone = steps.removeLast();
        sinceBackMicros = 0;
        return changed(tick, undone.because, undone.economy, "no longer: " + undone.economy.words());
    }

    private Event changed(Tick tick, Resource because, Economy economy, String what) {
        Event event = event(tick, because, economy, what);
        since = tick.at().wall();
        calmMicros = 0;
        sinceStep.forget();
        return event;
    }

    private Event event(Tick tick, Resource because, Economy economy, String what) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("level", Integer.toString(steps.size()));
        facts.put("step", economy.name().toLowerCase(Locale.ROOT));
        facts.put("cpu_percent", "%.3f".formatted(average(Resource.CPU)));
        facts.put("cpu_budget_percent", Double.toString(budget.cpuPercent));
        facts.put("rss_bytes", Long.toString(Math.round(average(Resource.MEMORY))));
        facts.put("memory_budget_bytes", Long.toString(budget.memoryBytes));
        facts.put("interval_seconds", Double.toString(interval().toMillis() / 1000.0));
        return new Event(
                tick.at().wall(),
                tick.bootId(),
                Event.Kind.RECORDER_ADJUSTED,
                null,
                "%s: %s".formatted(words(because), what),
                new Event.Subject(null, null, null, facts));
    }

    private String words(Resource resource) {
        return resource == Resource.CPU
                ? "CPU %.2f %% of a core on average over %d minutes, budget %s %%"
                        .formatted(average(resource), OwnCost.STRETCH.toMinutes(), number(budget.cpuPercent))
                : "memory %.0f MB on average over %d minutes, budget %s MB"
                        .formatted(
                                average(resource) / 1e6, OwnCost.STRETCH.toMinutes(), number(budget.memoryBytes / 1e6));
    }

    private static String number(double number) {
        return number == Math.rint(number) ? "%.0f".formatted(number) : Double.toString(number);
    }

    private String noteOf(Resource exceeded) {
        return "the recorder is over its budget, and does without all that it can: %s. What is left is not optional: log lines, sealing, questions, the looks themselves"
                .formatted(words(exceeded));
    }

    private State stateAt(Tick tick) {
        Long interval = tick.intervalMicros();
        Long used = tick.recorder().cpuMicros();
        return new State(
                budget,
                steps.size(),
                steps.isEmpty() ? null : steps.getLast().economy.words(),
                since,
                interval(),
                interval == null || used == null || interval <= 0 ? null : Double.valueOf(100.0 * used / interval),
                recent.cpuPercent(),
                recent.residentBytes(),
                tick.recorder(),
                note);
    }
}
