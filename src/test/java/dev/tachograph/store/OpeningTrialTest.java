package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.store.OpeningTrial.Manner;
import dev.tachograph.store.Verdict.Broken;
import dev.tachograph.store.Verdict.Contents;
import dev.tachograph.store.Verdict.Sound;
import dev.tachograph.store.Verdict.Untried;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A trial in a process of its own: what it says, and that it can't hurt. */
@Timeout(120)
class OpeningTrialTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = "SETTLE", mode = EnumSource.Mode.EXCLUDE)
    void aLogIsReadWithoutAChangeToAnything(Manner manner) throws Exception {
        try (Child writer = Child.start(CommitAndWait.class, folder.toString(), "7")) {
            assertThat(writer.nextLine()).isEqualTo("committed");
            writer.kill();
        }
        var files = new HotFiles(folder);
        byte[] hot = Files.readAllBytes(files.hot());
        byte[] log = Files.readAllBytes(files.log());
        assertThat(OpeningTrial.inChild(folder, manner))
                .isEqualTo(new Sound(new Contents(
                        7L,
                        Recording.BEGIN.plus(Recording.INTERVAL),
                        Recording.BEGIN.plus(Recording.INTERVAL.multipliedBy(7)))));
        assertThat(files.hot()).hasBinaryContent(hot);
        assertThat(files.log()).hasBinaryContent(log);
        try (var all = Files.list(folder)) {
            assertThat(all).hasSize(3); // these two and the lock
        }
    }

    @Test
    void whatIsNoDatabaseIsBroken() throws Exception {
        Files.writeString(new HotFiles(folder).hot(), "no database");
        assertThat(OpeningTrial.inChild(folder, Manner.READ))
                .isInstanceOfSatisfying(
                        Broken.class,
                        broken -> assertThat(broken.reason()).contains("not a valid DuckDB database file"));
    }

    @Test
    void rowsThatContradictOthersAreBrokenAlthoughEveryChecksumIsRight() throws Exception {
        try (var recording = new Recording(folder)) {
            recording.ticks(5);
        }
        try (HotDatabase database = HotDatabase.open(folder)) {
            Sql.execute(database.writer(), "UPDATE hot.process_samples SET tick = 0 WHERE tick = 1 AND process_id = 2");
        }
        assertThat(OpeningTrial.inChild(folder, Manner.READ))
                .isInstanceOfSatisfying(
                        Broken.class, broken -> assertThat(broken.reason()).contains("contradict"));
    }

    @Test
    void aFileThatAnotherProcessHoldsSaysNothingOfTheFile() throws Exception {
        try (Child holder = Child.start(CommitAndWait.class, folder.toString(), "1")) {
            assertThat(holder.nextLine()).isEqualTo("committed");
            assertThat(OpeningTrial.inChild(folder, Manner.READ)).isInstanceOf(Untried.class);
            holder.kill();
        }
    }

    /** A pipe that nobody writes to lets whoever opens it wait for ever. */
    private CompletableFuture<Verdict> hangingTrial() throws IOException, InterruptedException {
        new ProcessBuilder("mkfifo", new HotFiles(folder).hot().toString())
                .start()
                .waitFor();
        var verdict = new CompletableFuture<Verdict>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                verdict.complete(OpeningTrial.inChild(folder, Manner.READ));
            } catch (InterruptedException e) {
                verdict.completeExceptionally(e);
            }
        });
        return verdict;
    }

    /** The process that has come to the pipe. */
    private static ProcessHandle processAtWork() {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> ProcessHandle.current()
                                .descendants()
                                .filter(process -> isOpeningPipe(process.pid()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static boolean isOpeningPipe(long pid) {
        try (var threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.anyMatch(thread -> waitsFor(thread).matches("wait_for_partner|fifo_open"));
        } catch (IOException e) {
            return false; // it has just ended
        }
    }

    private static String waitsFor(Path thread) {
        try {
            return Files.readString(thread.resolve("wchan"));
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void aCrashIsAVerdict() throws Exception {
        CompletableFuture<Verdict> verdict = hangingTrial();
        signal(processAtWork(), "SEGV");
        assertThat(verdict.get())
                .isInstanceOfSatisfying(
                        Broken.class, broken -> assertThat(broken.reason()).contains("ends a process"));
    }

    @Test
    void aTrialThatSomebodyEndsSaysNothingOfTheFile() throws Exception {
        CompletableFuture<Verdict> verdict = hangingTrial();
        signal(processAtWork(), "KILL");
        assertThat(verdict.get()).isInstanceOf(Untried.class);
    }

    @Test
    void theTrialEndsWithItsParent() throws Exception {
        new ProcessBuilder("mkfifo", new HotFiles(folder).hot().toString())
                .start()
                .waitFor();
        ProcessHandle trial;
        try (Child parent = Child.start(TryAndWait.class, folder.toString())) {
            trial = processAtWork();
            parent.kill();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> !trial.isAlive());
    }

    private static void signal(ProcessHandle process, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
    }
}
