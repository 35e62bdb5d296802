package dev.tachograph.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.model.Gap;
import dev.tachograph.model.Observation;
import dev.tachograph.probe.HostProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looks at a made-up process folder, which decides how a look goes: while it is there it succeeds, without it it fails, and a
 * process in it whose {@code stat} is a named pipe holds it up until the test opens the pipe's other end.
 */
@Timeout(60)
class SamplingTest {
    private static final Path SYS = Path.of("/sys");
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TickChannel channel = new TickChannel(1000, INTERVAL);

    @TempDir
    Path folder;

    private Path proc() {
        return folder.resolve("proc");
    }

    @Test
    void looksGoOnAtTheirPaceFromTheStartOn() throws Exception {
        readable();
        try (Sampling sampling = start()) {
            Observation first = take();
            assertThat(first.tick().intervalMicros()).isNull();
            assertThat(first.gaps()).isEmpty();
            Observation second = take();
            assertThat(second.tick().intervalMicros()).isNotNull();
            assertThat(sampling.plannedTicks()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void theIntervalIsTheTimeThatReallyPassed() throws Exception {
        readable();
        try (Sampling _ = start()) {
            Observation before = take();
            for (int look = 0; look < 10; look++) {
                Observation now = take();
                long passed =
                        now.tick().at().boottimeNanos() - before.tick().at().boottimeNanos();
                assertThat(now.tick().intervalMicros()).isEqualTo(passed / 1000);
                before = now;
            }
        }
    }

    @Test
    void aLookThatIsHeldUpLeavesAGapOfCountedMissesAndOneRealInterval() throws Exception {
        readable();
        try (Sampling sampling = start()) {
            take();
            holdUp();
            long missedBefore = sampling.missedTicks();
            long begin = System.nanoTime();
            await().until(() -> System.nanoTime() - begin > 10 * INTERVAL.toNanos());
            letGo();
            // A busy machine makes looks late, too, by less.
            Observation late = takeUntil(observation -> count(observation.gaps()) >= 5);
            assertThat(late.gaps()).singleElement().satisfies(gap -> {
                assertThat(gap.cause()).isEqualTo(Gap.Cause.MISSED);
                assertThat(gap.to()).isEqualTo(late.tick().at().wall());
            });
            assertThat(late.tick().intervalMicros()).isGreaterThan(8 * INTERVAL.toNanos() / 1000);
            assertThat(sampling.missedTicks()).isGreaterThanOrEqualTo(missedBefore + 5);
        }
    }

    @Test
    void looksThatFailAreOneGapAcrossWhichNothingIsReckoned() throws Exception {
        try (Sampling sampling = start()) {
            await().until(() -> sampling.missedTicks() >= 5);
            assertThat(channel.depth()).isZero();
            readable();
            Observation first = take();
            assertThat(first.tick().intervalMicros()).isNull();
            assertThat(failures(first)).first().satisfies(gap -> {
                assertThat(gap.count()).isGreaterThanOrEqualTo(1);
                assertThat(gap.detail()).contains("proc cannot be opened");
            });
            assertThat(count(first.gaps())).isGreaterThanOrEqualTo(5);
            assertThat(take().tick().intervalMicros()).isNotNull();

            Files.delete(proc());
            long missed = sampling.missedTicks();
            await().until(() -> sampling.missedTicks() >= missed + 3);
            readable();
            Observation again = takeUntil(observation -> !failures(observation).isEmpty());
            assertThat(again.tick().intervalMicros()).isNull();
        }
    }

    @Test
    void aFolderThatIsNoFolderIsAFailedLookToo() throws Exception {
        Files.writeString(proc(), "a file\n");
        try (Sampling sampling = start()) {
            await().until(() -> sampling.missedTicks() >= 2);
            Files.delete(proc());
            readable();
            assertThat(failures(take())).isNotEmpty();
        }
    }

    @Test
    void aFullChannelDoesNotHoldUpTheLooks() throws Exception {
        readable();
        var small = new TickChannel(2, INTERVAL);
        try (Sampling _ = Sampling.start(HostProbe.of(proc(), SYS, INTERVAL, null), small, INTERVAL)) {
            await().until(() -> small.droppedTicks() >= 5);
            assertThat(small.depth()).isEqualTo(2);
        }
    }

    @Test
    void closingWhileALookRunsWaitsForItAndEndsTheThread() throws Exception {
        readable();
        Sampling sampling = start();
        take();
        holdUp();
        Thread closing = Thread.ofPlatform().start(sampling::close);
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        letGo();
        assertThat(closing.join(PATIENCE)).isTrue();
        assertThat(threadsNamed("sampling")).isEmpty();
        sampling.close();
    }

    @Test
    void closingDoesNotWaitForEverForALookThatHangs() throws Exception {
        readable();
        Sampling sampling = start();
        take();
        holdUp();
        sampling.close();
        assertThat(threadsNamed("sampling")).hasSize(1);
        letGo();
        await().until(() -> threadsNamed("sampling").isEmpty());
    }

    private Sampling start() {
        return Sampling.start(HostProbe.of(proc(), SYS, INTERVAL, null), channel, INTERVAL);
    }

    private void readable() throws IOException {
        Files.createDirectory(proc());
    }

    /** Returns when a look waits at the pipe: opening it to read waits for who opens it to write. */
    private void holdUp() throws Exception {
        Path process = Files.createDirectory(folder.resolve("held"));
        assertThat(new ProcessBuilder("mkfifo", process.resolve("stat").toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.move(process, proc().resolve("7"), StandardCopyOption.ATOMIC_MOVE);
        await().until(() -> isOpeningAProcess() && isAsleep());
        Files.move(proc().resolve("7"), process, StandardCopyOption.ATOMIC_MOVE); // and so it holds up no other look
    }

    private static boolean isOpeningAProcess() {
        return threadsNamed("sampling").stream()
                .flatMap(thread -> Stream.of(thread.getStackTrace()))
                .anyMatch(frame -> frame.getClassName().endsWith("ProcessReader")
                        && frame.getMethodName().equals("stat"));
    }

    /** Whether the kernel says so of the thread. */
    private static boolean isAsleep() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.anyMatch(thread -> read(thread.resolve("stat")).contains("(sampling) S "));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return ""; // ended
        }
    }

    private void letGo() throws IOException {
        Files.newOutputStream(folder.resolve("held/stat")).close();
    }

    private Observation take() throws InterruptedException {
        Observation taken = channel.take(PATIENCE).observation();
        assertThat(taken).isNotNull();
        return taken;
    }

    private Observation takeUntil(Predicate<Observation> wanted) throws InterruptedException {
        Observation taken = take();
        while (!wanted.test(taken)) {
            taken = take();
        }
        return taken;
    }

    private static List<Gap> failures(Observation observation) {
        return observation.gaps().stream()
                .filter(gap -> gap.cause() == Gap.Cause.PROBE)
                .toList();
    }

    private static long count(List<Gap> gaps) {
        return gaps.stream()
                .mapToLong(gap -> gap.count() == null ? 0 : gap.count())
                .sum();
    }

    private static List<Thread> threadsNamed(String name) {
        return new ArrayList<>(Thread.getAllStackTraces().keySet())
                .stream().filter(thread -> thread.getName().equals(name)).toList();
    }
}
