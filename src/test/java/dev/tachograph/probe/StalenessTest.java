package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.linux.Children;
import dev.tachograph.linux.Children.Child;
import dev.tachograph.linux.ProcFs;
import dev.tachograph.model.ProcessSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks at real processes that do nothing, at times that are made up. */
@Tag("kernel")
@Timeout(120)
class StalenessTest {
    private static final Path PROC = Path.of("/proc");
    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = 60 * SECOND;

    private final Children children = new Children();
    private final Map<String, Integer> described = new HashMap<>();
    private final Looks looks = new Looks(ProcFs.open(PROC), arguments -> {
        described.merge(String.join(" ", arguments), 1, Integer::sum);
        return arguments;
    });
    private long now = looks.nowNanos();

    @AfterEach
    void end() {
        looks.close();
        children.close();
    }

    /** With looks in time, late, and later than a minute. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 13, 59, 90})
    void aSleeperWithANewParentIsShownSoWithinAMinute(int secondsBetweenLooks) throws Exception {
        Child shell = children.start("bash", "-c", "sleep 1000 & echo $!; read line");
        int orphan = Integer.parseInt(shell.hear());
        try {
            await().until(() -> comm(orphan).equals("sleep"));
            assertThat(parentSeen(look(), orphan)).isEqualTo(shell.pid());
            shell.kill();
            int parent = parent(orphan);
            assertThat(parent).isNotEqualTo(shell.pid());
            long killed = now;
            while (parentSeen(look(secondsBetweenLooks), orphan) != parent) {
                assertThat(now - killed).isLessThan(MINUTE);
            }
        } finally {
            ProcessHandle.of(orphan).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void aMinuteOfLooksReadsEveryProcessAgainAndNoLookReadsManyOfThem() throws Exception {
        int sleepers = 110;
        for (int i = 0; i < sleepers; i++) {
            children.start("sleep", "1000." + i);
        }
        await().until(() -> {
            look(); // one that is still about to become a sleeper is read again at the next
            return described.keySet().stream().filter(StalenessTest::isSleeper).count() == sleepers;
        });
        Map<String, Integer> inAMinute = new HashMap<>();
        for (int look = 0; look < 12; look++) {
            described.clear();
            look(5);
            described.keySet().removeIf(line -> !isSleeper(line));
            assertThat(described).hasSizeLessThan(sleepers / 3);
            described.forEach((line, count) -> inAMinute.merge(line, count, Integer::sum));
        }
        assertThat(inAMinute).hasSize(sleepers);
        assertThat(inAMinute.values()).allMatch(count -> count <= 2);
    }

    private static int parentSeen(Map<Integer, ProcessSample> all, int pid) {
        return Objects.requireNonNull(all.get(pid)).description().parentPid();
    }

    private static boolean isSleeper(String line) {
        return line.startsWith("sleep 1000.");
    }

    private Map<Integer, ProcessSample> look(int seconds) throws IOException {
        now += seconds * SECOND;
        return look();
    }

    private Map<Integer, ProcessSample> look() throws IOException {
        return looks.look(now, true);
    }

    private static String comm(int pid) throws IOException {
        return Files.readString(PROC.resolve(pid + "/comm")).strip();
    }

    private static int parent(int pid) throws IOException {
        List<String> status = Files.readAllLines(PROC.resolve(pid + "/status"));
        return status.stream()
                .filter(line -> line.startsWith("PPid:"))
                .mapToInt(line -> Integer.parseInt(line.substring(5).strip()))
                .findFirst()
                .orElseThrow();
    }
}
