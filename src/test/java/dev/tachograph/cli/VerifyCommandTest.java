package dev.tachograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.store.Writing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tachograph verify}: of a recorder that runs by its words, of one that has stopped by itself. */
@Timeout(60)
class VerifyCommandTest {
    private static final String FOUND = """
            {"segments":24,"files":98,"rows":1234567,"bytes":98400000,"ticks":17280,"process_metric_count":5184000,"problems":[%s],
             "elapsed_ms":1204.0}""";

    private static final String PROBLEM = """
            {"file":"segments/\\u001b[2J","problem":"has 3 bytes of 4","remedy":"restart the recorder"}""";

    @TempDir
    private Path home;

    private Playground playground = new Playground(Path.of("/"));

    @BeforeEach
    void build() {
        playground = new Playground(home);
    }

    @Test
    void aRunningRecorderIsAskedAndAllIsWell() throws IOException {
        try (var server = UnixServer.start(home, _ -> UnixServer.http("200 OK", FOUND.formatted("")))) {
            assertThat(playground.run("verify", "--data-dir", home.toString())).isZero();
            assertThat(server.requests()).containsExactly("GET /api/verify HTTP/1.1");
        }
        assertThat(playground.out()).isEqualTo("24 segments, 98 files, 1,234,567 rows, 98.4 MB: all as recorded\n");
        assertThat(playground.err()).isEmpty();
    }

    @Test
    void eachProblemIsALineWithoutPowerOverTheTerminal() throws IOException {
        String body = FOUND.formatted(PROBLEM + "," + PROBLEM);
        try (var _ = UnixServer.start(home, _ -> UnixServer.http("200 OK", body))) {
            assertThat(playground.run("verify", "--data-dir", home.toString())).isEqualTo(ExitCode.FAILED);
        }
        String line = "segments/\\e[2J: has 3 bytes of 4; restart the recorder\n";
        assertThat(playground.out())
                .isEqualTo(line + line + "24 segments, 98 files, 1,234,567 rows, 98.4 MB: 2 problems\n");
    }

    @Test
    void jsonIsTheBodyAsItIs() throws IOException {
        String body = FOUND.formatted(PROBLEM);
        try (var _ = UnixServer.start(home, _ -> UnixServer.http("200 OK", body))) {
            assertThat(playground.run("verify", "--json", "--data-dir", home.toString()))
                    .isEqualTo(ExitCode.FAILED);
        }
        assertThat(playground.out()).isEqualTo(body + "\n");
    }

    @Test
    void anEarlierRecorderThatDoesNotKnowTheQuestionIsAFailure() throws IOException {
        String problem = "{\"status\":404,\"detail\":\"there is nothing here\"}";
        try (var _ = UnixServer.start(home, _ -> UnixServer.http("404 Not Found", problem))) {
            assertThat(playground.run("verify", "--data-dir", home.toString())).isEqualTo(ExitCode.FAILED);
        }
        assertThat(playground.err()).isEqualTo("tachograph verify: there is nothing here\n");
    }

    @Test
    void theFilesOfAStoppedRecorderAreCheckedWhereTheyLie() throws Exception {
        Path data = home.resolve("data");
        try (var writing = new Writing(data, 5, 1_000_000)) {
            writing.tick();
        }
        assertThat(playground.run("verify", "--data-dir", data.toString())).isZero();
        assertThat(playground.out()).startsWith("0 segments, 1 file, ").endsWith(": all as recorded\n");
        Files.write(data.resolve("tachograph.duckdb"), new byte[100_000]);
        assertThat(playground.run("verify", "--data-dir", data.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(playground.out()).contains("tachograph.duckdb: ").endsWith(": 1 problem\n");
    }

    @Test
    void whereNothingIsRecordedThereIsNothingToCheck() throws IOException {
        Path data = Files.createDirectory(home.resolve("other"));
        Files.writeString(data.resolve("letter"), "dear");
        assertThat(playground.run("verify", "--data-dir", data.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(playground.err()).contains("nothing was recorded here");
    }
}
