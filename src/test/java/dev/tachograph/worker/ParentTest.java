package dev.tachograph.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.linux.Children;
import dev.tachograph.store.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker ends with its recorder, and not before. */
@Timeout(120)
class ParentTest {
    @TempDir
    private Path folder;

    @Test
    void aWorkerDoesNotOutliveARecorderThatIsKilled() throws Exception {
        try (var children = new Children()) {
            List<String> command =
                    ChildJvm.command(List.of("-Xmx64m"), AskAndWait.class.getName(), List.of(folder.toString()));
            Children.Child recorder = children.start(command.toArray(String[]::new));
            long worker = Long.parseLong(recorder.hear());
            assertThat(ProcessHandle.of(worker)).isPresent();
            recorder.kill();
            await().until(() -> ProcessHandle.of(worker).isEmpty());
        }
        try (var next = new Workshop(folder)) { // removes what that one left
            assertThat(next.base).isEmptyDirectory();
        }
    }

    @Test
    void aWorkerOutlivesTheThreadThatAskedForIt() throws Exception {
        try (var workshop = new Workshop(folder)) {
            Thread first = Thread.ofPlatform().start(() -> {
                try (SqlRun run = workshop.begin("SELECT 1", Duration.ofSeconds(60))) {
                    run.head();
                } catch (SqlRefusal e) {
                    throw new AssertionError(e);
                }
            });
            first.join();
            assertThat(workshop.ask("SELECT 1")).isEqualTo("1\n");
            assertThat(workshop.pool.size()).isEqualTo(1);
        }
    }
}
