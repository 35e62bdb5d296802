package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tachograph.linux.Errno;
import dev.tachograph.linux.ProcFs;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Proportional memory of real processes. */
class PssProbeTest {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern PSS = Pattern.compile("(?m)^Pss: +(\\d+) kB$");

    private final AtomicLong nanoTime = new AtomicLong(1);

    private static Process sleeper() throws Exception {
        return new ProcessBuilder("sleep", "1000").start();
    }

    private static long byHand(long pid) throws Exception {
        Matcher pss = PSS.matcher(Files.readString(PROC.resolve(pid + "/smaps_rollup")));
        assertThat(pss.find()).isTrue();
        return Long.parseLong(pss.group(1)) * 1024;
    }

    private static void isToldHere() {
        assumeTrue(Files.exists(PROC.resolve("self/smaps_rollup")), "this kernel has no smaps_rollup");
    }

    @Test
    void theFigureIsThatOfTheKernel() throws Exception {
        isToldHere();
        Process process = sleeper();
        try (Looks looks = new Looks(ProcFs.open(PROC));
                PssSource kernel = PssSource.ofKernel(PROC)) {
            ProcessKey key = looks.look((int) process.pid()).key();
            // Others that map the same library come and go.
            await().untilAsserted(() -> {
                long before = byHand(process.pid());
                assertThat(kernel.bytesOf(key)).isEqualTo(before).isPositive();
            });
            assertThat(kernel.bytesOf(new ProcessKey(key.pid(), key.startTicks() + 1)))
                    .as("another process of this pid")
                    .isEqualTo(-Errno.ESRCH);
            process.destroyForcibly().waitFor();
            assertThat(Errno.isGone(kernel.bytesOf(key))).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aSampleHasTheFigureFromTheNextFullReadOnAndNoNewObjectWhileItIsTheSame() throws Exception {
        isToldHere();
        Process process = sleeper();
        long minute = 60_000_000_000L;
        try (PssProbe probe = PssProbe.start(() -> PssSource.ofKernel(PROC), nanoTime::get);
                Looks looks = new Looks(ProcFs.open(PROC), UnaryOperator.identity(), probe::bytesOf)) {
            int pid = (int) process.pid();
            // exec has happened and it sleeps
            await().until(() -> {
                ProcessSample seen = looks.look(pid);
                return seen.description().name().equals("sleep")
                        && seen.activity().cpuMicros() != null
                        && seen.activity().cpuMicros() == 0;
            });
            ProcessSample first = looks.look().get(pid);
            assertThat(first).isNotNull();
            assertThat(first.figures().proportionalBytes()).isNull();
            probe.offer(List.of(first));
            await().until(() -> probe.bytesOf(first.key()) != null);
            ProcessSample second = looks.look(looks.nowNanos() + minute, true).get(pid);
            assertThat(second).isNotNull();
            assertThat(second.figures().proportionalBytes()).isEqualTo(probe.bytesOf(first.key()));
            Map<Integer, ProcessSample> third = looks.look(looks.nowNanos() + 2 * minute, true);
            assertThat(third.get(pid)).isSameAs(second);
            nanoTime.addAndGet(10 * minute);
            assertThat(probe.bytesOf(first.key())).as("too old").isNull();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void processesThatEndMeanwhileDoNoHarm() throws Exception {
        isToldHere();
        try (PssProbe probe = PssProbe.start(PROC);
                Looks looks = new Looks(ProcFs.open(PROC))) {
            Process process = sleeper();
            Process other = sleeper();
            ProcessSample ended = looks.look((int) process.pid());
            process.destroyForcibly().waitFor();
            ProcessSample alive = looks.look((int) other.pid());
            try {
                probe.offer(ended.key().pid() < alive.key().pid() ? List.of(ended, alive) : List.of(alive, ended));
                await().until(() -> probe.bytesOf(alive.key()) != null);
                assertThat(probe.bytesOf(ended.key())).isNull();
            } finally {
                other.destroyForcibly();
            }
        }
    }

    @Test
    void aProcessThatHasEndedAndIsNotReapedHasNoneAnyMore() {
        String line = "12 (sh) %s 1 12 12 0 -1 4194304 1 0 0 0 5 5 0 0 20 0 1 0 100 %s 18446744073709551615 0 0 0\n";
        byte[] alive = line.formatted("S", "4096000 200").getBytes(UTF_8);
        byte[] zombie = line.formatted("Z", "0 0").getBytes(UTF_8);
        var none = new ProcessReader.SideFiles(null, null, null);
        try (ProcFs proc = ProcFs.open(PROC);
                UserNames users = UserNames.ofThisHost()) {
            var reader = new ProcessReader(proc, users, _ -> "", 4096, ContainerNames.ofThisHost(), _ -> 700_000L);
            assertThat(reader.figures(StatLine.parse(alive, alive.length), none, 0)
                            .proportionalBytes())
                    .isEqualTo(700_000);
            assertThat(reader.figures(StatLine.parse(zombie, zombie.length), none, 0)
                            .proportionalBytes())
                    .isNull();
        }
    }

    @Test
    void aSourceThatBreaksLeavesTheFiguresUnknown() throws Exception {
        try (Looks looks = new Looks(ProcFs.open(PROC));
                PssProbe probe = PssProbe.start(
                        () -> {
                            throw new IllegalStateException("for the test");
                        },
                        nanoTime::get)) {
            ProcessSample self = looks.look((int) ProcessHandle.current().pid());
            probe.offer(List.of(self));
            probe.offer(List.of(self));
            assertThat(probe.bytesOf(self.key())).isNull();
        }
    }
}
