package dev.tachograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status} and {@code top} against a real socket, and against what a stopped recorder left behind. */
class RecorderCommandsTest {
    @TempDir
    private Path home;

    private final List<Path> closed = new ArrayList<>();
    private Playground playground = new Playground(Path.of("/"));

    @BeforeEach
    void build() {
        playground = new Playground(home);
    }

    @Test
    void statusJsonIsTheBodyAsItIs() throws IOException {
        String body = Playground.resource("health.json");
        try (var server = UnixServer.start(home, _ -> UnixServer.http("200 OK", body))) {
            assertThat(playground.run("status", "--json", "--data-dir", home.toString()))
                    .isZero();
            assertThat(server.requests()).containsExactly("GET /api/storage/health HTTP/1.1");
        }
        assertThat(playground.out()).isEqualTo(body);
        assertThat(playground.err()).isEmpty();
    }

    @Test
    void statusJsonEndsItsLine() throws IOException {
        String body = Playground.resource("health.json").strip();
        try (var _ = UnixServer.start(home, _ -> UnixServer.http("200 OK", body))) {
            playground.run("status", "--json", "--data-dir", home.toString());
        }
        assertThat(playground.out()).isEqualTo(body + "\n");
    }

    @Test
    void statusFailsWhenTheRecorderIsDegraded() throws IOException {
        String body = Playground.resource("health-degraded.json");
        try (var _ = UnixServer.start(home, _ -> UnixServer.http("200 OK", body))) {
            assertThat(playground.run("status", "--data-dir", home.toString())).isEqualTo(ExitCode.FAILED);
        }
        assertThat(playground.out()).startsWith("degraded, every 5s\n").contains("! the disk is full");
    }

    @Test
    void topSendsWhatWasAskedInUtc() throws IOException {
        String body = Playground.resource("processes.json");
        try (var server = UnixServer.start(home, _ -> UnixServer.http("200 OK", body))) {
            assertThat(playground.run(
                            "top",
                            "--data-dir",
                            home.toString(),
                            "--at",
                            "03:12",
                            "--sort",
                            "memory",
                            "-n",
                            "5",
                            "'java",
                            "!test"))
                    .isZero();
            assertThat(server.requests())
                    .containsExactly("GET /api/processes?at=2026-11-23T02%3A12%3A00Z&q=%27java+%21test&sort=mem_usage"
                            + "&order=desc&limit=5&exits=name&host=true HTTP/1.1");
        }
        assertThat(playground.out()).isEqualTo(Playground.resource("processes.txt"));
        assertThat(playground.err()).isEmpty();
    }

    @Test
    void aRefusalIsRepeatedInTheRecordersWords() throws IOException {
        String problem = "{\"title\":\"Unauthorized\",\"status\":401,\"detail\":\"this socket is\\u001b not yours\"}";
        try (var _ = UnixServer.start(home, _ -> UnixServer.http("401 Unauthorized", problem))) {
            assertThat(playground.run("top", "--data-dir", home.toString())).isEqualTo(ExitCode.FAILED);
        }
        assertThat(playground.err())
                .isEqualTo("tachograph top: the recorder answered 401: this socket is\\e not yours\n");
        assertThat(playground.out()).isEmpty();
    }

    @Test
    void anAnswerThatIsNotJsonIsRefused() throws IOException {
        try (var _ = UnixServer.start(home, _ -> UnixServer.http("200 OK", "{\"processes\":["))) {
            assertThat(playground.run("top", "--data-dir", home.toString())).isEqualTo(ExitCode.FAILED);
        }
        assertThat(playground.err()).startsWith("tachograph top: the recorder's answer is not JSON: ");
    }

    @Test
    void aServerErrorWithoutWordsIsItsNumber() throws IOException {
        try (var _ = UnixServer.start(home, _ -> UnixServer.http("500 Internal Server Error", "<html>"))) {
            assertThat(playground.run("status", "--data-dir", home.toString())).isEqualTo(ExitCode.FAILED);
        }
        assertThat(playground.err()).isEqualTo("tachograph status: the recorder answered 500\n");
    }

    @Test
    void aStoppedRecordersFilesAnswerAndTheUserIsTold() throws IOException {
        Path data = home.resolve("data");
        Files.createDirectories(data);
        Files.createFile(data.resolve("recorder.duckdb"));
        assertThat(playground.with(stopped(data)).run("top", "--data-dir", data.toString()))
                .isZero();
        assertThat(playground.out()).isEqualTo(Playground.resource("processes.txt"));
        assertThat(playground.err())
                .isEqualTo(
                        "no recorder is running on " + data + "; showing what it recorded until 2026-11-23 04:12:05\n");
    }

    @Test
    void aCleanlyStoppedRecorderIsFineAndClosedAfterwards() throws IOException {
        Path data = home.resolve(".local/state/tachograph");
        Files.createDirectories(data);
        Files.createFile(data.resolve("recorder.duckdb"));
        assertThat(playground.with(stopped(data)).run("status")).isZero();
        assertThat(playground.out()).startsWith("stopped, last recorded 2026-11-23 04:12:05");
        assertThat(closed).containsExactly(data);
    }

    @Test
    void aWrongSettingOfTheDoctorsIsWrongUse() {
        assertThat(playground.run(
                        "doctor", "--config", home.resolve("none.toml").toString()))
                .isEqualTo(ExitCode.WRONG_USE);
        assertThat(playground.err()).contains("none.toml");
    }

    @Test
    void nothingToWatchWithoutARecorder() throws IOException {
        Files.createFile(home.resolve("recorder.duckdb"));
        assertThat(playground.with(stopped(home)).run("top", "--watch", "--data-dir", home.toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(playground.err())
                .isEqualTo("tachograph top: no recorder is running on " + home + ": nothing to watch\n");
    }

    @Test
    void withoutARecorderAndWithoutDataItSaysWhereItLooked() throws IOException {
        Path file = Files.createFile(home.resolve("file"));
        Path empty = Files.createDirectory(home.resolve("empty"));
        var recorders = new Recorders(() -> List.of(home.resolve("no"), file, empty), stopped(home));
        assertThatThrownBy(() -> recorders.find(null))
                .hasMessage("no recorder is running, and there is nothing to show: " + home + "/no: no such directory; "
                        + file + ": not a directory; " + empty + ": empty");
    }

    @Test
    void aRunningRecorderGoesBeforeABetterDirectoryWhereNoneRuns() throws Exception {
        Path left = Files.createDirectory(home.resolve("left"));
        Files.createFile(left.resolve("recorder.duckdb"));
        try (var _ = UnixServer.start(home, _ -> null)) {
            Recorders.Found found = new Recorders(() -> List.of(left, home), stopped(left)).find(null);
            assertThat(found.running()).isTrue();
            assertThat(found.directory()).isEqualTo(home);
        }
        var recorders = new Recorders(() -> List.of(home.resolve("no"), left), stopped(left));
        assertThat(recorders.find(null).running()).isFalse();
    }

    @Test
    void theUsersOwnRecorderComesFirst() throws IOException {
        Path data = home.resolve(".local/state/tachograph");
        Files.createDirectories(data);
        String body = Playground.resource("health.json");
        try (var server = UnixServer.start(data, _ -> UnixServer.http("200 OK", body))) {
            assertThat(playground.run("status")).isZero();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void topByUnitAsksForAllProcessesAndAddsThemUp() throws IOException {
        String body = Playground.resource("processes-host.json");
        try (var server = UnixServer.start(home, _ -> UnixServer.http("200 OK", body))) {
            assertThat(playground.run("top", "--by", "user", "-n", "2", "--data-dir", home.toString()))
                    .isZero();
            assertThat(server.requests())
                    .containsExactly("GET /api/processes?sort=cpu_usage&order=desc&exits=user&host=true HTTP/1.1");
        }
        assertThat(playground.out()).contains("(other exited processes)", "(5 other groups)", "(all CPUs)");
    }

    @Test
    void jsonIsTheAnswerWithoutAnythingThatSteersATerminal() throws IOException {
        for (String command : List.of("top", "events", "exits")) {
            String body = Playground.resource(command.equals("top") ? "processes-host.json" : command + ".json");
            var here = new Playground(home);
            try (var _ = UnixServer.start(home, _ -> UnixServer.http("200 OK", body))) {
                assertThat(here.run(command, "--json", "--data-dir", home.toString()))
                        .isZero();
            }
            assertThat(here.out()).doesNotContain("\u001b", "\u202e").hasLineCount(1);
            if (!command.equals("top")) { // where a text has half a character
                assertThat(JsonValue.parse(here.out())).isEqualTo(JsonValue.parse(body));
            }
        }
    }

    @Test
    void eventsSendsWhatWasAskedAndShowsTheOldestFirst() throws IOException {
        String body = Playground.resource("events.json");
        try (var server = UnixServer.start(home, _ -> UnixServer.http("200 OK", body))) {
            assertThat(playground.run(
                            "events",
                            "--since",
                            "03:00",
                            "--kind",
                            "oom_kill,unit_failed",
                            "-n",
                            "2",
                            "--data-dir",
                            home.toString()))
                    .isZero();
            assertThat(server.requests())
                    .containsExactly(
                            "GET /api/events?from=2026-11-23T02%3A00%3A00Z&kind=oom_kill%2Cunit_failed&limit=2 HTTP/1.1");
        }
        assertThat(playground.out()).isEqualTo(Playground.resource("events.txt"));
    }

    @Test
    void exitsSendsWhatWasAsked() throws IOException {
        String body = Playground.resource("exits.json");
        try (var server = UnixServer.start(home, _ -> UnixServer.http("200 OK", body))) {
            assertThat(playground.run(
                            "exits", "--unit", "a b", "--sort", "memory", "-n", "2", "--data-dir", home.toString()))
                    .isZero();
            assertThat(server.requests())
                    .containsExactly("GET /api/exits?unit=a+b&sort=peak_mem_usage&limit=2 HTTP/1.1");
        }
        assertThat(playground.out()).isEqualTo(Playground.resource("exits.txt"));
        assertThat(playground.run("exits", "--by", "process")).isEqualTo(ExitCode.WRONG_USE);
    }

    private Archive stopped(Path expected) {
        return directory -> {
            assertThat(directory).isEqualTo(expected);
            return new RecorderApi() {
                @Override
                public Reply get(String path, Map<String, String> parameters) throws IOException {
                    return Playground.ok(
                            Playground.resource(path.endsWith("health") ? "health.json" : "processes.json"));
                }

                @Override
                public void close() {
                    closed.add(directory);
                }
            };
        };
    }
}
