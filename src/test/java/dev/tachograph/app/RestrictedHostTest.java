package dev.tachograph.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.app.Program.Result;
import dev.tachograph.app.Program.Start;
import dev.tachograph.query.ProcessRow;
import dev.tachograph.query.ProcessTable;
import dev.tachograph.query.ProcessTables;
import dev.tachograph.settings.Surroundings;
import dev.tachograph.store.StoppedStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The real program where the kernel shows it less: as another user, behind hidepid, in a process namespace of its own. It
 * records what it sees, what it may not know is not known, and it says why.
 */
@Tag("kernel")
@Timeout(180)
class RestrictedHostTest {
    private static final Pattern THREE_TICKS = Pattern.compile("\"ticks_committed\":([3-9]|\\d\\d+)");
    private static final int SELF = (int) ProcessHandle.current().pid();

    @TempDir
    private Path home;

    private Path data = Path.of("");

    /** The pid by which the host knows the recorder, and the tables of its first and its newest tick. */
    private record Recording(int pid, String said, List<ProcessRow> first, List<ProcessRow> newest) {}

    @BeforeEach
    void makeFolder() throws IOException {
        assumeThat(Surroundings.ownUid())
                .as("only root can become somebody else, mount and unshare")
                .isZero();
        data = Files.createDirectory(home.resolve("data"));
    }

    private Start asNobody() throws IOException {
        Files.setAttribute(data, "unix:uid", Program.NOBODY);
        return Start.in(home).asNobody();
    }

    @Test
    void ofTheProcessesOfOtherUsersIsNotKnownWhatMayNotBeRead() throws Exception {
        Recording recording = record(asNobody());
        assertThat(recording.first).extracting(ProcessRow::cpuUsage).containsOnlyNulls();

        ProcessRow own = row(recording.newest, recording.pid);
        assertThat(own.userId()).isEqualTo(Program.NOBODY);
        assertThat(own.readBytes()).isNotNull();
        assertThat(own.openFiles()).isPositive();

        ProcessRow roots = row(recording.newest, SELF);
        assertThat(roots.userId()).isZero();
        assertThat(roots.cpuUsage()).isNotNull();
        assertThat(roots.cmdline()).contains("java");
        assertThat(roots.memUsage()).isPositive();
        assertThat(roots.readBytes()).isNull();
        assertThat(roots.writeBytes()).isNull();
        assertThat(roots.readRate()).isNull();
        assertThat(roots.writeRate()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"1, noaccess", "2, invisible"})
    void behindHidepidTheProcessesOfOtherUsersAreNoRowsAndThatIsSaid(String level, String name) throws Exception {
        String[] behind = hidepid(level);
        Start hidden = asNobody().within(behind);
        Recording recording = record(hidden);
        for (List<ProcessRow> table : List.of(recording.first, recording.newest)) {
            assertThat(table).extracting(ProcessRow::userId).containsOnly((long) Program.NOBODY);
            assertThat(table)
                    .extracting(ProcessRow::pid)
                    .contains(recording.pid)
                    .doesNotContain(1, SELF);
        }
        assertThat(recording.first).extracting(ProcessRow::cpuUsage).containsOnlyNulls();
        assertThat(row(recording.newest, recording.pid).cpuUsage()).isNotNull();

        String found = "hidepid=" + name + ": processes of other users are not seen";
        String remedy = "run as root, with CAP_SYS_PTRACE, or in the group that the mount option gid= names";
        assertThat(recording.said).contains("note  visible processes: ", found + "; " + remedy);
        assertThat(doctor(hidden)).contains(found, "→ " + remedy);
        assertThat(doctor(Start.in(home).within(behind)))
                .as("root's processes are hidden from nobody, and nobody's not from root")
                .doesNotContain("hidepid");
    }

    @Test
    void inAProcessNamespaceOfItsOwnOnlyTheContainersProcessesAreSeenAndThatIsSaid() throws Exception {
        String[] unshare = {"unshare", "--pid", "--fork", "--mount-proc", "--kill-child"};
        assumeWorks(unshare);
        // Another process gets the pid 2, which on a host is always a thread of the kernel.
        Start inside = Start.in(home)
                .within("sh", "-c", "sleep 1000 & exec \"$@\"", "sh")
                .within(unshare);
        Recording recording = record(inside);
        assertThat(recording.newest).extracting(ProcessRow::pid).containsExactlyInAnyOrder(1, 2);
        assertThat(row(recording.newest, 1).name()).isEqualTo("java");
        assertThat(row(recording.newest, 2).name()).isEqualTo("sleep");
        assertThat(doctor(inside))
                .contains("only those of this container")
                .contains("→ share the host's process namespace (--pid=host) to see the host");
    }

    private Recording record(Start start) throws Exception {
        try (Program recorder = start.run("up", "--no-web", "--data-dir", data.toString(), "--interval", "250ms")) {
            recorder.awaitGreeting();
            await().until(() -> THREE_TICKS
                    .matcher(Start.in(home)
                            .result("status", "--json", "--data-dir", data.toString())
                            .out())
                    .find());
            int pid = (int) recorder.pid();
            recorder.signal("TERM");
            Result result = recorder.result();
            assertThat(result.code()).as(result.err()).isZero();
            try (StoppedStore stopped = StoppedStore.open(data)) {
                var tables = new ProcessTables(stopped, Instant::now);
                ProcessTable newest = tables.newest();
                ProcessTable first = newest;
                while (first.previous() != null) {
                    first = tables.at(first.previous());
                }
                return new Recording(pid, result.err(), first.rows(), newest.rows());
            }
        }
    }

    private String doctor(Start start) throws Exception {
        return start.result("doctor", "--data-dir", data.toString()).out();
    }

    /** The command that gets a /proc of its own, where the kernel grants that. */
    private static String[] hidepid(String level) throws Exception {
        String mount = "mount -t proc -o hidepid=%s proc /proc && ".formatted(level);
        assumeWorks(
                "unshare",
                "--mount",
                "sh",
                "-c",
                mount + "grep -q ' /proc proc .*hidepid=' /proc/mounts && \"$@\"",
                "sh");
        return new String[] {"unshare", "--mount", "sh", "-c", mount + "exec \"$@\"", "sh"};
    }

    private static void assumeWorks(String... wrapper) throws Exception {
        String[] command = List.of(List.of(wrapper), List.of("true")).stream()
                .flatMap(List::stream)
                .toArray(String[]::new);
        Process tried = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(tried.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeThat(tried.waitFor()).as("not granted here: %s", said).isZero();
    }

    private static ProcessRow row(List<ProcessRow> rows, int pid) {
        return rows.stream().filter(row -> row.pid() == pid).findFirst().orElseThrow();
    }
}
