package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.linux.Burner;
import dev.tachograph.linux.Children;
import dev.tachograph.linux.Children.Child;
import dev.tachograph.model.Gap;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.ProcessExit.Source;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.ProcessStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real processes that end, and what the real kernel tells of them. */
@Tag("kernel")
@Timeout(120)
class ExitListenerTest {
    private static final int SMALL_BUFFER = 32 * 1024;
    private static final Pattern MINUTES_AND_SECONDS = Pattern.compile("(\\d+)m([\\d.]+)s");

    private final Children children = new Children();

    @AfterEach
    void end() {
        children.close();
    }

    /** Runs a line of bash, says when it is through, and then waits. */
    private Child shell(String script) throws Exception {
        Child shell = children.start("bash", "-c", script + "\necho through; read -r _");
        while (!shell.hear().equals("through")) {
            // what the script itself says
        }
        return shell;
    }

    @Test
    void everyOneOfManyShortProcessesIsToldOnceWithItsExitCode() throws Exception {
        try (Ends ends = Ends.accounted()) {
            Child shell = shell("for j in 1 2; do for i in {0..255}; do (exit $i); done; done");
            ends.take();
            List<ProcessExit> told = ends.childrenOf(shell.pid());
            assertThat(told).extracting(ProcessExit::exitCode).containsExactlyInAnyOrderElementsOf(twice(0, 256));
            assertThat(told).extracting(ProcessExit::pid).doesNotHaveDuplicates();
            assertThat(told).allSatisfy(exit -> {
                assertThat(exit.source()).isEqualTo(Source.TASKSTATS);
                assertThat(exit.name()).isEqualTo("bash");
                assertThat(exit.signal()).isNull();
                assertThat(exit.durationMicros()).isPositive();
                assertThat(exit.cpuMicros()).isNotNull().isLessThanOrEqualTo(exit.durationMicros());
                assertThat(exit.started()).isNotNull().isBeforeOrEqualTo(exit.ended());
            });
            assertThat(ends.take().lost()).isEmpty();
            assertThat(ends.childrenOf(shell.pid())).hasSameSizeAs(told);
        }
    }

    private static List<Integer> twice(int from, int to) {
        return IntStream.range(0, 2 * (to - from))
                .map(i -> from + i % (to - from))
                .boxed()
                .toList();
    }

    @Test
    void aSignalIsNoExitCode() throws Exception {
        try (Ends ends = Ends.accounted()) {
            Child shell = shell("bash -c 'kill -9 $$'; bash -c 'kill -15 $$'; bash -c 'ulimit -c 0; kill -6 $$'");
            ends.take();
            assertThat(ends.childrenOf(shell.pid()))
                    .extracting(ProcessExit::signal)
                    .containsExactlyInAnyOrder(9, 15, 6);
            assertThat(ends.childrenOf(shell.pid()))
                    .extracting(ProcessExit::exitCode)
                    .containsOnlyNulls();
        }
    }

    /** Each runs for less than the scheduler's tick, up to which its accounts would tell. */
    @Test
    void cpuTimeOfWhatRunsForLessThanATickIsToldToo() throws Exception {
        try (Ends ends = Ends.accounted()) {
            Child shell = children.start(
                    "bash", "-c", "for i in {1..200}; do (for j in {1..400}; do :; done); done; times; read -r _");
            shell.hear(); // of the shell itself
            double truth = seconds(shell.hear());
            ends.take();
            double told = ends.childrenOf(shell.pid()).stream()
                            .mapToLong(exit -> exit.cpuMicros() == null ? 0 : exit.cpuMicros())
                            .sum()
                    / 1e6;
            assertThat(told).isBetween(truth * 0.75, truth * 1.05 + 0.01);
        }
    }

    /** User and system time of the ended children, as the shell has it of its own kernel. */
    private static double seconds(String times) {
        Matcher part = MINUTES_AND_SECONDS.matcher(times);
        double sum = 0;
        while (part.find()) {
            sum += Integer.parseInt(part.group(1)) * 60 + Double.parseDouble(part.group(2));
        }
        return sum;
    }

    @Test
    void theTimeOfAllThreadsIsToldAndTheMostMemory() throws Exception {
        try (Ends ends = Ends.accounted()) {
            Child burner = Burner.start(children, 4);
            burner.say("100");
            long usedMicros = Long.parseLong(burner.hear()) / 1000;
            burner.in().close();
            burner.process().waitFor();
            ends.take();
            ProcessExit exit = one(ends.of(burner.pid()));
            assertThat(usedMicros).isGreaterThan(400_000);
            assertThat(exit.cpuMicros()).isBetween(usedMicros, usedMicros + 5_000_000);
            assertThat(exit.peakResidentBytes()).isGreaterThan(10_000_000);
            assertThat(exit.exitCode()).isZero();
        }
    }

    @Test
    void whatALookKnowsBelongsToTheEnd() throws Exception {
        try (Ends ends = Ends.accounted()) {
            Child sleeper = children.start("sleep", "1000.25");
            await().until(() -> {
                ends.take();
                ProcessSample seen = ends.sample(sleeper.pid());
                return seen != null && "sleep 1000.25".equals(seen.description().cmdline());
            });
            ProcessSample seen = ends.sample(sleeper.pid());
            assertThat(seen).isNotNull();
            sleeper.kill();
            ends.take();
            ProcessExit exit = one(ends.of(sleeper.pid()));
            assertThat(exit.startTicks()).isEqualTo(seen.key().startTicks());
            assertThat(exit.cmdline()).isEqualTo("sleep 1000.25");
            assertThat(exit.group()).isEqualTo(seen.description().group());
            assertThat(exit.user()).isEqualTo(seen.description().user());
            assertThat(exit.cpuMicros()).isGreaterThanOrEqualTo(seen.figures().cpuMicros());
            assertThat(exit.signal()).isEqualTo(9);
        }
    }

    @Test
    void commandLineAndGroupAreReadWhenAProgramIsStarted() throws Exception {
        try (Ends ends = Ends.accounted()) {
            Child sleeper = children.start("sleep", "1000.75");
            await().until(() -> {
                ends.takeWithoutLook();
                return ends.sample(sleeper.pid()) == null; // no look has found it
            });
            sleeper.kill();
            ends.takeWithoutLook();
            ProcessExit exit = one(ends.of(sleeper.pid()));
            assertThat(exit.cmdline()).isEqualTo("sleep 1000.75");
            assertThat(exit.group().path()).isNotNull();
            assertThat(exit.startTicks()).isNull();
        }
    }

    @Test
    void aZombieIsToldOnceWhenItEnds() throws Exception {
        try (Ends ends = Ends.accounted()) {
            Child parent = children.start("bash", "-c", "sleep 1000.5 & echo $!; exec sleep 1001");
            int pid = Integer.parseInt(parent.hear());
            await().until(() -> {
                ends.take();
                return ends.sample(pid) != null && ends.sample(parent.pid()) != null;
            });
            children.start("kill", "-9", Integer.toString(pid)).process().waitFor();
            await().until(() -> {
                ends.take();
                ProcessSample sample = ends.sample(pid);
                return sample != null && sample.figures().status() == ProcessStatus.ZOMBIE;
            });
            ends.take();
            assertThat(ends.of(pid)).hasSize(1);
            parent.kill();
            await().until(() -> {
                ends.take();
                return ends.sample(pid) == null;
            });
            assertThat(one(ends.of(pid)).signal()).isEqualTo(9);
        }
    }

    @Test
    void aZombieThatNoLookSawAliveIsToldOnce() throws Exception {
        try (Ends ends = Ends.accounted()) {
            Child parent = children.start("bash", "-c", "(exit 3) & echo $!; exec sleep 1001");
            int pid = Integer.parseInt(parent.hear());
            await().until(() -> {
                ends.takeWithoutLook();
                return !ends.of(pid).isEmpty();
            });
            ends.take();
            ProcessSample sample = ends.sample(pid);
            parent.kill();
            await().until(() -> {
                ends.take();
                return ends.sample(pid) == null;
            });
            assertThat(one(ends.of(pid)).exitCode()).isEqualTo(3);
            assertThat(sample == null || sample.figures().status() == ProcessStatus.ZOMBIE)
                    .isTrue();
        }
    }

    @Test
    void whatFindsNoRoomIsCountedToTheLastOne() throws Exception {
        try (Ends ends = Ends.accounted(SMALL_BUFFER, EndedProcesses.MOST)) {
            Child shell = shell("for i in {1..600}; do (:); done");
            ExitProbe.Ended ended = ends.take();
            int told = ends.childrenOf(shell.pid()).size();
            Gap gap = one(ended.lost());
            assertThat(told).isLessThan(600);
            assertThat(gap.stream()).isEqualTo(Gap.Stream.EXITS);
            assertThat(gap.cause()).isEqualTo(Gap.Cause.OVERRUN);
            assertThat(gap.count()).isGreaterThanOrEqualTo(600 - told); // other processes of the host may end as well
            assertThat(gap.from()).isBefore(gap.to());
            assertThat(ends.take().lost()).isEmpty();
        }
    }

    @Test
    void whatIsBeyondTheLimitOfMemoryIsCounted() throws Exception {
        try (Ends ends = Ends.accounted(ExitSockets.RECEIVE_BYTES, 100)) {
            Child shell = shell("for i in {1..300}; do (:); done");
            Gap gap = one(ends.take().lost());
            assertThat(gap.cause()).isEqualTo(Gap.Cause.DROPPED);
            assertThat(gap.count())
                    .isNotNull()
                    .isGreaterThanOrEqualTo(300 - ends.childrenOf(shell.pid()).size());
        }
    }

    @Test
    void withoutAccountingTheConnectorTellsOfEveryEnd() throws Exception {
        try (Ends ends = Ends.connected(ExitSockets.RECEIVE_BYTES)) {
            List<Integer> pids = numbers(
                    children.start(
                            "bash",
                            "-c",
                            "for i in {1..200}; do (echo $BASHPID; exit $i); done; bash -c 'echo $$; kill -9 $$'; echo through; read -r _"));
            await().until(
                            () -> { // the last is told when its parent has gone on already
                                assertThat(ends.take().lost()).isEmpty();
                                return ends.of(pids).size() >= 201;
                            });
            List<ProcessExit> told = ends.of(pids);
            assertThat(told).hasSize(201);
            assertThat(told).extracting(ProcessExit::pid).doesNotHaveDuplicates();
            assertThat(told).extracting(ProcessExit::source).containsOnly(Source.CONNECTOR);
            assertThat(told).extracting(ProcessExit::cpuMicros).containsOnlyNulls();
            assertThat(told.stream().filter(exit -> exit.signal() != null)).hasSize(1);
        }
    }

    @Test
    void whatTheConnectorLostIsCounted() throws Exception {
        try (Ends ends = Ends.connected(SMALL_BUFFER)) {
            List<Integer> pids = numbers(children.start(
                    "bash", "-c", "for i in {1..600}; do (echo $BASHPID); done; echo through; read -r _"));
            List<Gap> lost = new ArrayList<>();
            await().until(() -> {
                lost.addAll(ends.take().lost());
                long count = lost.stream()
                        .mapToLong(gap -> gap.count() == null ? 0 : gap.count())
                        .sum();
                return count + ends.of(pids).size() >= 600;
            });
        }
    }

    @Test
    void aKnownProcessIsToldOnceAlsoWhereTheKernelTellsLate() throws Exception {
        try (Ends ends = Ends.connected(ExitSockets.RECEIVE_BYTES)) {
            Child sleeper = children.sleeper();
            ends.take();
            sleeper.kill();
            await().until(() -> {
                ends.take();
                return !ends.of(sleeper.pid()).isEmpty();
            });
            ends.take();
            ends.take();
            ProcessExit exit = one(ends.of(sleeper.pid()));
            assertThat(exit.source()).isEqualTo(Source.CONNECTOR);
            assertThat(exit.startTicks()).isNotNull();
            assertThat(exit.cpuMicros()).isNotNull();
        }
    }

    @Test
    void whereNobodyTellsTheirParentsKnowWhatTheyUsed() throws Exception {
        try (Ends ends = Ends.sampled()) {
            Child shell = shell("for i in 1 2 3 4 5; do (for j in {1..100000}; do :; done); done");
            ExitProbe.Ended ended = ends.take();
            assertThat(ended.cpuMicros()).isNotNull().isGreaterThan(100_000);
            assertThat(ends.childrenOf(shell.pid())).isEmpty(); // none was there at a look
        }
    }

    @Test
    void whereNobodyTellsALookKnowsWhoIsGone() throws Exception {
        try (Ends ends = Ends.sampled()) {
            Child sleeper = children.sleeper();
            ends.take();
            sleeper.kill();
            ends.take();
            ends.take();
            ProcessExit exit = one(ends.of(sleeper.pid()));
            assertThat(exit.source()).isEqualTo(Source.SAMPLED);
            assertThat(exit.exitCode()).isNull();
            assertThat(exit.name()).isEqualTo("sleep");
            assertThat(exit.startTicks()).isNotNull();
        }
    }

    /** What a shell says of its children; who their parent was the kernel no longer tells once that has reaped them. */
    private static List<Integer> numbers(Child shell) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        for (String line = shell.hear(); !line.equals("through"); line = shell.hear()) {
            numbers.add(Integer.valueOf(line));
        }
        return numbers;
    }

    private static <T> T one(List<T> all) {
        assertThat(all).hasSize(1);
        return all.getFirst();
    }
}
