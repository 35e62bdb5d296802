package dev.tachograph.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.app.Program.Result;
import dev.tachograph.app.Program.Start;
import dev.tachograph.store.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real program makes up a history, and reads it like one that was recorded. */
@Timeout(180)
class SimulateTest {
    private static final String UNTIL = "2026-11-25T12:00:00Z";

    @TempDir
    private Path home;

    private Start start = Start.in(Path.of(""));
    private Path data = Path.of("");

    @BeforeEach
    void settle() {
        start = Start.in(home);
        data = home.resolve("data");
    }

    private String[] simulate(String days, String interval) {
        return new String[] {
            "simulate",
            "--days",
            days,
            "--processes",
            "60",
            "--interval",
            interval,
            "--until",
            UNTIL,
            "--incident",
            "--data-dir",
            data.toString()
        };
    }

    @Test
    void aHistoryIsThereAsPromisedAndItsIncidentIsSeen() throws Exception {
        Result simulated = start.result(simulate("1", "1m"));
        assertThat(simulated.code()).as(simulated.err()).isZero();
        assertThat(simulated.out()).isEmpty();
        assertThat(simulated.err().lines())
                .as("quiet in a pipe")
                .hasSize(2)
                .first()
                .asString()
                .startsWith(data + ": 1,440 ticks until 2026-11-25T11:59:59.99");

        Result status = start.result("status", "--data-dir", data.toString());
        assertThat(status.code()).as(status.err()).isZero();
        assertThat(status.out()).startsWith("stopped, last recorded 2026-11-25").contains("1,440 committed");

        Result leak = start.result(
                "top", "--at", "2026-11-25T03:11:59Z", "--sort", "memory", "-n", "1", "--data-dir", data.toString());
        assertThat(leak.out()).contains("billing").containsPattern("7\\.\\d+G");
        Result after = start.result(
                "top", "--at", "2026-11-25T03:13:30Z", "--sort", "memory", "-n", "1", "--data-dir", data.toString());
        assertThat(after.out()).doesNotContainPattern("\\d\\.\\d+G +\\d\\.\\d+G");

        Result again = start.result(simulate("1", "1m"));
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).startsWith("tachograph simulate: " + data + ": is not an empty directory");
    }

    @Test
    void toldToEndItEndsWithWhatThereIs() throws Exception {
        try (Program program = start.run(simulate("2000", "1m"))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.isDirectory(data.resolve("segments"))
                            && Files.exists(data.resolve(DataDirectory.HOT_FILE)));
            program.signal("TERM");
            Result result = program.result();
            assertThat(result.code()).isEqualTo(143);
            assertThat(result.err()).contains("told to end before its time: the history ends at 202");
        }
        Result status = start.result("status", "--data-dir", data.toString());
        assertThat(status.code()).as(status.out() + status.err()).isZero();
        assertThat(status.out()).startsWith("stopped, last recorded");
    }
}
