package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.Errno;
import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.ProcessActivity;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessFigures;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.ProcessStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which processes are asked for their proportional memory and when, with a kernel and a clock of the test's own. */
class PssRoundsTest {
    private static final long MB = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final long PAGE = 4096;

    private final FakeKernel kernel = new FakeKernel();
    private long now = 50 * SECOND;
    private final PssRounds rounds = new PssRounds(kernel, new PssBudget(PAGE, now), () -> kernel.cpuNanos, 7);

    private static final class FakeKernel implements PssSource {
        private final List<Integer> asked = new ArrayList<>();
        private final Map<Integer, Long> answers = new HashMap<>();
        private long cpuNanos;
        private long nanosEach = 100_000;

        @Override
        public long bytesOf(ProcessKey process) {
            asked.add(process.pid());
            cpuNanos += nanosEach;
            return answers.getOrDefault(process.pid(), 1000L);
        }

        @Override
        public int self() {
            return 7;
        }

        @Override
        public void close() {}
    }

    private static ProcessSample process(int pid, long resident) {
        return process(pid, resident, false);
    }

    private static ProcessSample process(int pid, long resident, boolean kernelThread) {
        return new ProcessSample(
                new ProcessKey(pid, 1),
                new ProcessDescription(0, 1, "p", "p", 0L, "root", ControlGroup.UNKNOWN, kernelThread),
                new ProcessFigures(ProcessStatus.SLEEPING, 1, resident, resident, 0, 0L, 0L, 0L),
                ProcessActivity.NONE);
    }

    private Map<ProcessKey, PssRounds.Asked> round(ProcessSample... samples) {
        kernel.asked.clear();
        now += 5 * SECOND;
        return rounds.round(List.of(samples), now);
    }

    private static @Nullable Long known(Map<ProcessKey, PssRounds.Asked> all, int pid) {
        PssRounds.Asked asked = all.get(new ProcessKey(pid, 1));
        if (asked == null) {
            throw new AssertionError("process %d was never asked for".formatted(pid));
        }
        return asked.bytes();
    }

    @Test
    void theLargestAreAsked() {
        ProcessSample[] many = IntStream.rangeClosed(1, 60)
                .mapToObj(pid -> process(pid, pid * MB))
                .toArray(ProcessSample[]::new);
        round(many);
        assertThat(kernel.asked)
                .containsExactlyElementsOf(IntStream.rangeClosed(41, 60)
                        .map(at -> 101 - at)
                        .boxed()
                        .toList());
        round(many);
        assertThat(kernel.asked).as("within a minute").isEmpty();
        now += 60 * SECOND;
        round(many);
        assertThat(kernel.asked).hasSize(20);
    }

    @Test
    void soAreAFewThatGrew() {
        ProcessSample[] many = IntStream.rangeClosed(1, 60)
                .mapToObj(pid -> process(pid, (100 + pid) * MB))
                .toArray(ProcessSample[]::new);
        round(many);
        many[2] = process(3, 20 * MB);
        round(many);
        assertThat(kernel.asked).containsExactly(3);
    }

    @Test
    void kernelThreadsGiantsAndTheRecorderAreLeftAlone() {
        round(
                process(2, 5 * MB, true),
                process(7, 80 * MB),
                process(9, 210_000 * MB),
                process(10, 3 * MB),
                process(11, 0));
        assertThat(kernel.asked).containsExactly(10);
    }

    @Test
    void whatItTakesIsLearned() {
        kernel.nanosEach = 40_000_000; // 1.6 us a page
        round(process(3, 100 * MB));
        now += 3600 * SECOND;
        round(process(3, 100 * MB), process(4, 200 * MB));
        assertThat(kernel.asked).as("twice as much would take too long").containsExactly(3);
    }

    @Test
    void overAnHourNoMoreThanAThousandthOfACoreIsSpent() {
        ProcessSample[] many = IntStream.rangeClosed(20, 60)
                .mapToObj(pid -> process(pid, 800 * MB))
                .toArray(ProcessSample[]::new);
        kernel.nanosEach = 17_000_000;
        for (int look = 0; look < 720; look++) {
            long before = kernel.cpuNanos;
            round(many);
            assertThat(kernel.cpuNanos - before).isLessThanOrEqualTo(PssBudget.LONGEST_NANOS);
        }
        assertThat(kernel.cpuNanos).isBetween(3 * SECOND, 3600 * SECOND / 1000 + PssBudget.LONGEST_NANOS);
    }

    @Test
    void aRoundTakesNoMoreThanItsShare() {
        ProcessSample[] many = IntStream.rangeClosed(20, 39)
                .mapToObj(pid -> process(pid, 300 * MB))
                .toArray(ProcessSample[]::new);
        kernel.nanosEach = 6_000_000;
        round(many);
        assertThat(kernel.asked).hasSize(3);
        now += 60 * SECOND;
        round(many);
        assertThat(kernel.asked)
                .as("the others come first")
                .doesNotContain(20, 21, 22)
                .hasSize(3);
    }

    @Test
    void whoeverIsRefusedIsNotAskedAgainSoon() {
        kernel.answers.put(3, (long) -Errno.EACCES);
        kernel.answers.put(4, (long) -Errno.ESRCH);
        Map<ProcessKey, PssRounds.Asked> known = round(process(3, MB), process(4, MB), process(5, MB));
        assertThat(known(known, 3)).isNull();
        assertThat(known(known, 5)).isEqualTo(1000);
        now += 120 * SECOND;
        round(process(3, MB), process(4, MB), process(5, MB));
        assertThat(kernel.asked).containsExactlyInAnyOrder(4, 5);
        now += 3600 * SECOND;
        round(process(3, MB));
        assertThat(kernel.asked).containsExactly(3);
    }

    @Test
    void aChangeOfLessThanAHundredthIsNotTold() {
        kernel.answers.put(3, 100_000L);
        round(process(3, MB));
        kernel.answers.put(3, 100_900L);
        now += 60 * SECOND;
        assertThat(known(round(process(3, MB)), 3)).isEqualTo(100_000);
        kernel.answers.put(3, 101_001L);
        now += 60 * SECOND;
        assertThat(known(round(process(3, MB)), 3)).isEqualTo(101_001);
    }

    @Test
    void processesThatHaveGoneAreForgotten() {
        round(process(3, MB), process(4, MB));
        assertThat(round(process(4, MB))).containsOnlyKeys(new ProcessKey(4, 1));
    }
}
