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
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recorder reads a journal that somebody writes to, and is killed again and again: each line is recorded once. */
@Tag("crash")
@Timeout(300)
class JournalRecordingTest {
    private static final int KILLS = Integer.getInteger("tachograph.kills", 3);
    private static final int PAST = 5_000;
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

    @Test
    void withTheHotFileLostTheJournalIsReadOnFromTheLinesThatAreSealed() throws Exception {
        recordAndSeal(PAST, "--journal-dir", journal.toString());
        loseTheHotFile();
        JournalFiles.write(journal.resolve("host.journal"), numbered(PAST, PAST + 100));
        assertRecorded(PAST + 100, "--journal-dir", journal.toString());
    }

    @Test
    void anotherSourceBringsNothingThatIsThereAlready() throws Exception {
        recordAndSeal(PAST, "--journal-dir", journal.toString());
        Path link = Files.createSymbolicLink(folder.resolve("link"), journal);
        JournalFiles.write(journal.resolve("host.journal"), numbered(PAST, PAST + 50));
        assertRecorded(PAST + 50, "--journal-dir", link.toString());
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Files.copy(journal.resolve("host.journal"), copy.resolve("host.journal"));
        JournalFiles.write(copy.resolve("host.journal"), numbered(PAST + 50, PAST + 100));
        assertRecorded(PAST + 100, "--journal-dir", copy.toString());
    }

    @Test
    void withTheHotFileLostNoLineOfAFileComesTwice() throws Exception {
        Path file = Files.writeString(folder.resolve("app.log"), lines(0, 500));
        recordAndSeal(500, "--no-redact", "--log-files", file.toString());
        loseTheHotFile();
        Files.writeString(file, lines(500, 600), StandardOpenOption.APPEND);
        assertRecorded(600, "--no-redact", "--log-files", file.toString());
    }

    /** Of the last minutes, each of a time of its own. */
    private static String lines(int from, int to) {
        Instant first = Instant.now().minusSeconds(600);
        return IntStream.range(from, to)
                .mapToObj(number -> "%s host app: number %d\n".formatted(first.plusMillis(number * 500L), number))
                .collect(Collectors.joining());
    }

    /** The second run seals what it finds. */
    private void recordAndSeal(int lines, String... more) throws Exception {
        assertRecorded(lines, more);
        try (Program recorder = up(more).awaitGreeting()) {
            await().atMost(Duration.ofSeconds(60)).until(this::isSealed);
            recorder.kill();
        }
    }

    private boolean isSealed() throws IOException {
        Path segments = data.resolve("segments/logs");
        if (!Files.exists(segments)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(segments)) {
            return files.anyMatch(
                    file -> file.endsWith("SHA256SUMS") && !file.toString().contains(".new-"));
        }
    }

    private void loseTheHotFile() throws IOException {
        for (String lost : List.of("tachograph.duckdb", "tachograph.duckdb.wal")) {
            Files.deleteIfExists(data.resolve(lost));
        }
    }

    private void assertRecorded(int lines, String... more) throws Exception {
        List<String> all =
                IntStream.range(0, lines).mapToObj(number -> "number " + number).toList();
        try (Program recorder = up(more).awaitGreeting()) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(recorded()).hasSizeGreaterThanOrEqualTo(lines));
            recorder.kill();
        }
        assertThat(recorded()).containsExactlyInAnyOrderElementsOf(all);
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
        return up("--journal-dir", journal.toString());
    }

    private Program up(String... more) throws IOException {
        List<String> arguments = List.of("up", "--no-web", "--log-backfill", "1d", "--data-dir", data.toString());
        return start.run(Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private List<String> recorded() throws Exception {
        Result logs = start.result(
                "logs",
                "/^number [0-9]+$/",
                "--data-dir",
                data.toString(),
                "-n",
                "100000",
                "--since",
                "-1d",
                "-o",
                "cat");
        assertThat(logs.code()).as(logs.err()).isZero();
        return logs.out().lines().toList();
    }
}
