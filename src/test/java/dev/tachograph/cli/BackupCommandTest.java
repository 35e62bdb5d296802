package dev.tachograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.store.DataDirectory;
import dev.tachograph.store.Writing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tachograph backup}: of a recorder that runs by its words, of one that has stopped by itself. */
@Timeout(60)
class BackupCommandTest {
    private static final String MADE = """
            {"directory":"/x","made_at":"2026-11-23T03:12:05Z","hostname":"web1","schema_version":2,"from":"2026-11-22T03:12:05Z",
             "to":"2026-11-23T03:12:05Z","ticks":17280,"process_metric_count":5184000,"segments":24,"files":97,"bytes":98400000,
             "elapsed_ms":2310.4}""";

    @TempDir
    private Path home;

    private Playground playground = new Playground(Path.of("/"));
    private Path data = Path.of("");

    @BeforeEach
    void build() throws IOException {
        playground = new Playground(home);
        data = Files.createDirectory(home.resolve("data"));
    }

    private int run(Path target) {
        return playground.run("backup", "--data-dir", data.toString(), target.toString());
    }

    @Test
    void theRunningRecorderIsAskedForAnAbsolutePathAndItsAnswerIsALine() throws IOException {
        Path target = home.resolve("a \u001b\"b");
        try (var server = UnixServer.start(data, request -> {
            assertThat(request).endsWith("{\"directory\":\"" + home + "/a \\u001B\\\"b\"}");
            make(target);
            return UnixServer.http("200 OK", MADE);
        })) {
            assertThat(run(target)).as(playground.err()).isZero();
            assertThat(server.requests()).containsExactly("POST /api/backup HTTP/1.1");
        }
        assertThat(playground.out())
                .isEqualTo(home + "/a \\e\"b: 17,280 ticks, 5,184,000 rows of process_metrics, 2026-11-22 04:12:05 to "
                        + "2026-11-23 04:12:05; 24 segments, 97 files, 98.4 MB; 2.3s\n");
        assertThat(playground.err()).isEmpty();
    }

    private static void make(Path folder) {
        try {
            Files.createDirectory(folder);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aBackupThatCanNotBeSeenFromHereIsNoSuccess() throws IOException {
        try (var _ = UnixServer.start(data, _ -> UnixServer.http("200 OK", MADE))) {
            assertThat(run(home.resolve("elsewhere"))).isEqualTo(ExitCode.FAILED);
        }
        assertThat(playground.err()).contains("PrivateTmp");
    }

    @Test
    void whatTheRecorderRefusesIsWrongUseAndWhatFailsFails() throws IOException {
        String problem = "{\"status\":400,\"detail\":\"directory: lies within\\u001b the data directory\"}";
        try (var _ = UnixServer.start(data, _ -> UnixServer.http("400 Bad Request", problem))) {
            assertThat(run(data.resolve("inside"))).isEqualTo(ExitCode.WRONG_USE);
        }
        assertThat(playground.err()).startsWith("tachograph backup: lies within\\e the data directory\n");
        anew();
        String full = "{\"status\":507,\"detail\":\"No space left on device\"}";
        try (var _ = UnixServer.start(data, _ -> UnixServer.http("507 Insufficient Storage", full))) {
            assertThat(run(home.resolve("backup"))).isEqualTo(ExitCode.FAILED);
        }
        assertThat(playground.err()).isEqualTo("tachograph backup: No space left on device\n");
    }

    private void anew() {
        playground = new Playground(home);
    }

    @Test
    void theFilesOfAStoppedRecorderAreCopiedByTheCommand() throws Exception {
        record();
        Path target = home.resolve("backup");
        assertThat(run(target)).as(playground.err()).isZero();
        assertThat(playground.out()).startsWith(target + ": 1 tick, ");
        assertThat(playground.err()).isEmpty();
        assertThat(target.resolve(DataDirectory.HOT_FILE)).isRegularFile();
        assertThat(run(target)).isEqualTo(ExitCode.WRONG_USE);
        assertThat(playground.err()).contains("is not an empty directory; name a new one");
    }

    private void record() throws Exception {
        try (var writing = new Writing(data, 5, 1_000_000)) {
            writing.tick();
        }
    }

    @Test
    void aPlaceThatIsNotThereIsWrongUse() throws Exception {
        record();
        assertThat(run(home.resolve("no/such"))).isEqualTo(ExitCode.WRONG_USE);
        assertThat(playground.err()).contains("is the disk mounted?");
    }

    @Test
    void aDirectoryThatSomebodyHoldsWithoutServingExitsWith3() throws Exception {
        record();
        try (DataDirectory _ = DataDirectory.hold(data)) {
            assertThat(run(home.resolve("backup"))).isEqualTo(ExitCode.HELD);
        }
        assertThat(playground.err()).contains("another recorder");
    }

    @Test
    void nothingToBackUpAndNoPlaceForItAreSaid() {
        assertThat(run(home.resolve("backup"))).isEqualTo(ExitCode.FAILED);
        assertThat(playground.err())
                .isEqualTo("tachograph backup: no recorder is running, and there is nothing to back up: " + data
                        + ": empty\n");
        playground = new Playground(home);
        assertThat(playground.run("backup", "")).isEqualTo(ExitCode.WRONG_USE);
        assertThat(playground.err()).startsWith("tachograph backup: DIR is empty\n");
    }

    @Test
    void aPlaceWhereNothingCanBeMadeIsNamedWithTheReason() throws Exception {
        record();
        assertThat(run(Path.of("/proc/x"))).isEqualTo(ExitCode.FAILED);
        assertThat(playground.err()).isEqualTo("tachograph backup: /proc/x: no such file or directory\n");
    }
}
