package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogsCommandTest {
    private static final String ORIGIN = "\"hostname\":\"web1\",\"identifier\":\"sshd\",\"pid\":812,\"priority\":6";

    private static final long SEED = Long.getLong("tachograph.seed", 7);

    @TempDir
    private Path home;

    private Playground playground = new Playground(Path.of("/"));

    @BeforeEach
    void build() {
        playground = new Playground(home);
    }

    @Test
    void theNewestLinesComeOldestFirstAsJournalctlPrintsThem() throws IOException {
        assertThat(logs(numbered(5), "-n", "2")).isZero();
        assertThat(playground.out()).isEqualTo("""
                Nov 23 03:00:03 web1 sshd[812]: line 4
                Nov 23 03:00:04 web1 sshd[812]: line 5
                """);
        assertThat(playground.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "short | Nov 23 03:00:00 web1 sshd[812]: line 1",
                "short-precise | Nov 23 03:00:00.000000 web1 sshd[812]: line 1",
                "short-iso | 2026-11-23T03:00:00+01:00 web1 sshd[812]: line 1",
                "cat | line 1",
                "json | {\"line\":1,\"timestamp\":\"2026-11-23T02:00:00Z\",\"hostname\":\"web1\",\"identifier\":\"sshd\",\"pid\":812,\"priority\":6,\"message\":\"line 1\"}",
            })
    void eachFormatHasItsLine(String format, String expected) throws IOException {
        assertThat(logs(numbered(1), "-o", format)).isZero();
        assertThat(playground.out()).isEqualTo(expected + "\n");
    }

    @Test
    void verboseHasEveryValueThatIsKnownOnALineOfItsOwn() throws IOException {
        var log = new FakeLog(
                1,
                _ -> "\"unit\":null,\"sequence\":9223372036854775807,"
                        + "\"fields\":{\"A\":[\"x\\u001b[2J\",\"y\"],\"B\":[\"1\\n2\"]}");
        assertThat(logs(log, "-o", "verbose")).isZero();
        assertThat(playground.out()).isEqualTo("""
                Nov 23 03:00:00.000000
                    line=1
                    timestamp=2026-11-23T02:00:00Z
                    sequence=9223372036854775807
                    A=x\\e[2J
                    A=y
                    B=1\\n2
                """);
    }

    @Test
    void onlyWhatIsPrintedIsAskedFor() throws IOException {
        var log = numbered(1);
        assertThat(logs(log, "error", "unit:ng*", "--since", "02:00", "--until", "02:30", "-n", "7"))
                .isZero();
        assertThat(log.searches())
                .containsExactly(Map.of(
                        "q", "error unit:ng*",
                        "columns", "line,timestamp,boot_id,hostname,identifier,comm,pid,priority,message,message_bytes",
                        "start", "2026-11-23T01:00:00Z",
                        "end", "2026-11-23T01:30:00Z",
                        "sort_dir", "desc",
                        "limit", "7"));
    }

    @Test
    void aHostileLineCannotSteerTheTerminalInAnyFormat() throws IOException {
        for (LogFormat format : LogFormat.values()) {
            var terminal = new Playground(home);
            var log = new FakeLog(
                    1,
                    _ -> "\"hostname\":\"\\u001b]0;x\\u0007\",\"identifier\":\"\\u202eevil\","
                            + "\"boot_id\":\"\\u009b2J\",\"pid\":1,\"message\":\"\\u001b[2J\\u009b31m\\u0000\\u2028\\u202e\\ud800 "
                            + "\\ud83d\\ude00 ü\",\"fields\":{\"\\u001b\":[\"\\u001b\"]}");
            try (var _ = UnixServer.answering(home, log)) {
                assertThat(terminal.run("logs", "--data-dir", home.toString(), "-o", format.toString()))
                        .isZero();
            }
            assertThat(terminal.out()).as(format.toString()).contains("ü").endsWith("\n");
            assertThat(terminal.out().codePoints())
                    .as(format.toString())
                    .noneMatch(c -> c != '\n' && (Character.isISOControl(c) || c == 0x202e || c == 0x2028));
        }
    }

    @Test
    void furtherLinesOfAMessageStandBelowItsFirstAndTabsStay() throws IOException {
        var log = new FakeLog(1, _ -> ORIGIN + ",\"message\":\"Exception\\n\\tat A\\r\\n\\tat\\u0007 B\\n\\n\"");
        assertThat(logs(log)).isZero();
        assertThat(playground.out())
                .isEqualTo("Nov 23 03:00:00 web1 sshd[812]: Exception\n" + " ".repeat(32) + "\tat A\\r\n"
                        + " ".repeat(32)
                        + "\tat\\u{7} B\n");
    }

    @Test
    void whatIsNotKnownIsLeftOutAndALargeMessageSaysHowLargeItIs() throws IOException {
        var log = new FakeLog(
                2,
                line -> line == 1
                        ? "\"hostname\":null,\"identifier\":null,\"comm\":\"java\",\"pid\":null,\"message\":null"
                        : "\"message\":\"begin\",\"message_bytes\":10485760");
        assertThat(logs(log)).isZero();
        assertThat(playground.out()).isEqualTo("""
                Nov 23 03:00:00 java:\s
                Nov 23 03:00:01 unknown: begin… (10.5 MB in all)
                """);
    }

    @Test
    void aSmallMessageThatIsNoTextIsNotCutOffAndOneAtTheLimitIs() {
        assertThat(cat("bad utf8 \\\\xff\\\\xfe", 11)).isEqualTo("bad utf8 \\xff\\xfe\n");
        assertThat(cat("bad \ufffd", 5)).isEqualTo("bad \ufffd\n");
        assertThat(cat("\\\\xff".repeat(1023) + "abc", 1026)).endsWith("abc… (1.03 kB in all)\n");
        assertThat(cat("\\\\xff".repeat(1024), 2000)).endsWith("xff… (2.00 kB in all)\n");
    }

    @Test
    void controlCharactersAreWrittenOutWhereNothingElseIsPrinted() {
        assertThat(cat("fine\\rfake\\u000b\\n\\u0085end\\r\\n", null)).isEqualTo("fine\\rfake\\u{b}\n\\u{85}end\\r\n");
        assertThat(cat("", null)).isEqualTo("\n");
    }

    private static String cat(String message, @Nullable Integer bytes) {
        var row =
                new LogRow(1, FakeLog.FIRST, null, "{\"message\":\"" + message + "\",\"message_bytes\":" + bytes + "}");
        return LogFormat.CAT.text(Paper.PIPE, ZoneOffset.UTC).of(row);
    }

    @ParameterizedTest
    @CsvSource({"0,31;1", "3,31;1", "4,33;1", "5,1", "7,2"})
    void onATerminalTheMessageHasTheColourOfItsLevel(int priority, String codes) {
        var row = new LogRow(1, FakeLog.FIRST, null, "{\"priority\":" + priority + ",\"message\":\"a\\nb\"}");
        var paper = new Paper(true, true, 80, 24);
        assertThat(LogFormat.CAT.text(paper, ZoneOffset.UTC).of(row))
                .isEqualTo("\u001b[%1$sma\u001b[0m\n\u001b[%1$smb\u001b[0m\n".formatted(codes));
        assertThat(LogFormat.CAT.text(Paper.PIPE, ZoneOffset.UTC).of(row)).isEqualTo("a\nb\n");
    }

    @Test
    void gapsAndBootsStandBetweenTheLinesInTheOrderOfTime() throws IOException {
        var log = new FakeLog(
                        3, line -> "\"boot_id\":\"" + (line < 3 ? "b1" : "b2") + "\",\"message\":\"" + line + "\"")
                .withGap("{\"from\":\"2026-11-23T02:00:09Z\",\"to\":null,\"cause\":\"killed\"},"
                        + "{\"from\":\"2026-11-23T02:00:00.5Z\",\"to\":\"2026-11-23T02:00:01Z\",\"cause\":\"suppressed\","
                        + "\"count\":12,\"detail\":\"\\u001bsshd\"},"
                        + "{\"from\":\"2026-11-23T01:00:00Z\",\"to\":\"2026-11-23T01:30:00Z\",\"cause\":\"reboot\"}");
        assertThat(logs(log)).isZero();
        String expected = """
                -- gap: the host restarted, from 2026-11-23 02:00:00 to 2026-11-23 02:30:00 --
                Nov 23 03:00:00 unknown: 1
                -- gap: whoever writes the log left lines out, from 2026-11-23 03:00:00 to 2026-11-23 03:00:01 (12 missing): \\esshd --
                Nov 23 03:00:01 unknown: 2
                -- boot b2 --
                Nov 23 03:00:02 unknown: 3
                -- gap: the recorder was killed, from 2026-11-23 03:00:09 on --
                """;
        assertThat(playground.out()).isEqualTo(expected);
        playground = new Playground(home);
        logs(log, "-n", "2");
        assertThat(playground.out()).as("no gap before the first line shown").startsWith("Nov 23 03:00:01 unknown: 2");
        playground = new Playground(home);
        logs(log, "-o", "cat");
        assertThat(playground.out()).isEqualTo("1\n2\n3\n");
    }

    @Test
    void manyLinesAreReadForwardPageByPage() throws IOException {
        var log = numbered(30_000);
        assertThat(logs(log, "-n", "25000", "-o", "cat")).isZero();
        assertThat(playground.out()).isEqualTo(messages(5_001, 30_000));
        assertThat(log.searches().get(1)).containsEntry("limit", "25000").containsEntry("columns", "line,timestamp");
        assertThat(log.searches().stream().skip(2))
                .hasSize(13)
                .allSatisfy(search -> assertThat(search)
                        .containsEntry("limit", "2000")
                        .containsEntry("sort_dir", "asc")
                        .containsEntry("start", FakeLog.time(5_001).toString())
                        .containsEntry("end", FakeLog.time(30_000).toString()));
    }

    @RepeatedTest(20)
    void theLinesAreThoseThatWereAskedForWhateverTheirNumber(RepetitionInfo repetition) throws IOException {
        var random = new SplittableRandom(SEED + repetition.getCurrentRepetition());
        int there = random.nextInt(1, 7_000);
        int most = random.nextInt(1, 7_000);
        assertThat(logs(numbered(there), "-n", Integer.toString(most), "-o", "cat"))
                .isZero();
        assertThat(playground.out())
                .as("%d of %d lines, seed %d", most, there, SEED)
                .isEqualTo(messages(Math.max(1, there - most + 1), there));
    }

    @Test
    void aPageThatIsTooHeavyToHoldIsAskedAgainInParts() throws IOException {
        String large = "x".repeat(20_000);
        var log = new FakeLog(1_000, line -> "\"message\":\"" + line + "\",\"fields\":{\"A\":[\"" + large + "\"]}");
        var counted = new Counted();
        playground.redirect(counted);
        assertThat(logs(log, "-o", "json")).isZero();
        assertThat(counted.lines).isEqualTo(1_000);
        assertThat(counted.bytes).isGreaterThan(20_000_000);
        assertThat(log.searches()).hasSizeBetween(5, 12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "3000"})
    void whenNothingMatchesItSaysWhereItLookedAndHowFarTheLogReaches(String most) throws IOException {
        assertThat(logs(numbered(0), "nosuch", "-n", most)).isZero();
        assertThat(playground.out()).isEmpty();
        assertThat(playground.err())
                .isEqualTo("no line matches nosuch between 2026-11-23 03:00:00 and 2026-11-23 02:59:59;"
                        + " the log goes from 2026-11-23 03:00:00 to 2026-11-23 03:00:00\n");
    }

    @Test
    void itSaysWhenThereAreMoreUnlessANumberWasAskedFor() throws IOException {
        logs(numbered(1_001));
        assertThat(playground.err()).isEqualTo("the newest 1000 lines only; -n shows more\n");
        playground = new Playground(home);
        logs(numbered(1_001), "-n", "1000");
        assertThat(playground.err()).isEmpty();
    }

    @Test
    void aWrongSearchIsShownWithAMarkUnderWhatIsWrong() throws IOException {
        String problem = "{\"status\":400,\"detail\":\"q: no ) for this (\",\"position\":7,\"length\":2}";
        try (var _ = UnixServer.start(home, _ -> UnixServer.http("400 Bad Request", problem))) {
            assertThat(playground.run("logs", "--data-dir", home.toString(), "日本\u001b or (a"))
                    .isEqualTo(ExitCode.WRONG_USE);
        }
        assertThat(playground.err()).isEqualTo("""
                tachograph logs: no ) for this (
                tachograph logs:   日本\\e or (a
                tachograph logs:             ^^
                """);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "503 Service Unavailable | {\"detail\":\"it starts\"} | the recorder answered 503: it starts",
                "200 OK | {\"lines\":[{\"line\":1}]} | a log line without number or time",
                "200 OK | {\"lines\":[{\"line\":1,\"timestamp\":\"no\\u001b\"}]} | a log line of the time 'no\\e'",
                "200 OK | {\"lines\":[7]} | VALUE_NUMBER_INT in place of a log line",
                "200 OK | {\"lines\":[] | not JSON",
                "200 OK | {\"lines\":[{\"line\":1,\"timestamp\":\"2026-11-23T02:00:00Z\"} | not JSON",
                "200 OK | {\"lines\":[]} 7 | does not end after its log lines",
                "200 OK | {\"rows\":[]} | has no log lines in it",
                "200 OK | hello | not JSON",
                "200 OK | `` | has no log lines in it",
            })
    void whatIsNoAnswerIsAFailure(String status, String body, String reason) throws IOException {
        try (var _ = UnixServer.start(home, _ -> UnixServer.http(status, body))) {
            assertThat(playground.run("logs", "--data-dir", home.toString())).isEqualTo(ExitCode.FAILED);
        }
        assertThat(playground.err()).contains(reason).doesNotContain("fault of");
    }

    @Test
    void anAnswerThatBreaksOffIsAFailure() throws IOException {
        String cut = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n{\"lines\":[  \r\n";
        try (var _ = UnixServer.start(home, _ -> cut)) {
            assertThat(playground.run("logs", "--data-dir", home.toString())).isEqualTo(ExitCode.FAILED);
        }
        assertThat(playground.err()).isEqualTo("tachograph logs: the answer ended in the middle\n");
        assertThat(playground.out()).isEmpty();
    }

    private static final String PATTERNS = """
            {"total":3,"lines":430,"lines_without":1,"patterns":[
             {"pattern":"-7","text":"order * paid","count":412,"first":"2026-11-23T02:00:00Z","last":"2026-11-23T02:00:09Z",
              "example":"order 1 paid","unit":"app.service","priority":6,"level":"info"},
             {"pattern":"8","text":"\u001b* lost","count":17,"first":"2026-11-23T02:00:03Z","last":"2026-11-23T02:00:03Z",
              "example":"x","unit":null,"priority":null,"level":null}]}
            """;

    @Test
    void patternsAreATableOfWhatLinesHaveInCommon() throws IOException {
        try (var _ = UnixServer.start(home, _ -> UnixServer.http("200 OK", PATTERNS))) {
            assertThat(playground.run("logs", "--patterns", "-n", "2", "--data-dir", home.toString()))
                    .isZero();
        }
        assertThat(playground.out().lines())
                .hasSize(3)
                .satisfiesExactly(
                        head -> assertThat(head).contains("LINES", "FIRST", "LAST", "LEVEL", "UNIT", "PATTERN"),
                        first -> assertThat(first)
                                .contains("412", "info", "app.service")
                                .endsWith("order * paid"),
                        second -> assertThat(second).contains("17").endsWith("\\e* lost"));
        assertThat(playground.err())
                .isEqualTo("3 patterns in 430 lines, of which 1 have none; the 2 most frequent are shown\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"-f | choose one of them", "-n 1001 | with --patterns it is 1 to 1000"})
    void patternsAreWhatIsThereAndAThousandAtMost(String arguments, String complaint) throws IOException {
        var all = new ArrayList<>(List.of("logs", "--patterns", "--data-dir", home.toString()));
        all.addAll(List.of(arguments.split(" ", -1)));
        try (var _ = UnixServer.start(home, _ -> UnixServer.http("200 OK", PATTERNS))) {
            assertThat(playground.run(all.toArray(String[]::new))).isEqualTo(ExitCode.WRONG_USE);
        }
        assertThat(playground.err()).contains(complaint);
    }

    @Test
    void aStoppedRecordersLinesAreShownAndCannotBeFollowed() throws IOException {
        Files.createFile(home.resolve("recorder.duckdb"));
        playground.with(directory -> (path, parameters) -> Playground.ok(
                path.endsWith("health")
                        ? Playground.resource("health.json")
                        : "{\"lines\":[{\"line\":1,\"timestamp\":\"2026-11-23T02:00:00Z\",\"message\":\"left\"}]}"));
        assertThat(playground.run("logs", "--data-dir", home.toString())).isZero();
        assertThat(playground.out()).isEqualTo("Nov 23 03:00:00 unknown: left\n");
        assertThat(playground.err()).startsWith("no recorder is running on " + home + "; showing what");
        assertThat(playground.run("logs", "--follow", "--data-dir", home.toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(playground.err())
                .endsWith("tachograph logs: no recorder is running on " + home + ": nothing to follow\n");
    }

    @Test
    void followGoesOnWhereTheStoredLinesEndAndAcrossRestartsOfTheRecorder() throws Exception {
        var log = numbered(30);
        UnixServer server = UnixServer.answering(home, log);
        var thread = Thread.ofPlatform()
                .start(() -> playground.run(
                        "logs", "--follow", "-o", "cat", "--since", "03:00", "--data-dir", home.toString()));
        try {
            awaitOut(messages(21, 30));
            log.append(2);
            awaitOut(messages(21, 32));
            server.close();
            await().until(() -> playground.err().contains("the recorder has ended; waiting for it\n"));
            log.append(3);
            server = UnixServer.answering(home, log);
            awaitOut(messages(21, 35));
            log.append(1);
            awaitOut(messages(21, 36));
            assertThat(playground.err()).endsWith("the recorder is back\n");
            assertThat(log.searches()).hasSize(1);
        } finally {
            thread.interrupt();
            server.close();
            thread.join();
        }
    }

    @Test
    void followShowsNoLineTwiceThatWasStoredBetweenTailAndSearch() throws Exception {
        var log = numbered(3);
        UnixServer.Answers late = (request, out) -> {
            if (!request.contains("/tail")) {
                log.append(2);
            }
            log.answer(request, out);
        };
        UnixServer server = UnixServer.answering(home, late);
        var thread = Thread.ofPlatform()
                .start(() -> playground.run(
                        "logs", "--follow", "-o", "cat", "--since", "03:00", "--data-dir", home.toString()));
        try {
            awaitOut(messages(1, 5));
            log.append(1);
            awaitOut(messages(1, 6));
        } finally {
            thread.interrupt();
            server.close();
            thread.join();
        }
    }

    @Test
    void whatIsStoredLateButIsOlderThanTheBeginIsNotFollowed() throws Exception {
        var log = numbered(3);
        UnixServer server = UnixServer.answering(home, log);
        var thread = Thread.ofPlatform()
                .start(() -> playground.run(
                        "logs", "--follow", "-o", "cat", "--since", "03:00:05", "--data-dir", home.toString()));
        try {
            await().until(() -> server.requests().size() == 2);
            log.append(6);
            awaitOut(messages(6, 9));
        } finally {
            thread.interrupt();
            server.close();
            thread.join();
        }
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoFailureAndAFullDiskIs() {
        var broken = new Console(
                new PrintStream(new BrokenStream(), true, UTF_8),
                System.err,
                () -> Paper.PIPE,
                () -> Playground.NOW,
                Playground.ZONE);
        var pipe = new LogPaper(broken, true);
        pipe.print("x");
        assertThatThrownBy(pipe::flush).isInstanceOf(LogPaper.ReaderGone.class);
        var file = new LogPaper(broken, false);
        file.print("x");
        assertThatThrownBy(file::flush).isInstanceOf(CommandFailure.class).hasMessageContaining("cannot be written");
    }

    private int logs(FakeLog log, String... arguments) throws IOException {
        var all = new ArrayList<>(List.of("logs", "--data-dir", home.toString()));
        all.addAll(List.of(arguments));
        try (var _ = UnixServer.answering(home, log)) {
            return playground.run(all.toArray(String[]::new));
        }
    }

    private static FakeLog numbered(long lines) {
        return new FakeLog(lines, line -> ORIGIN + ",\"message\":\"line " + line + "\"");
    }

    private static String messages(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(line -> "line " + line + "\n")
                .collect(joining());
    }

    private void awaitOut(String expected) {
        await().untilAsserted(() -> assertThat(playground.out()).isEqualTo(expected));
    }

    private static final class BrokenStream extends OutputStream {
        @Override
        public void write(int single) throws IOException {
            throw new IOException("broken");
        }
    }

    /** Takes anything and keeps nothing. */
    private static final class Counted extends OutputStream {
        private long bytes;
        private long lines;

        @Override
        public void write(int single) {
            bytes++;
            lines += single == '\n' ? 1 : 0;
        }
    }
}
