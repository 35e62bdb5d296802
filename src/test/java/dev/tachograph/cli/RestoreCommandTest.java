package dev.tachograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.store.DataDirectory;
import dev.tachograph.store.Writing;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tachograph restore}: what it says, and with which exit code. */
@Timeout(60)
class RestoreCommandTest {
    @TempDir
    private Path home;

    private Playground playground = new Playground(Path.of("/"));
    private Path data = Path.of("");
    private Path backup = Path.of("");

    @BeforeEach
    void backUp() throws Exception {
        playground = new Playground(home);
        data = home.resolve("data");
        backup = home.resolve("backup");
        try (var writing = new Writing(data, 5, 1_000_000)) {
            writing.tick();
        }
        assertThat(playground.run("backup", "--data-dir", data.toString(), backup.toString()))
                .as(playground.err())
                .isZero();
        playground = new Playground(home);
    }

    @Test
    void whatWasThereBeforeIsNamed() {
        assertThat(playground.run("restore", "--data-dir", data.toString(), backup.toString()))
                .as(playground.err())
                .isZero();
        assertThat(playground.out())
                .startsWith(data + ": 1 tick, ")
                .contains("; what was there before is in " + data.resolve("set-aside/"));
        assertThat(playground.err())
                .isEqualTo("start the recorder to record on: tachograph up --data-dir " + data + "\n");
    }

    @Test
    void withoutADirectoryItGoesWhereTheRecorderWrites() {
        assertThat(playground.run("restore", backup.toString()))
                .as(playground.err())
                .isZero();
        assertThat(home.resolve(".local/state/tachograph").resolve(DataDirectory.HOT_FILE))
                .isRegularFile();
        assertThat(playground.out()).doesNotContain("before");
    }

    @Test
    void aRecorderThatHoldsItExitsWith3() throws Exception {
        try (DataDirectory _ = DataDirectory.hold(data)) {
            assertThat(playground.run("restore", "--data-dir", data.toString(), backup.toString()))
                    .isEqualTo(ExitCode.HELD);
        }
        assertThat(playground.err()).contains("another recorder").endsWith("; stop it first\n");
    }

    @Test
    void whatIsNoBackupIsWrongUseAndADamagedOneFails() throws Exception {
        assertThat(playground.run("restore", "--data-dir", data.toString(), home.toString()))
                .isEqualTo(ExitCode.WRONG_USE);
        Files.write(backup.resolve(DataDirectory.HOT_FILE), new byte[10]);
        assertThat(playground.run("restore", "--data-dir", data.toString(), backup.toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(playground.err()).contains("nothing was changed");
        assertThat(data.resolve("set-aside")).doesNotExist();
    }
}
