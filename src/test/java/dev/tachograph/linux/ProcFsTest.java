package dev.tachograph.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ways to the process files, on a made-up folder and on the real one. */
@Timeout(60)
class ProcFsTest {
    private static final Path PROC = Path.of("/proc");
    private static final int SELF = (int) ProcessHandle.current().pid();

    private final byte[] buffer = new byte[4096];

    @TempDir
    Path folder;

    enum Way {
        SYSTEM_CALLS,
        PLAIN_FILES;

        ProcFs open(Path root) {
            return this == SYSTEM_CALLS ? new SyscallProcFs(root) : new FileProcFs(root);
        }
    }

    static Stream<Way> ways() {
        return Stream.of(Way.values());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void onlyNumbersAreProcesses(Way way) throws IOException {
        for (String name :
                new String[] {"10", "9", "1", "self", "1a", "a1", "-5", "0", "99999999999", "4294967297", "..x"}) {
            Files.createDirectory(folder.resolve(name));
        }
        try (ProcFs proc = way.open(folder)) {
            assertThat(proc.pids()).containsExactly(1, 9, 10);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aLongListIsWhole(Way way) throws IOException {
        for (int pid = 1; pid <= 5000; pid++) {
            Files.createFile(folder.resolve(Integer.toString(pid)));
        }
        try (ProcFs proc = way.open(folder)) {
            assertThat(proc.pids())
                    .containsExactly(IntStream.rangeClosed(1, 5000).toArray());
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aFolderThatCannotBeListedIsNamed(Way way) throws IOException {
        try (ProcFs proc = way.open(folder.resolve("none"))) {
            assertThatThrownBy(proc::pids).isInstanceOf(IOException.class).hasMessageContaining("none");
        }
        try (ProcFs proc = way.open(Files.createFile(folder.resolve("file")))) {
            assertThatThrownBy(proc::pids).isInstanceOf(IOException.class).hasMessageContaining("file");
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aCopyOfTheFilesHasNoClocks(Way way) throws IOException {
        Files.createDirectory(folder.resolve(Integer.toString(SELF)));
        try (ProcFs proc = way.open(folder)) {
            assertThat(proc.self()).isEqualTo(-1);
            assertThat(proc.cpuNanos(SELF)).isEqualTo(-Errno.ENOSYS);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void filesAreReadUpToTheBuffersEnd(Way way) throws IOException {
        Path process = Files.createDirectory(folder.resolve("7"));
        Files.write(process.resolve("long"), "x".repeat(100_000).getBytes(UTF_8));
        Files.write(process.resolve("empty"), new byte[0]);
        Files.createDirectory(process.resolve("fd"));
        Files.createFile(process.resolve("fd/0"));
        Files.createFile(process.resolve("fd/1"));
        try (ProcFs proc = way.open(folder)) {
            assertThat(proc.read(7, "long", buffer)).isEqualTo(buffer.length);
            assertThat(proc.read(7, "empty", buffer)).isZero();
            assertThat(proc.openFiles(7)).isEqualTo(2);
            assertThat(proc.owner(7)).isEqualTo((int) Files.getAttribute(process, "unix:uid"));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aProcessThatHasGoneIsGoneForEveryCall(Way way) throws Exception {
        try (var children = new Children();
                ProcFs proc = way.open(PROC)) {
            Children.Child child = children.sleeper();
            int pid = child.pid();
            try (ProcFs.StatFile stat = proc.stat(pid)) {
                assertThat(stat.read(buffer)).isPositive();
                child.kill();
                await().until(() -> !Files.exists(PROC.resolve(Integer.toString(pid))));
                assertThat(Errno.isGone(stat.read(buffer))).isTrue();
                assertThat(Errno.isGone(proc.read(pid, "io", buffer))).isTrue();
                assertThat(Errno.isGone(proc.owner(pid))).isTrue();
                assertThat(Errno.isGone(proc.openFiles(pid))).isTrue();
                assertThat(proc.cpuNanos(pid)).isNegative();
                assertThat(proc.pids()).doesNotContain(pid);
            }
        }
    }

    @Test
    @Tag("kernel")
    void bothWaysGiveTheSameFigures() throws Exception {
        byte[] other = new byte[4096];
        try (var children = new Children();
                ProcFs calls = new SyscallProcFs(PROC);
                ProcFs files = new FileProcFs(PROC)) {
            int[] pids = {
                children.sleeper().pid(),
                children.sleeper().pid(),
                children.start("cat").pid()
            };
            for (int pid : pids) {
                await().until(() -> stat(pid).matches("\\d+ \\((?:sleep|cat)\\) S .*"));
                try (ProcFs.StatFile kept = calls.stat(pid);
                        ProcFs.StatFile plain = files.stat(pid)) {
                    assertThat(text(kept.read(buffer), buffer)).isEqualTo(text(plain.read(other), other));
                    assertThat(text(kept.read(buffer), buffer)).isEqualTo(text(plain.read(other), other));
                }
                for (String name : new String[] {"io", "cmdline", "cgroup", "comm", "statm"}) {
                    assertThat(text(calls.read(pid, name, buffer), buffer))
                            .isEqualTo(text(files.read(pid, name, other), other));
                }
                assertThat(calls.owner(pid)).isEqualTo(files.owner(pid));
                assertThat(calls.openFiles(pid)).isEqualTo(files.openFiles(pid)).isPositive();
                assertThat(calls.pids()).contains(pid);
                assertThat(files.pids()).contains(pid);
            }
            assertThat(calls.self()).isEqualTo(files.self()).isEqualTo(SELF);
        }
    }

    @Test
    @Tag("kernel")
    void withoutStatxTheFiguresAreTheSame() throws Exception {
        long owner = SystemCallFilter.withoutStatx(() -> {
            try (ProcFs proc = new SyscallProcFs(PROC)) {
                assertThat(proc.openFiles(SELF)).isGreaterThan(3);
                assertThat(proc.owner(Integer.MAX_VALUE)).isEqualTo(-Errno.ENOENT);
                return proc.owner(SELF);
            }
        });
        assertThat(owner).isEqualTo((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    @Test
    @Tag("kernel")
    void aFilterRefusesTheClocksAndNothingElse() throws Exception {
        try (var children = new Children();
                ProcFs proc = new SyscallProcFs(PROC)) {
            int pid = children.sleeper().pid();
            await().pollInSameThread().until(() -> proc.cpuNanos(pid) > 0); // once it has run
            SystemCallFilter.withoutForeignClocks(() -> {
                assertThat(proc.cpuNanos(pid)).isEqualTo(-Errno.EPERM);
                assertThat(proc.read(pid, "io", buffer)).isPositive();
                assertThat(new Clocks().boottimeNanos()).isPositive();
                return true;
            });
            assertThat(proc.cpuNanos(pid)).isPositive();
        }
    }

    @Test
    @Tag("kernel")
    void noMoreDescriptorsAreKeptThanTheLimitSays() throws IOException {
        long before = ProcFsWays.openStatFiles();
        try (var children = new Children();
                ProcFs proc = ProcFsWays.keeping(2)) {
            int[] pids = {SELF, children.sleeper().pid(), children.sleeper().pid()};
            ProcFs.StatFile[] files = Arrays.stream(pids).mapToObj(proc::stat).toArray(ProcFs.StatFile[]::new);
            for (ProcFs.StatFile file : files) {
                file.read(buffer);
            }
            assertThat(ProcFsWays.kept(proc)).isEqualTo(2);
            assertThat(ProcFsWays.openStatFiles()).isEqualTo(before + 2);
            for (ProcFs.StatFile file : files) {
                file.close();
                file.close();
            }
            assertThat(ProcFsWays.kept(proc)).isZero();
            assertThat(ProcFsWays.openStatFiles()).isEqualTo(before);
        }
    }

    private static String text(int length, byte[] bytes) {
        return length < 0 ? "error " + -length : new String(bytes, 0, length, UTF_8);
    }

    private static String stat(int pid) throws IOException {
        return Files.readString(PROC.resolve(Integer.toString(pid), "stat")).strip();
    }
}
