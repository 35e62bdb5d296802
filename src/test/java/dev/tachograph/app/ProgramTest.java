package dev.tachograph.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.app.Program.Result;
import dev.tachograph.app.Program.Start;
import dev.tachograph.model.Event;
import dev.tachograph.query.History;
import dev.tachograph.store.SmallDisk;
import dev.tachograph.store.StoppedStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real program: exit codes, what it says and where, and how it begins and ends. */
@Timeout(120)
class ProgramTest {
    private static final Pattern PAGE = Pattern.compile("page {2}http://127\\.0\\.0\\.1:(\\d+)/");
    private static final Instant FOR_EVER = Instant.parse("9999-01-01T00:00:00Z");

    @TempDir
    private Path home;

    private Start start = Start.in(Path.of(""));
    private Path data = Path.of("");

    @BeforeEach
    void settle() {
        start = Start.in(home);
        data = home.resolve("data");
    }

    private Program up(String... more) throws IOException {
        var arguments = new ArrayList<>(List.of("up", "--data-dir", data.toString(), "--interval", "250ms"));
        arguments.addAll(List.of(more));
        return start.run(arguments.toArray(String[]::new));
    }

    private Program recording() throws IOException {
        return up("--no-web").awaitGreeting();
    }

    private void awaitTicks() {
        await().until(() ->
                start.result("status", "--data-dir", data.toString()).code() == 0);
    }

    private List<Event> events() throws Exception {
        try (StoppedStore stopped = StoppedStore.open(data)) {
            return new History(stopped).events(Instant.EPOCH, FOR_EVER, 100);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up --colour red                  | 2 | --colour",
                "--interval soon                  | 2 | soon",
                "up --interval 1ms                | 2 | 1ms",
                "up --listen nowhere              | 2 | nowhere",
                "up --data-dir                    | 2 | --data-dir",
                "up --config /does/not/exist.toml | 2 | /does/not/exist.toml",
                "up --demo                        | 2 | --demo",
                "statsu                           | 2 | status",
                "top --at 25:00                   | 2 | 25:00",
                "top -n -1                        | 2 | -1",
                "top --sort colour                | 2 | colour",
                "sql --format runes               | 2 | runes",
                "ask                              | 2 | QUESTION",
                "diff                             | 2 | --window",
                "status --data-dir /does/not/exist | 1 | /does/not/exist"
            })
    void whatIsWrongIsNamedOnStandardErrorOnly(String arguments, int code, String named) throws Exception {
        Result result = start.result(arguments.split(" "));
        assertThat(result.code()).as(result.err()).isEqualTo(code);
        assertThat(result.err()).contains(named).doesNotContain("Exception", "\tat ");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aTypoInTheConfigurationIsNamedWithFileAndLine() throws Exception {
        Path file =
                Files.writeString(home.resolve("config.toml"), "listen = '127.0.0.1:0'\n\nprocess_intervall = '5s'\n");
        Result result = start.result("up", "--config", file.toString(), "--data-dir", data.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(file.toString()).contains("3").contains("process_intervall");
        assertThat(data).doesNotExist();
    }

    @Test
    void aWrongVariableIsNamed() throws Exception {
        Result result = start.with("TACHOGRAPH_PROCESS_INTERVAL", "never").result("up", "--data-dir", data.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("TACHOGRAPH_PROCESS_INTERVAL").contains("never");
    }

    @Test
    void aFolderWithOtherFilesOrAFileInTheWayIsRefused() throws Exception {
        Files.createDirectories(data);
        Files.writeString(data.resolve("letter"), "dear");
        Result foreign = up("--no-web").result();
        assertThat(foreign.code()).isEqualTo(2);
        assertThat(foreign.err())
                .isEqualTo(data + ": holds other files; choose an empty folder or a new one for --data-dir");
        data = data.resolve("letter");
        Result file = up("--no-web").result();
        assertThat(file.code()).isEqualTo(2);
        assertThat(file.err()).isEqualTo(data + ": is a file, not a folder");
    }

    @Test
    void aFolderWithoutPermissionIsNamed() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("only root can become somebody else")
                .isEqualTo("root");
        start = start.asNobody();
        Result result = up("--no-web").result();
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).isEqualTo(data + ": no permission; choose another folder with --data-dir");

        Files.createDirectory(data);
        Result others = up("--no-web").result();
        assertThat(others.code()).isEqualTo(2);
        assertThat(others.err()).contains(data.toString()).contains("uid 0").contains("uid 65534");

        Files.setAttribute(data, "unix:uid", Program.NOBODY);
        recordAndStop();
    }

    @Test
    void aFullDiskAtTheStartIsNamed() throws Exception {
        SmallDisk disk = SmallDisk.mount(Files.createDirectory(home.resolve("disk")), "1m");
        try {
            data = disk.folder("data");
            disk.fill(40_000);
            Result result = up("--no-web").result();
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err()).contains(data.toString()).contains("No space left on device");
            disk.makeRoom();
            disk.fill(0);
            result = up("--no-web").result();
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err()).contains(data.toString()).contains("No space left on device");
        } finally {
            disk.unmount();
        }
    }

    @Test
    void aPortInUseIsNamedAndNothingKeepsRunning() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String place = "127.0.0.1:" + taken.getLocalPort();
            Result result = up("--listen", place).result();
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err()).contains(place + " is in use");
            assertThat(data).as("nothing is left of a start that failed").doesNotExist();

            Files.createDirectory(data);
            assertThat(up("--listen", place).result().err()).contains(place + " is in use");
            assertThat(data).isEmptyDirectory();

            recordAndStop();
            assertThat(up("--listen", place).result().code()).isEqualTo(1);
        }
        recordAndStop();
    }

    private void recordAndStop() throws Exception {
        try (Program recorder = recording()) {
            awaitTicks();
            recorder.signal("TERM");
            assertThat(recorder.result().code()).isZero();
        }
    }

    @Test
    void aSecondRecorderOnTheSamePortIsToldOfTheFirstAndNotOfThePort() throws Exception {
        try (Program first = up("--listen", "127.0.0.1:0")) {
            String port = port(first);
            first.awaitGreeting();
            Result second = up("--listen", "127.0.0.1:" + port).result();
            assertThat(second.code()).isEqualTo(3);
            assertThat(second.err()).contains("another recorder, pid " + first.pid());
        }
    }

    private static String port(Program recorder) throws IOException {
        String page = String.valueOf(recorder.awaitLine("  page"));
        Matcher port = PAGE.matcher(page);
        assertThat(port.find()).as(page).isTrue();
        return port.group(1);
    }

    @Test
    void aSecondRecorderEndsWith3AndNamesTheFirst() throws Exception {
        try (Program first = recording()) {
            Result second = up("--no-web").result();
            assertThat(second.code()).isEqualTo(3);
            assertThat(second.err())
                    .isEqualTo("%s: another recorder, pid %d, writes here".formatted(data, first.pid()));
            assertThat(first.isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aSignalEndsItInOrderAndSoon(String signal) throws Exception {
        try (Program recorder = recording()) {
            awaitTicks();
            recorder.signal(signal);
            long began = System.nanoTime();
            Result result = recorder.result();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
            assertThat(result.code()).isZero();
            assertThat(result.out()).isEmpty();
        }
        assertThat(events()).first().extracting(Event::kind).isEqualTo(Event.Kind.RECORDER_STOP);
        try (var files = Files.list(data)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("tachograph.duckdb")
                    .noneMatch(name -> name.endsWith(".wal"))
                    .noneMatch(name -> name.endsWith(".sock"));
        }
        assertThat(start.result("status", "--data-dir", data.toString()).code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aSecondSignalWhileItEndsHarmsNothing(String second) throws Exception {
        try (Program recorder = recording()) {
            awaitTicks();
            recorder.signal("TERM");
            recorder.signal(second);
            recorder.signal(second);
            assertThat(recorder.result().code()).isZero();
        }
        assertThat(events()).first().extracting(Event::kind).isEqualTo(Event.Kind.RECORDER_STOP);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 300, 450, 600, 750, 900, 1200})
    void aSignalAtAnyMomentOfTheStartLeavesADirectoryThatStarts(int millis) throws Exception {
        for (String signal : List.of("KILL", "TERM")) {
            try (Program recorder = up("--no-web")) {
                recorder.waitFor(Duration.ofMillis(millis));
                recorder.signal(signal);
                recorder.signalUntilItEnds(signal);
                assertThat(recorder.result().code()).isIn(0, 128 + 9, 128 + 15);
            }
        }
        recordAndStop();
        assertThat(events()).first().extracting(Event::kind).isEqualTo(Event.Kind.RECORDER_STOP);
    }

    @Test
    void statusAndTopAnswerOfARecorderThatRunsAndOfOneThatHasStopped() throws Exception {
        String directory = data.toString();
        try (Program recorder = recording()) {
            awaitTicks();
            Result status = start.result("status", "--json", "--data-dir", directory);
            assertThat(status.code()).isZero();
            assertThat(status.err()).isEmpty();
            assertThat(status.out()).startsWith("{\"database_size_bytes\":").contains("\"status\":\"ok\"");
            Result top = start.result("top", "-n", "3", "--data-dir", directory);
            assertThat(top.code()).isZero();
            assertThat(top.out()).contains("PID");
            recorder.signal("TERM");
            assertThat(recorder.result().code()).isZero();
        }
        Result status = start.result("status", "--data-dir", directory);
        assertThat(status.code()).isZero();
        assertThat(status.err()).startsWith("no recorder is running on " + directory);
        Result now = start.result("top", "-n", "3", "--data-dir", directory);
        assertThat(now.code()).isZero();
        assertThat(now.out()).contains("PID");
        Result then = start.result("top", "--at", "-1d", "--data-dir", directory);
        assertThat(then.code()).isZero();
        assertThat(then.out() + then.err()).contains("before");
    }

    @Test
    void afterAKillStatusSaysSoAndTheNextStartGoesOn() throws Exception {
        try (Program recorder = recording()) {
            awaitTicks();
            recorder.kill();
        }
        Result status = start.result("status", "--data-dir", data.toString());
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out()).contains("without a word");
        recordAndStop();
        assertThat(events())
                .extracting(Event::kind)
                .filteredOn(Event.Kind.RECORDER_START::equals)
                .hasSize(2);
    }

    @Test
    void overHttpAForeignHostAWrongTimeAndANegativeLimitAreRefused() throws Exception {
        try (Program recorder = up("--listen", "127.0.0.1:0")) {
            int number = Integer.parseInt(port(recorder));
            recorder.awaitGreeting();
            assertThat(get(number, "/health", "evil.example")).startsWith("HTTP/1.1 403");
            assertThat(get(number, "/api/processes?limit=-1", "localhost"))
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json")
                    .contains("\"parameter\":\"limit\"");
            assertThat(get(number, "/api/processes?at=25:00", "localhost"))
                    .startsWith("HTTP/1.1 400")
                    .contains("\"parameter\":\"at\"");
            awaitTicks();
            assertThat(get(number, "/health", "localhost")).startsWith("HTTP/1.1 200");
        }
    }

    private static String get(int port, String target, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(target, host)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
