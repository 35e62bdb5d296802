package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.linux.Children;
import dev.tachograph.linux.Children.Child;
import dev.tachograph.linux.ProcFs;
import dev.tachograph.linux.ProcFsWays;
import dev.tachograph.model.ProcessSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real processes that get the pid of another, between two looks and in the middle of one. */
@Tag("kernel")
@Timeout(120)
class PidReuseTest {
    private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");
    private static final Path PROC = Path.of("/proc");
    private static final long MINUTE = 60_000_000_000L;
    private static final String OLD = "sleep 1000.5";
    private static final String NEW = "sleep 1001.5";

    /** Starts the new program until it has the wanted pid: other processes of the host may be quicker. */
    private static final String TAKE = """
            pid=$1
            while read -r _; do
                echo $((pid - 1)) >/proc/sys/kernel/ns_last_pid
                sleep 1001.5 &
                if [ $! = "$pid" ]; then echo taken; wait; exit; fi
                kill -9 $!; wait $! 2>/dev/null
                echo missed
            done
            """;

    private final Children children = new Children();
    private @Nullable Child old;
    private int takeAtReading;

    enum Way {
        KEPT_DESCRIPTORS,
        BEYOND_THE_CAP,
        PLAIN_FILES;

        ProcFs open() {
            return switch (this) {
                case KEPT_DESCRIPTORS -> ProcFsWays.keeping(4096);
                case BEYOND_THE_CAP -> ProcFsWays.keeping(0);
                case PLAIN_FILES -> ProcFs.openPlain(PROC);
            };
        }
    }

    @BeforeEach
    void startOld() throws IOException {
        assumeThat(Files.isWritable(LAST_PID))
                .as("pids can be chosen (root, CAP_CHECKPOINT_RESTORE)")
                .isTrue();
        old = children.start("sleep", "1000.5");
        awaitCommandLine(old.pid(), OLD);
    }

    @AfterEach
    void end() {
        children.close();
    }

    @ParameterizedTest
    @EnumSource
    void betweenTwoLooksTheNewProcessTakesNothingOver(Way way) throws Exception {
        int pid = pid();
        try (var looks = new Looks(way.open())) {
            looks.look();
            ProcessSample before = looks.look(pid);
            takePid();
            ProcessSample after = looks.look(pid);
            assertThat(after.key().startTicks()).isGreaterThan(before.key().startTicks());
            assertThat(after.description().cmdline()).isEqualTo(NEW);
            assertThat(after.description().parentPid())
                    .isNotEqualTo(before.description().parentPid());
            assertThat(after.description().generation()).isZero();
            // It is younger than the interval: all that it did counts, and nothing of what the other one did.
            assertThat(after.activity().cpuMicros()).isEqualTo(after.figures().cpuMicros());
        }
    }

    @ParameterizedTest
    @EnumSource
    void inTheMiddleOfItsFirstLookNeitherIsMixedWithTheOther(Way way) throws Exception {
        int pid = pid();
        takeAtReading = 1;
        try (var looks = new Looks(way.open(), this::takePidWhenTheOldIsRead)) {
            assertIsNewIfAny(looks.look().get(pid));
            assertIsNew(looks.look(pid));
        }
    }

    @ParameterizedTest
    @EnumSource
    void inTheMiddleOfALaterLookNeitherIsMixedWithTheOther(Way way) throws Exception {
        int pid = pid();
        takeAtReading = 2;
        try (var looks = new Looks(way.open(), this::takePidWhenTheOldIsRead)) {
            long now = looks.nowNanos();
            ProcessSample before = looks.look(now, true).get(pid);
            assertThat(before).isNotNull();
            assertThat(before.description().cmdline()).isEqualTo(OLD);
            assertIsNew(looks.look(now + MINUTE, true).get(pid)); // when it is all read again
        }
    }

    /** Stands where command lines are redacted: in the middle of reading one process. */
    private List<String> takePidWhenTheOldIsRead(List<String> arguments) {
        if (String.join(" ", arguments).equals(OLD) && --takeAtReading == 0) {
            takePid();
        }
        return arguments;
    }

    private void assertIsNewIfAny(@Nullable ProcessSample sample) throws IOException {
        if (sample != null) {
            assertIsNew(sample);
        }
    }

    private void assertIsNew(@Nullable ProcessSample sample) throws IOException {
        assertThat(sample).isNotNull();
        assertThat(sample.description().cmdline()).isEqualTo(NEW);
        String stat = Files.readString(PROC.resolve(pid() + "/stat"));
        assertThat(stat.split(" ", -1)[21]).isEqualTo(Long.toString(sample.key().startTicks()));
        assertThat(stat.split(" ", -1)[3])
                .isEqualTo(Integer.toString(sample.description().parentPid()));
    }

    private int pid() {
        assertThat(old).isNotNull();
        return old.pid();
    }

    /** Ends the old process and starts the new one under its pid. */
    private void takePid() {
        try {
            int pid = pid();
            Child taker = children.start("bash", "-c", TAKE, "take", Integer.toString(pid));
            assertThat(old).isNotNull();
            old.kill();
            await().until(() -> {
                taker.say("try");
                return taker.hear().equals("taken");
            });
            awaitCommandLine(pid, NEW);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitCommandLine(int pid, String line) {
        await().until(() -> Files.readString(PROC.resolve(pid + "/cmdline"))
                .replace('\0', ' ')
                .strip()
                .equals(line));
    }
}
