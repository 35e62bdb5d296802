package dev.tachograph.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.cli.Commands;
import dev.tachograph.cli.Console;
import dev.tachograph.cli.Paper;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import dev.tachograph.model.LogSource;
import dev.tachograph.settings.Settings.Limit;
import dev.tachograph.settings.Settings.Retention;
import dev.tachograph.settings.Surroundings;
import dev.tachograph.store.Writing;
import dev.tachograph.web.AccessRules;
import dev.tachograph.web.RecordedApi;
import dev.tachograph.web.WebLimits;
import dev.tachograph.web.WebOptions;
import dev.tachograph.web.WebServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code tachograph logs} over the record of a recorder that runs, and of one that has stopped. */
@Timeout(120)
class LogsCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:12:07Z");
    private static final Retention RETENTION = new Retention(
            new Limit(30, 1_000_000_000),
            new Limit(30, 500_000_000),
            new Limit(30, 250_000_000),
            new Limit(400, 250_000_000),
            Duration.ofMinutes(10),
            1_000_000_000,
            false);

    @TempDir
    private Path home;

    private Path data;
    private Writing writing;
    private ByteArrayOutputStream out;
    private ByteArrayOutputStream err;

    @BeforeEach
    void record() throws Exception {
        data = home.resolve("data");
        writing = new Writing(data, 5, 100_000_000);
        writing.tick();
        out = new ByteArrayOutputStream();
        err = new ByteArrayOutputStream();
    }

    @AfterEach
    void close() {
        writing.close();
    }

    private WebServer serve() throws IOException {
        var options = new WebOptions(
                null,
                data,
                new AccessRules(Surroundings.ownUid(), Set.of(), Set.of(), () -> null),
                null,
                WebLimits.DEFAULT);
        return WebServer.start(options, RecordedApi.of(writing.store, () -> null, data, RETENTION, () -> NOW));
    }

    private int logs(String... arguments) {
        var console = new Console(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                () -> new Paper(false, false, Integer.MAX_VALUE, Integer.MAX_VALUE),
                () -> NOW,
                ZoneOffset.UTC);
        var surroundings = new Surroundings(Map.of(), false, home, home, home.resolve("x"), home.resolve("y"));
        var commands = new Commands(
                console,
                surroundings,
                _ -> 1,
                StoppedRecorder::open,
                _ -> List.of(),
                SimulatedHistory::write,
                (_, _) -> 1);
        return commands.run(Stream.concat(Stream.of("logs", "--data-dir", data.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private String said() {
        String text = out.toString(UTF_8);
        out.reset();
        return text;
    }

    @Test
    void theNewestLinesAreTheSameInTheirOrderWhetherItRunsOrNot() throws Exception {
        List<LogLine> lines = shuffled(5_000);
        writing.write(lines);
        List<String> expected =
                new ArrayList<>(inOrder(lines).stream().map(LogLine::message).toList());
        String newest4500 = String.join("\n", expected.subList(500, 5_000)) + "\n";
        String some;
        try (var _ = serve()) {
            assertThat(logs("-o", "cat", "-n", "4500")).isZero();
            assertThat(said()).isEqualTo(newest4500);
            assertThat(logs("-o", "json", "-n", "3", "unit:a*", "line", "priority:6"))
                    .isZero();
            some = said();
            assertThat(some.lines())
                    .hasSize(3)
                    .allSatisfy(line -> assertThat(line)
                            .contains("\"unit\":\"a.service\"", "\"fields\":{\"KEY\":[\"one\",\"two\"]}"));
            assertThat(logs("\"nothing like it\"")).isZero();
            assertThat(said()).isEmpty();
            assertThat(err.toString(UTF_8))
                    .contains("no line matches \"nothing like it\" between", "; the log goes from 2026-11-23 ");
        }
        assertThat(writing.end()).isTrue();
        String since = "2026-11-23T02:00:00Z"; // for one that has stopped, the last hour is the last one before now
        assertThat(logs("-o", "cat", "-n", "4500", "--since", since)).isZero();
        assertThat(said()).isEqualTo(newest4500);
        assertThat(logs("-o", "json", "-n", "3", "--since", since, "unit:a*", "line", "priority:6"))
                .isZero();
        assertThat(said()).isEqualTo(some);
    }

    @Test
    void aWrongSearchIsWrongUseInTheWordsOfTheCommand() throws Exception {
        writing.write(shuffled(3));
        try (var _ = serve()) {
            assertThat(logs("error", "(timeout")).isEqualTo(2);
            assertThat(logs("/a(/")).isEqualTo(2);
            assertThat(logs("--since", "2026-11-24T00:00:00Z")).isEqualTo(2);
        }
        assertThat(said()).isEmpty();
        assertThat(err.toString(UTF_8))
                .contains("tachograph logs:   error (timeout\n", "tachograph logs:         ^")
                .contains("tachograph logs:   /a(/\n")
                .contains("tachograph logs: --since: ")
                .doesNotContain("q: ");
    }

    @Test
    void followingGoesOnWithEachNewLineOnceAcrossARestart() throws Exception {
        writing.write(numbered(1, 30));
        WebServer server = serve();
        var thread = Thread.ofPlatform().start(() -> logs("--follow", "-o", "cat", "--since", "03:00", "-n", "5"));
        try {
            awaitOut(26, 30);
            writing.write(numbered(31, 33));
            long began = System.nanoTime();
            awaitOut(26, 33);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            server.close();
            await().until(() -> err.toString(UTF_8).contains("the recorder has ended"));
            writing.write(numbered(34, 40));
            server = serve();
            awaitOut(26, 40);
            writing.write(numbered(41, 41));
            awaitOut(26, 41);
        } finally {
            thread.interrupt();
            server.close();
            thread.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void toInterruptWhatFollowsIsNoFailure(String signal) throws Exception {
        writing.write(numbered(1, 3));
        Path printed = home.resolve("printed");
        Program.Start start = Program.Start.in(home).within("sh", "-c", "exec \"$@\" > " + printed, "sh");
        try (WebServer _ = serve();
                Program program = start.run(
                        "logs", "-f", "-o", "cat", "--since", "2026-11-01T00:00:00Z", "--data-dir", data.toString())) {
            await().until(() -> Files.exists(printed) && Files.size(printed) > 0);
            program.signal(signal);
            assertThat(program.result()).isEqualTo(new Program.Result(0, "", ""));
        }
    }

    private void awaitOut(int first, int last) {
        String expected = String.join(
                "",
                numbered(first, last).stream()
                        .map(line -> line.message() + "\n")
                        .toList());
        await().untilAsserted(() -> assertThat(out.toString(UTF_8)).isEqualTo(expected));
    }

    private static List<LogLine> numbered(int first, int last) {
        List<LogLine> lines = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            lines.add(line(i, NOW.minusSeconds(300).plusSeconds(i), "a.service"));
        }
        return lines;
    }

    /** Several lines of the same time, and not stored in the order of their times. */
    private static List<LogLine> shuffled(int count) {
        long seed = Long.getLong("tachograph.seed", 11);
        var random = new SplittableRandom(seed);
        List<LogLine> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant at = NOW.minusSeconds(1 + random.nextInt(1_000));
            lines.add(line(i, at, random.nextBoolean() ? "a.service" : "b.service"));
        }
        return lines;
    }

    private static List<LogLine> inOrder(List<LogLine> stored) {
        return stored.stream()
                .sorted(comparing(LogLine::timestamp).thenComparing(comparingLong(LogLine::sequence)))
                .toList();
    }

    private static LogLine line(int number, Instant at, String unit) {
        var origin = new LogOrigin(
                LogSource.JOURNAL,
                null,
                null,
                null,
                "web1",
                null,
                unit,
                null,
                null,
                null,
                null,
                "tag",
                7,
                null,
                null,
                null,
                null,
                null);
        return new LogLine(
                origin,
                at,
                null,
                number,
                6,
                null,
                "line " + number,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of("KEY", List.of("one", "two")),
                List.of());
    }
}
