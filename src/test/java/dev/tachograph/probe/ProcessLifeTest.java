package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.linux.Burner;
import dev.tachograph.linux.Children;
import dev.tachograph.linux.Children.Child;
import dev.tachograph.linux.ProcFs;
import dev.tachograph.linux.SystemCallFilter;
import dev.tachograph.model.ProcessActivity;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.ProcessStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of real processes from look to look. */
@Tag("kernel")
@Timeout(120)
class ProcessLifeTest {
    private static final Path PROC = Path.of("/proc");
    private static final long SECOND = 1_000_000_000;
    /** What a child's own JVM may use of CPU between its answer and our look: it ends threads and compiles a little. */
    private static final long SLACK_MICROS = 50_000;

    private static final long TICK_MICROS = 10_000;

    private final Children children = new Children();
    private final Looks looks = new Looks(ProcFs.open(PROC));

    @AfterEach
    void end() {
        looks.close();
        children.close();
    }

    @Test
    void aProcessThatDoesNothingIsTheSameObjectAtEveryLook() throws Exception {
        int pid = sleeper();
        looks.look();
        ProcessSample idle = looks.look(pid);
        assertThat(idle.activity()).isEqualTo(ProcessActivity.NONE);
        for (int look = 0; look < 30; look++) {
            assertThat(looks.look(pid)).isSameAs(idle);
        }
        assertThat(idle.description().cmdline()).isEqualTo("sleep 1000");
        assertThat(idle.description().parentPid())
                .isEqualTo((int) ProcessHandle.current().pid());
        assertThat(idle.figures().threads()).isEqualTo(1);
        assertThat(idle.figures().openFiles()).isEqualTo(3);
    }

    @Test
    void aProcessThatCallsExecIsTheSameProcessInAnotherGeneration() throws Exception {
        Child shell = children.start("bash", "-c", "echo; read line; exec sleep 1000");
        shell.hear();
        ProcessSample before = looks.look(shell.pid());
        assertThat(before.description().name()).isEqualTo("bash");
        assertThat(before.description().generation()).isZero();
        shell.say("");
        awaitName(shell.pid(), "sleep");
        ProcessSample after = looks.look(shell.pid());
        assertThat(after.key()).isEqualTo(before.key());
        assertThat(after.description().name()).isEqualTo("sleep");
        assertThat(after.description().cmdline()).isEqualTo("sleep 1000");
        assertThat(after.description().generation()).isEqualTo(1);
    }

    @Test
    void anExecOfTheSameProgramIsSeenByItsAddresses() throws Exception {
        Child perl =
                children.start("perl", "-e", "$|=1; print qq(1\n); <STDIN>; exec 'perl', '-e', 'sleep 1000', 'second'");
        perl.hear();
        assertThat(looks.look(perl.pid()).description().cmdline()).contains("<STDIN>");
        perl.say("");
        await().until(() -> cmdline(perl.pid()).contains("second"));
        ProcessSample after = looks.look(perl.pid());
        assertThat(after.description().name()).isEqualTo("perl");
        assertThat(after.description().cmdline()).isEqualTo("perl -e sleep 1000 second");
        assertThat(after.description().generation()).isEqualTo(1);
    }

    @Test
    void aForkIsItsParentUntilItCallsExec() throws Exception {
        Child forked =
                children.start("bash", "-c", "exec 3<&0; (echo $BASHPID; read line <&3; exec sleep 1000) & wait");
        int pid = Integer.parseInt(forked.hear());
        assertThat(looks.look(pid).description().cmdline()).startsWith("bash -c");
        forked.say("");
        awaitName(pid, "sleep");
        ProcessSample after = looks.look(pid);
        assertThat(after.description().cmdline()).isEqualTo("sleep 1000");
        assertThat(after.description().generation()).isEqualTo(1);
    }

    @Test
    void aNewNameIsNoExec() throws Exception {
        Child shell = children.start(
                "bash", "-c", "echo; while read name; do printf %s \"$name\" >/proc/$$/comm; echo; done");
        shell.hear();
        looks.look();
        for (String name : new String[] {"worker (idle)", "a) R 1 (b"}) {
            shell.say(name);
            shell.hear();
            ProcessSample renamed = looks.look(shell.pid());
            assertThat(renamed.description().name()).isEqualTo(name);
            assertThat(renamed.description().generation()).isZero();
        }
    }

    @Test
    void aTitleThatAProgramGivesItselfIsSeenWithinAMinute() throws Exception {
        Child perl = children.start(
                "perl", "-e", "$|=1; print qq(1\n); <STDIN>; $0 = 'server: idle'; print qq(2\n); sleep 1000");
        perl.hear();
        long now = looks.nowNanos();
        looks.look(now, true);
        perl.say("");
        perl.hear();
        ProcessSample titled = looks.look(now + 60 * SECOND, true).get(perl.pid());
        assertThat(titled).isNotNull();
        assertThat(titled.description().cmdline()).startsWith("server: idle");
        assertThat(titled.description().generation()).isZero();
    }

    @Test
    void aZombieKeepsWhatItWas() throws Exception {
        Child parent = children.start(
                "perl", "-e", "$|=1; $p = fork; if (!$p) { <STDIN>; exit 0 } print qq($p\n); sleep 1000");
        int pid = Integer.parseInt(parent.hear());
        ProcessSample alive = looks.look(pid);
        parent.in().close();
        await().until(() -> stat(pid).contains(") Z "));
        ProcessSample zombie = looks.look(pid);
        assertThat(zombie.figures().status()).isEqualTo(ProcessStatus.ZOMBIE);
        assertThat(zombie.figures().residentBytes()).isZero();
        assertThat(zombie.figures().virtualBytes()).isZero();
        assertThat(zombie.description()).isEqualTo(alive.description());
    }

    @Test
    void ofAZombieThatNobodyKnewTheCommandLineIsUnknown() throws Exception {
        Child parent = children.start("perl", "-e", "$|=1; $p = fork; exit 0 if !$p; print qq($p\n); sleep 1000");
        int pid = Integer.parseInt(parent.hear());
        await().until(() -> stat(pid).contains(") Z "));
        ProcessSample zombie = looks.look(pid);
        assertThat(zombie.description().cmdline()).isNull();
        assertThat(zombie.description().name()).isEqualTo("perl");
    }

    @Test
    void theOwnerOfAProcessThatMayNotBeTracedIsItsUserAndNotRoot() throws Exception {
        assumeThat(isRoot()).as("runs as root, which may become another user").isTrue();
        Child child = children.start(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "perl",
                "-e",
                "$|=1; print qq(1\n); sleep 1000");
        child.hear();
        Child gone = children.start("perl", "-e", "$|=1; $> = 65534; print qq(1\n); sleep 1000"); // loses dumpability
        gone.hear();
        Map<Integer, ProcessSample> all = looks.look();
        for (int pid : new int[] {child.pid(), gone.pid()}) {
            ProcessSample sample = all.get(pid);
            assertThat(sample).isNotNull();
            assertThat(sample.description().userId()).isEqualTo(65534);
            assertThat(sample.description().user()).isEqualTo("nobody");
        }
        assertThat(Files.getAttribute(PROC.resolve(gone.pid() + "/io"), "unix:uid"))
                .isEqualTo(0);
    }

    @Test
    void threadsOfTheKernelAreMarked() throws Exception {
        assumeThat(PROC.resolve("2/comm"))
                .as("threads of the kernel are seen here")
                .content()
                .isEqualTo("kthreadd\n");
        ProcessSample kthreadd = looks.look(2);
        assertThat(kthreadd.description().kernelThread()).isTrue();
        assertThat(kthreadd.description().cmdline()).isEmpty();
        assertThat(kthreadd.figures().residentBytes()).isZero();
        assertThat(looks.look((int) ProcessHandle.current().pid()).description().kernelThread())
                .isFalse();
    }

    @Test
    void theCpuTimeOfAnIntervalIsWhatTheProcessSaysItUsed() throws Exception {
        Child burner = Burner.start(children, 1);
        assertBurns(looks, burner, 300, 300, SLACK_MICROS);
    }

    @Test
    void threadsCountTogetherAndAreNoRows() throws Exception {
        Child burner = Burner.start(children, 3);
        assertBurns(looks, burner, 150, 450, SLACK_MICROS);
        Map<Integer, ProcessSample> all = looks.look();
        try (var threads = Files.list(PROC.resolve(burner.pid() + "/task"))) {
            assertThat(threads.map(
                            thread -> Integer.parseInt(thread.getFileName().toString())))
                    .filteredOn(all::containsKey)
                    .containsExactly(burner.pid());
        }
        ProcessSample sample = all.get(burner.pid());
        assertThat(sample).isNotNull();
        assertThat(sample.figures().threads()).isGreaterThan(5);
    }

    @Test
    void withoutCpuClocksTheTicksGiveTheSameFigures() throws Exception {
        Child burner = Burner.start(children, 2);
        SystemCallFilter.withoutForeignClocks(() -> {
            try (var plain = new Looks(ProcFs.open(PROC))) {
                assertBurns(plain, burner, 200, 400, SLACK_MICROS + 2 * TICK_MICROS);
            }
            return true;
        });
        try (var plain = new Looks(ProcFs.openPlain(PROC))) {
            assertBurns(plain, burner, 200, 400, SLACK_MICROS + 2 * TICK_MICROS);
            ProcessSample byFiles = plain.look(burner.pid());
            ProcessSample byCalls = looks.look(burner.pid());
            assertThat(byCalls.description()).isEqualTo(byFiles.description());
            assertThat(byCalls.key()).isEqualTo(byFiles.key());
            assertThat(byCalls.figures().cpuMicros() - byFiles.figures().cpuMicros())
                    .isBetween(0L, SLACK_MICROS + 2 * TICK_MICROS);
        }
    }

    @Test
    void aProcessThatIsYoungerThanTheIntervalCountsFromItsStart() throws Exception {
        looks.look();
        Child burner = Burner.start(children, 1);
        burner.say("200");
        long used = Long.parseLong(burner.hear()) / 1000;
        ProcessSample young = looks.look(burner.pid());
        assertThat(young.activity().cpuMicros())
                .isNotNull()
                .isEqualTo(young.figures().cpuMicros())
                .isBetween(used, used + SLACK_MICROS);
    }

    @Test
    void nothingIsKnownOfTheTimeBeforeTheFirstLookNorAcrossAGap() throws Exception {
        Child burner = Burner.start(children, 1);
        int sleeper = sleeper();
        Map<Integer, ProcessSample> first = looks.look(looks.nowNanos(), true);
        burner.say("100");
        burner.hear();
        Map<Integer, ProcessSample> afterGap = looks.look(looks.nowNanos(), false);
        for (int pid : new int[] {burner.pid(), sleeper}) {
            for (Map<Integer, ProcessSample> look : List.of(first, afterGap)) {
                ProcessSample sample = look.get(pid);
                assertThat(sample).isNotNull();
                assertThat(sample.activity()).isEqualTo(ProcessActivity.UNKNOWN);
            }
        }
        assertThat(looks.look(sleeper).activity()).isEqualTo(ProcessActivity.NONE);
    }

    @Test
    void writtenBytesAreThoseOfTheInterval() throws Exception {
        Path file = Files.createTempFile(Path.of("target"), "written", null); // not in memory, as /tmp may be
        try {
            Child writer = children.start(
                    "perl",
                    "-e",
                    "$|=1; open F, '>', $ARGV[0]; print qq(1\n); while (<STDIN>) { syswrite F, 'x' x 1048576; print qq(2\n) }",
                    file.toString());
            writer.hear();
            looks.look();
            writer.say("");
            writer.hear();
            ProcessActivity wrote = looks.look(writer.pid()).activity();
            assumeThat(wrote.writtenBytes())
                    .as("this file system counts what is written")
                    .isNotZero();
            assertThat(wrote.writtenBytes()).isEqualTo(1_048_576);
            assertThat(looks.look(writer.pid()).activity().writtenBytes()).isZero();
        } finally {
            Files.delete(file);
        }
    }

    private static void assertBurns(Looks looks, Child burner, long millisPerThread, long millis, long slackMicros)
            throws IOException {
        burner.say("50"); // threads and classes are there from here on
        long before = Long.parseLong(burner.hear()) / 1000;
        ProcessSample first = looks.look(burner.pid());
        burner.say(Long.toString(millisPerThread));
        long after = Long.parseLong(burner.hear()) / 1000;
        ProcessSample second = looks.look(burner.pid());
        assertThat(second.activity().cpuMicros())
                .isNotNull()
                .isGreaterThanOrEqualTo(millis * 1000 - slackMicros)
                .isBetween(after - before - slackMicros, after - before + slackMicros);
        assertThat(first.figures().cpuMicros()).isBetween(before - slackMicros, before + slackMicros);
        assertThat(second.figures().cpuMicros()).isBetween(after - slackMicros, after + slackMicros);
    }

    private int sleeper() throws IOException {
        int pid = children.sleeper().pid();
        awaitName(pid, "sleep");
        await().until(() -> stat(pid).contains(") S "));
        return pid;
    }

    private static void awaitName(int pid, String name) {
        await().until(() ->
                Files.readString(PROC.resolve(pid + "/comm")).strip().equals(name));
    }

    private static String stat(int pid) throws IOException {
        return Files.readString(PROC.resolve(pid + "/stat"));
    }

    private static String cmdline(int pid) throws IOException {
        return Files.readString(PROC.resolve(pid + "/cmdline"));
    }

    private static boolean isRoot() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }
}
