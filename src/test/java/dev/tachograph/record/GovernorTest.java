package dev.tachograph.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.Balance;
import dev.tachograph.model.Event;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.Moment;
import dev.tachograph.model.ProbeCosts;
import dev.tachograph.model.ProcessActivity;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessFigures;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.ProcessStatus;
import dev.tachograph.model.RecorderCost;
import dev.tachograph.model.Tick;
import dev.tachograph.probe.Effort;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A recorder whose cost is made up: what the governor does about it, and when. */
class GovernorTest {
    private static final UUID BOOT = new UUID(1, 1);
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final long MB = 1_000_000;

    private final List<Event> events = new ArrayList<>();
    private final List<Integer> levels = new ArrayList<>();
    private Duration passed = Duration.ZERO;
    private boolean hasCgroups = true;
    private boolean hasProportionalMemory = true;
    private double memory = 100.0 * MB;
    private Governor governor = governor(2, 200);

    private static Governor governor(double cpuPercent, long memoryMegabytes) {
        return new Governor(new Governor.Budget(cpuPercent, memoryMegabytes * MB), INTERVAL);
    }

    /** @param cpuPercent at the governor's level */
    private void pass(Duration time, ToDoubleFunction<Integer> cpuPercent) {
        Duration end = passed.plus(time);
        while (passed.compareTo(end) < 0) {
            Effort effort = governor.effort();
            Duration interval = governor.interval();
            passed = passed.plus(interval);
            int level = governor.state().level();
            Event event = governor.after(tick(interval, cpuPercent.applyAsDouble(level), effort));
            if (event != null) {
                events.add(event);
                levels.add(governor.state().level());
            }
        }
    }

    private Tick tick(Duration interval, double cpuPercent, Effort effort) {
        long micros = interval.toNanos() / 1000;
        var cost = new RecorderCost(
                Math.round(micros * cpuPercent / 100),
                Math.round(memory),
                0L,
                0,
                0,
                new ProbeCosts(100L, 100L, effort.cgroups() && hasCgroups ? 100L : null, null));
        return new Tick(
                BOOT,
                new Moment(NOON.plus(passed), passed.toNanos(), passed.toNanos()),
                micros,
                List.of(process(effort.proportionalMemory() && hasProportionalMemory ? 1L : null)),
                List.of(),
                HostSample.NOTHING,
                0,
                new Balance(null, null, null),
                cost);
    }

    private static ProcessSample process(@Nullable Long proportional) {
        return new ProcessSample(
                new ProcessKey(1, 1),
                new ProcessDescription(0, 0, "init", "", null, null, dev.tachograph.model.ControlGroup.UNKNOWN, false),
                new ProcessFigures(ProcessStatus.SLEEPING, 1, 1, 1, 1, null, null, null, proportional),
                new ProcessActivity(null, null, null));
    }

    @Test
    void nothingHappensWithinTheBudget() {
        pass(Duration.ofHours(5), _ -> 1.99);
        assertThat(events).isEmpty();
        assertThat(governor.effort()).isEqualTo(Effort.FULL);
        assertThat(governor.interval()).isEqualTo(INTERVAL);
        assertThat(governor.state().notes()).isEmpty();
    }

    @Test
    void nothingHappensBeforeFiveMinutesAreKnown() {
        pass(Duration.ofMinutes(5).minusSeconds(5), _ -> 90);
        assertThat(events).isEmpty();
        pass(Duration.ofSeconds(5), _ -> 90);
        assertThat(events).hasSize(1);
    }

    @Test
    void stepsGoInTheirOrderWithTheIntervalLast() {
        List<Duration> intervals = new ArrayList<>();
        List<Boolean> proportional = new ArrayList<>();
        for (int step = 0; step < 8; step++) {
            pass(Duration.ofMinutes(5).plusSeconds(20), _ -> 9);
            intervals.add(governor.interval());
            proportional.add(governor.effort().proportionalMemory());
        }
        assertThat(levels).containsExactly(1, 2, 3, 4, 5);
        assertThat(intervals.subList(0, 5))
                .containsExactly(INTERVAL, INTERVAL, INTERVAL, INTERVAL.multipliedBy(2), INTERVAL.multipliedBy(4));
        assertThat(proportional).containsOnly(false);
        assertThat(events.getFirst().kind()).isEqualTo(Event.Kind.RECORDER_ADJUSTED);
        assertThat(events.getFirst().detail())
                .isEqualTo(
                        "CPU 9.00 % of a core on average over 5 minutes, budget 2 %: the memory of processes page by page (PSS) is not looked at from now on");
        assertThat(governor.state().note()).contains("over its budget", "not optional");
        assertThat(governor.state().notes()).hasSize(2);
    }

    @Test
    void controlGroupsAreLookedAtWithEveryFourthLookAndThenEveryTwelfth() {
        pass(Duration.ofMinutes(10), level -> level < 2 ? 9 : 1.9);
        assertThat(looksAtCgroups(48)).isEqualTo(12);
        pass(Duration.ofMinutes(5).plusSeconds(5), _ -> 9);
        assertThat(looksAtCgroups(48)).isEqualTo(4);
    }

    private int looksAtCgroups(int looks) {
        int count = 0;
        for (int look = 0; look < looks; look++) {
            count += governor.effort().cgroups() ? 1 : 0;
        }
        return count;
    }

    @Test
    void whatThisHostDoesNotHaveIsNoStep() {
        hasCgroups = false;
        hasProportionalMemory = false;
        pass(Duration.ofMinutes(5), _ -> 9);
        assertThat(governor.interval()).isEqualTo(INTERVAL.multipliedBy(2));
    }

    @Test
    void noIntervalBecomesLongerThanTheLongestThatMayBeSet() {
        governor = new Governor(new Governor.Budget(0.1, 200 * MB), Duration.ofMinutes(4));
        pass(Duration.ofHours(3), _ -> 9);
        assertThat(governor.interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(events).hasSize(4);
    }

    @Test
    void aStepThatIsEnoughStays() {
        pass(Duration.ofDays(1), level -> level == 0 ? 2.5 : 1.3);
        assertThat(levels).as("without it, it would be 2.5 again").containsExactly(1);
    }

    @Test
    void itGoesBackWhenTheHostHasBecomeQuiet() {
        pass(Duration.ofMinutes(30), level -> level == 0 ? 4 : level == 1 ? 3 : 1.9);
        assertThat(levels).containsExactly(1, 2);
        pass(Duration.ofMinutes(10), _ -> 0.5);
        assertThat(levels).hasSize(2);
        pass(Duration.ofHours(1), _ -> 0.5);
        assertThat(levels).containsExactly(1, 2, 1, 0);
        assertThat(events.getLast().detail()).contains("budget 2 %: no longer: ");
        assertThat(governor.effort()).isEqualTo(Effort.FULL);
        assertThat(governor.state().saving()).isNull();
    }

    @Test
    void memoryIsNoReasonForALongerInterval() {
        memory = 300.0 * MB;
        pass(Duration.ofHours(2), _ -> 0.1);
        assertThat(levels).containsExactly(1, 2, 3);
        assertThat(governor.interval()).isEqualTo(INTERVAL);
        assertThat(governor.state().note()).contains("memory 300 MB", "budget 200 MB");
        memory = 100.0 * MB;
        pass(Duration.ofHours(2), _ -> 0.1);
        assertThat(governor.state().level()).isZero();
        assertThat(governor.state().note()).isNull();
    }

    @Test
    void costsThatAreNotKnownChangeNothing() {
        var unknown = new Tick(
                BOOT, new Moment(NOON, 0, 0), 5_000_000L, List.of(), 0, null, new RecorderCost(null, null, null, 0));
        var noInterval =
                new Tick(BOOT, new Moment(NOON, 0, 0), null, List.of(), 0, null, new RecorderCost(9L, 9L, 9L, 0));
        for (int look = 0; look < 1000; look++) {
            assertThat(governor.after(unknown)).isNull();
            assertThat(governor.after(noInterval)).isNull();
        }
        assertThat(governor.state().cpuAverage()).isNull();
    }

    /** Whatever the steps save, a steady load is answered once: down as far as needed, and no way back and forth. */
    @Test
    void aSteadyLoadIsNeverAnsweredTwice() {
        for (int seed = 0; seed < 200; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            double[] cost = new double[Economy.values().length + 1];
            cost[0] = random.nextDouble() * 6;
            for (int level = 1; level < cost.length; level++) {
                cost[level] = cost[level - 1] * (0.4 + 0.6 * random.nextDouble());
            }
            double noise = random.nextDouble() * 0.2;
            startAnew();
            pass(Duration.ofHours(12), level -> cost[level] * (1 + noise * (random.nextDouble() - 0.5)));
            assertThat(levels).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
            assertThat(governor.state().level())
                    .as("seed %d", seed)
                    .matches(level -> cost[level] <= 2.1 || level == cost.length - 1);
        }
    }

    /** A load that comes and goes is followed less and less often. */
    @Test
    void aLoadThatComesAndGoesDoesNotMakeItFlutter() {
        for (int seed = 0; seed < 50; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            startAnew();
            while (passed.compareTo(Duration.ofDays(2)) < 0) {
                double load = random.nextBoolean() ? 3 : 0.2;
                pass(Duration.ofMinutes(5 + random.nextInt(60)), level -> load * Math.pow(0.7, level));
            }
            long back = 0;
            for (int i = 1; i < levels.size(); i++) {
                back += levels.get(i) < levels.get(i - 1) ? 1 : 0;
                assertThat(Math.abs(levels.get(i) - levels.get(i - 1))).isEqualTo(1);
                assertThat(Duration.between(
                                events.get(i - 1).at(), events.get(i).at()))
                        .as("seed %d", seed)
                        .isGreaterThanOrEqualTo(
                                levels.get(i) > levels.get(i - 1) ? Duration.ofMinutes(5) : Duration.ofMinutes(10));
            }
            assertThat(back).as("seed %d", seed).isLessThan(60);
        }
    }

    /** Whatever the load does, the interval is touched last and given back first. */
    @Test
    void theIntervalIsLongerOnlyWhileAllElseIsSaved() {
        for (int seed = 0; seed < 50; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            startAnew();
            for (int phase = 0; phase < 40; phase++) {
                double load = random.nextDouble() * 8;
                memory = random.nextInt(400) * (double) MB;
                pass(Duration.ofMinutes(random.nextInt(40)), level -> load * Math.pow(0.8, level));
                if (!governor.interval().equals(INTERVAL)) {
                    assertThat(governor.effort().proportionalMemory()).isFalse();
                    assertThat(looksAtCgroups(24)).isEqualTo(2);
                }
            }
        }
    }

    private void startAnew() {
        governor = governor(2, 200);
        memory = 100.0 * MB;
        events.clear();
        levels.clear();
        passed = Duration.ZERO;
    }
}
