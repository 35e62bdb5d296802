package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.linux.Burner;
import dev.tachograph.linux.Children;
import dev.tachograph.linux.Children.Child;
import dev.tachograph.linux.Clocks;
import dev.tachograph.linux.Host;
import dev.tachograph.linux.ProcFs;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.ProcessStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ps(1) and top(1) show of a mixed load and of all else on this host, between two of our looks. */
@Tag("kernel")
@Timeout(120)
class PsAgreementTest {
    private static final Path PROC = Path.of("/proc");
    private static final List<String> COLUMNS =
            List.of("pid", "ppid", "euid", "rss", "vsz", "nlwp", "state", "etimes", "euser:40", "comm");

    private final Children children = new Children();
    private final Map<String, Integer> load = new HashMap<>();
    private final Clocks clocks = new Clocks();
    /** Tells which processes did nothing at all while they were compared. */
    private final ProcFs clock = ProcFs.open(PROC);

    private final Map<Integer, Long> cpuNanos = new HashMap<>();

    @TempDir
    Path folder;

    /** One line of ps; memory in KiB, age in seconds. */
    record Row(
            int pid,
            int parent,
            long user,
            long rss,
            long vsz,
            int threads,
            char state,
            long age,
            String name,
            String comm) {}

    @BeforeEach
    void start() throws Exception {
        Child perl = children.start("perl", script().toString(), folder.toString());
        for (String line = perl.hear(); !line.equals("ready"); line = perl.hear()) {
            String[] roleAndPid = line.split(" ", 2);
            load.put(roleAndPid[0], Integer.valueOf(roleAndPid[1]));
        }
        load.put("threads", Burner.start(children, 4).pid());
        for (var child : load.entrySet()) {
            await(child.getKey()).until(() -> isSettled(child.getKey(), child.getValue()));
        }
    }

    @AfterEach
    void end() {
        children.close();
        clock.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theTableIsTheOneOfPs(boolean plain) throws Exception {
        try (var looks = new Looks(plain ? ProcFs.openPlain(PROC) : ProcFs.open(PROC))) {
            for (int pid : clock.pids()) {
                cpuNanos.put(pid, clock.cpuNanos(pid));
            }
            Map<Integer, ProcessSample> before = looks.look();
            List<Row> rows = ps();
            double seconds = clocks.boottimeNanos() / 1e9;
            // Once more with nothing taken over from the look before.
            Map<Integer, ProcessSample> after = freshLook(plain);

            Map<Integer, Row> byPid = new TreeMap<>();
            rows.forEach(row -> byPid.put(row.pid, row));
            for (ProcessSample sample : before.values()) {
                if (isSame(sample, after)) {
                    assertThat(byPid)
                            .as("ps has the process that was there before and after it")
                            .containsKey(sample.key().pid());
                }
            }
            int compared = 0;
            for (Row row : rows) {
                ProcessSample first = before.get(row.pid);
                ProcessSample second = after.get(row.pid);
                if (first != null && second != null && isSame(first, after)) {
                    compare(row, first, second, seconds);
                    compared++;
                }
            }
            assertThat(compared).isGreaterThan(load.size());
            assertThat(before.keySet()).containsAll(load.values());
        }
    }

    private static boolean isSame(ProcessSample sample, Map<Integer, ProcessSample> later) {
        ProcessSample other = later.get(sample.key().pid());
        return other != null && other.key().equals(sample.key());
    }

    /** What cannot change is compared for every process, the rest for those that did nothing and for our own load. */
    private void compare(Row row, ProcessSample first, ProcessSample second, double seconds) {
        String what = "%s %s".formatted(row, second);
        assertThat((double) second.key().startTicks() / Host.ticksPerSecond())
                .as(what)
                .isCloseTo(seconds - row.age, within(2.0)); // ps cuts both the uptime and the start at whole seconds
        assertThat(second.description().kernelThread()).as(what).isEqualTo(row.vsz == 0 && row.state != 'Z');
        boolean quiet = Objects.equals(cpuNanos.get(row.pid), clock.cpuNanos(row.pid));
        if (!quiet && !load.containsValue(row.pid)) {
            return;
        }
        assertThat(second.description().parentPid()).as(what).isEqualTo(row.parent);
        assertThat(second.description().userId()).as(what).isEqualTo(row.user);
        if (!row.name.matches("\\d+")) { // a user without a name
            assertThat(first.description().user()).as(what).isIn(row.name, null); // null: not asked for yet
        }
        assertThat(shownByPs(second)).as(what).isEqualTo(withoutAdditions(row.comm));
        assertThat(second.figures().virtualBytes()).as(what).isEqualTo(row.vsz * 1024);
        assertThat(second.figures().threads()).as(what).isEqualTo(row.threads);
        assertThat(second.figures().residentBytes()).as(what).isCloseTo(row.rss * 1024, within(residentSlackBytes()));
        // One that has been woken is running before it has used any time.
        assertThat(ProcessStatus.ofLetter(row.state))
                .as(what)
                .isIn(first.figures().status(), second.figures().status(), ProcessStatus.RUNNING);
    }

    /**
     * ps may read the resident pages from another file than we do, and the kernel keeps the three counters (anonymous, file,
     * shared) per CPU and in batches: include/linux/mm.h, lib/percpu_counter.c.
     */
    private static long residentSlackBytes() {
        int cpus = Runtime.getRuntime().availableProcessors();
        return 3L * cpus * Math.max(32, 2 * cpus) * Host.pageBytes();
    }

    /** ps puts a question mark for each byte of a name that cannot be printed. */
    private static String shownByPs(ProcessSample sample) {
        String name = sample.description().name().replaceAll("\\\\x[0-9a-f]{2}|\\p{Cntrl}", "?");
        return withoutAdditions(name);
    }

    /** Workers of the kernel add what they are at, which changes all the time, and some versions of ps mark zombies. */
    private static String withoutAdditions(String name) {
        return name.replaceFirst("^(kworker/[^-+]*)[-+].*", "$1")
                .replaceFirst(" <defunct>$", "")
                .stripTrailing();
    }

    @Test
    void ofTheLoadEverythingIsAsItWasMade() throws Exception {
        try (var looks = new Looks(ProcFs.open(PROC))) {
            Map<Integer, ProcessSample> all = looks.look();
            assertThat(role(all, "idle").description().cmdline()).isEqualTo("sleep 1000");
            assertThat(role(all, "zombie").figures().status()).isEqualTo(ProcessStatus.ZOMBIE);
            assertThat(role(all, "stopped").figures().status()).isEqualTo(ProcessStatus.STOPPED);
            assertThat(role(all, "renamed").description().name()).isEqualTo("renamed: by its"); // 15 bytes
            assertThat(role(all, "renamed").description().cmdline()).startsWith("renamed: by itself");
            assertThat(role(all, "spaces").description().name()).isEqualTo("with some space");
            assertThat(role(all, "parentheses").description().name()).isEqualTo("a) R 1 (b");
            assertThat(role(all, "parentheses").description().cmdline()).isEqualTo("odd -e sleep 1000 one (two) three");
            assertThat(role(all, "newline").description().name()).isEqualTo("new\nline");
            assertThat(role(all, "newline").description().cmdline()).isEqualTo("odd -e sleep 1000 new\nline");
            assertThat(role(all, "bytes").description().name()).isEqualTo("\\xff\\xfeb");
            assertThat(role(all, "bytes").description().cmdline()).isEqualTo("odd -e sleep 1000 \\xff\\xfe\\x80");
            assertThat(role(all, "umlaut").description().name()).isEqualTo("größe");
            assertThat(role(all, "umlaut").description().cmdline()).isEqualTo("odd -e sleep 1000 größe");
            assertThat(role(all, "threads").figures().threads()).isGreaterThan(5);
        }
    }

    /** Its intervals and ours begin and end a while apart on a busy host, by chance; in one of several they agree. */
    @Test
    void cpuUsageIsTheOneOfTop() throws Exception {
        assumeThat(isInstalled("top")).as("top is installed (Debian: procps)").isTrue();
        int intervals = 8;
        int busy = Objects.requireNonNull(load.get("busy"));
        int idle = Objects.requireNonNull(load.get("idle"));
        Process top = top(busy, idle, intervals);
        try (var looks = new Looks(ProcFs.open(PROC));
                BufferedReader lines = top.inputReader(UTF_8)) {
            awaitTable(lines);
            long begin = looks.nowNanos();
            looks.look(begin, true);
            List<Double> differences = new ArrayList<>();
            do {
                assertThat(differences).hasSizeLessThan(intervals);
                awaitTable(lines);
                long end = looks.nowNanos();
                Map<Integer, ProcessSample> seen = looks.look(end, true);
                Map<Integer, Double> shown = percentages(lines, 2);
                assertThat(percent(role(seen, "idle"), end - begin)).isZero();
                assertThat(shown.get(idle)).isZero();
                double used = percent(role(seen, "busy"), end - begin);
                assertThat(used).isGreaterThan(1);
                differences.add(Math.abs(used - Objects.requireNonNull(shown.get(busy))));
                begin = end;
            } while (differences.getLast() > 15);
        } finally {
            top.destroyForcibly();
        }
    }

    private Process top(int busy, int idle, int intervals) throws IOException {
        String tables = Integer.toString(intervals + 1);
        var top = new ProcessBuilder("top", "-b", "-d", "2", "-n", tables, "-p", busy + "," + idle);
        top.environment()
                .putAll(Map.of("LC_ALL", "C", "HOME", folder.toString(), "XDG_CONFIG_HOME", folder.toString()));
        return top.start();
    }

    private static double percent(ProcessSample sample, long nanos) {
        return Objects.requireNonNull(sample.activity().cpuMicros()) * 100_000.0 / nanos;
    }

    /** Reads the head of the next table, which top prints at once; the last row follows with the table after it. */
    private static void awaitTable(BufferedReader lines) throws IOException {
        while (!Objects.requireNonNull(lines.readLine(), "top ended").strip().startsWith("PID ")) {}
    }

    private static Map<Integer, Double> percentages(BufferedReader lines, int processes) throws IOException {
        Map<Integer, Double> found = new HashMap<>();
        while (found.size() < processes) {
            String[] fields = Objects.requireNonNull(lines.readLine(), "top ended")
                    .strip()
                    .split(" +", 12);
            if (fields.length == 12 && fields[0].matches("\\d+")) {
                found.put(Integer.valueOf(fields[0]), Double.valueOf(fields[8]));
            }
        }
        return found;
    }

    private static Map<Integer, ProcessSample> freshLook(boolean plain) throws IOException {
        try (var looks = new Looks(plain ? ProcFs.openPlain(PROC) : ProcFs.open(PROC))) {
            return looks.look();
        }
    }

    private ProcessSample role(Map<Integer, ProcessSample> all, String role) {
        return Objects.requireNonNull(all.get(load.get(role)), role);
    }

    private static List<Row> ps() throws IOException {
        assumeThat(isInstalled("ps")).as("ps is installed (Debian: procps)").isTrue();
        var command = new ArrayList<>(List.of("ps", "-e", "-w", "-w"));
        COLUMNS.forEach(column -> command.addAll(List.of("-o", column + "=")));
        var ps = new ProcessBuilder(command);
        ps.environment().put("LC_ALL", "C.UTF-8");
        try (BufferedReader lines = ps.start().inputReader(UTF_8)) {
            return lines.lines().map(PsAgreementTest::row).toList();
        }
    }

    private static Row row(String line) {
        String[] fields = line.stripLeading().split(" +", COLUMNS.size());
        return new Row(
                Integer.parseInt(fields[0]),
                Integer.parseInt(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                Integer.parseInt(fields[5]),
                fields[6].charAt(0),
                Long.parseLong(fields[7]),
                fields[8],
                fields.length < COLUMNS.size() ? "" : fields[9].stripTrailing()); // a process may have no name at all
    }

    private static boolean isInstalled(String program) {
        return Files.isExecutable(Path.of("/usr/bin", program));
    }

    private static boolean isSettled(String role, int pid) throws IOException {
        String stat = Files.readString(PROC.resolve(pid + "/stat"), ISO_8859_1);
        char state = stat.charAt(stat.lastIndexOf(')') + 2);
        return switch (role) {
            case "busy" -> true;
            case "zombie" -> state == 'Z';
            case "stopped" -> state == 'T';
            case "renamed" -> stat.contains("(renamed") && state == 'S';
            case "blanked", "threads" -> state == 'S';
            default -> !stat.contains("(perl)") && state == 'S';
        };
    }

    private static Path script() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(PsAgreementTest.class.getResource("mixed-load.pl"))
                .toURI());
    }
}
