package dev.tachograph.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.app.Program.Result;
import dev.tachograph.app.Program.Start;
import dev.tachograph.linux.JournalFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recorder reads a journal that somebody writes to, and is killed again and again: each line is recorded once. */
@Tag("crash")
@Timeout(300)
class JournalRecordingTest {
    private static final int KILLS = Integer.getInteger("tachograph.kills", 4);
    private static final int PAST = 8_000;
    private static final int BURST = 10;
    private static final long BURST_PAUSE_MILLIS = 20;

    @TempDir
    private Path folder;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private Path data;
    private Path journal;
    private Start start;
    private volatile boolean isEnough;
    private final AtomicInteger written = new AtomicInteger();

    @BeforeEach
    void writeThePast() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        data = home.resolve("data");
        journal = Files.createDirectory(folder.resolve("journal"));
        start = Start.in(home);
        JournalFiles.write(journal.resolve("host.journal"), numbered(0, PAST));
        written.set(PAST);
    }

    /** Entries of the last minutes, the first ones before the first start. */
    private byte[] numbered(int from, int to) {
        long now = Instant.now().toEpochMilli() * 1000;
        var text = new JournalFiles.Text();
        for (int number = from; number < to; number++) {
            text.entry(now - (to - number), now, "5c1a0b7e5f5b4c1f8f3f9a3f6d1c2b3a")
                    .field("MESSAGE", "number " + number)
                    .field("PRIORITY", Integer.toString(number % 8));
        }
        return text.bytes();
    }

    @Test
    void everyLineIsRecordedOnceHoweverOftenTheRecorderIsKilled() throws Exception {
        Process remote = new ProcessBuilder(
                        "/lib/systemd/systemd-journal-remote", "--output=" + journal.resolve("host.journal"), "-")
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
        Thread writer = Thread.ofVirtual().start(() -> write(remote.getOutputStream()));
        for (int kill = 0; kill < KILLS; kill++) {
            try (Program recorder = up().awaitGreeting()) {
                recorder.waitFor(Duration.ofMillis(random.nextInt(2000)));
                recorder.kill();
            }
        }
        isEnough = true;
        writer.join();
        assertThat(remote.waitFor(20, TimeUnit.SECONDS)).isTrue();
        List<String> all = IntStream.range(0, written.get())
                .mapToObj(number -> "number " + number)
                .toList();
        try (Program recorder = up().awaitGreeting()) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(recorded()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(all));
            recorder.signal("TERM");
            assertThat(recorder.waitFor(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(recorded()).containsExactlyInAnyOrderElementsOf(all);
        Result verified = start.result("verify", "--data-dir", data.toString());
        assertThat(verified.code()).as(verified.err()).isZero();
    }

    private void write(OutputStream journal) {
        try (journal) {
            while (!isEnough) {
                journal.write(numbered(written.get(), written.get() + BURST));
                journal.flush();
                written.addAndGet(BURST);
                Thread.sleep(BURST_PAUSE_MILLIS);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Program up() throws IOException {
        return start.run(
                "up",
                "--no-web",
                "--data-dir",
                data.toString(),
                "--journal-dir",
                journal.toString(),
                "--log-backfill",
                "1d");
    }

    private List<String> recorded() throws Exception {
        Result logs =
                start.result("logs", "--data-dir", data.toString(), "-n", "100000", "--since", "-1d", "-o", "cat");
        assertThat(logs.code()).as(logs.err()).isZero();
        return logs.out().lines().toList();
    }
}
