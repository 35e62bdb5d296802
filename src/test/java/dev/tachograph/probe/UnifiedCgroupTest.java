package dev.tachograph.probe;

import static dev.tachograph.probe.CgroupTrees.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.KernelTree;
import dev.tachograph.model.CgroupSample;
import dev.tachograph.model.Gap;
import dev.tachograph.model.HostSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Version 2, as files in a folder: what they hold is the test's choice. */
class UnifiedCgroupTest {
    private static final String WEB = "/system.slice/web.service";

    @TempDir
    private Path root;

    private Path top;
    private Path web;
    private CgroupTrees trees;

    @BeforeEach
    void aHostWithAService() throws IOException {
        top = root.resolve("cgroup");
        web = top.resolve("system.slice/web.service");
        group(top, 100_000_000);
        group(top.resolve("system.slice"), 50_000_000);
        group(web, 1_000_000);
        trees = new CgroupTrees(List.of(CgroupTrees.unified(top)), root, 100);
    }

    @AfterEach
    void close() {
        trees.close();
    }

    private static void group(Path folder, long cpuMicros) throws IOException {
        write(folder, "cgroup.events", "populated 1\nfrozen 0\n");
        cpu(folder, cpuMicros);
        write(
                folder,
                "memory.current",
                "4096000\n",
                "memory.peak",
                "8192000\n",
                "memory.max",
                "max\n",
                "memory.swap.current",
                "0\n",
                "memory.events",
                "low 0\nhigh 0\nmax 0\noom 1\noom_kill 1\noom_group_kill 0\n",
                "io.stat",
                "8:0 rbytes=1000 wbytes=500 rios=2 wios=1 dbytes=7 dios=1\n259:1 rbytes=1 wbytes=2\n",
                "pids.current",
                "7\n",
                "pids.max",
                "100\n");
        for (String resource : List.of("cpu", "memory", "io")) {
            write(folder, resource + ".pressure", pressure(5000, 100));
        }
    }

    private static void cpu(Path folder, long micros) throws IOException {
        write(
                folder,
                "cpu.stat",
                "usage_usec %d\nuser_usec %d\nsystem_usec %d\nnr_periods 9\nnr_throttled 3\nthrottled_usec %d\n"
                        .formatted(micros, micros / 2, micros / 4, micros / 10));
    }

    private static String pressure(long some, long full) {
        return "some avg10=0.00 avg60=1.00 avg300=0.00 total=%d\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=%d\n"
                .formatted(some, full);
    }

    @Test
    void everyFigureIsRead() throws IOException {
        CgroupSample first = trees.look(WEB, 5);
        assertThat(first.group().unit()).isEqualTo("web.service");
        assertThat(first.group().slice()).isEqualTo("system.slice");
        assertThat(first.memoryBytes()).isEqualTo(4_096_000);
        assertThat(first.memoryPeakBytes()).isEqualTo(8_192_000);
        assertThat(first.memoryLimitBytes()).isNull();
        assertThat(first.swapBytes()).isZero();
        assertThat(first.pids()).isEqualTo(7);
        assertThat(first.pidsLimit()).isEqualTo(100);
        assertThat(first.cpuMicros()).as("nothing to compare with").isNull();
        assertThat(first.oomKills()).isNull();

        cpu(web, 1_200_000);
        write(web, "io.stat", "8:0 rbytes=3000 wbytes=500\n259:1 rbytes=11 wbytes=12\n");
        write(web, "memory.events", "oom_kill 3\n");
        write(web, "cpu.pressure", pressure(5100, 100));
        write(web, "memory.pressure", pressure(5200, 130));
        write(web, "io.pressure", pressure(5300, 140));
        CgroupSample second = trees.look(WEB, 5);
        assertThat(second.cpuMicros()).isEqualTo(200_000);
        assertThat(second.userMicros()).isEqualTo(100_000);
        assertThat(second.systemMicros()).isEqualTo(50_000);
        assertThat(second.throttledMicros()).isEqualTo(20_000);
        assertThat(second.readBytes()).isEqualTo(2010);
        assertThat(second.writtenBytes()).isEqualTo(10);
        assertThat(second.oomKills()).isEqualTo(2);
        assertThat(second.cpuSomeMicros()).isEqualTo(100);
        assertThat(second.memorySomeMicros()).isEqualTo(200);
        assertThat(second.memoryFullMicros()).isEqualTo(30);
        assertThat(second.ioSomeMicros()).isEqualTo(300);
        assertThat(second.ioFullMicros()).isEqualTo(40);
    }

    @Test
    void aGroupThatDidNothingHasAmountsOfZeroAndTheLevelsOfBefore() {
        CgroupSample first = trees.look(WEB, 5);
        CgroupSample second = trees.look(WEB, 5);
        assertThat(second.isQuiet()).isTrue();
        assertThat(second.cpuMicros()).isZero();
        assertThat(second.readBytes()).isZero();
        assertThat(second.memoryBytes()).isEqualTo(first.memoryBytes());
        CgroupSample third = trees.look(WEB, 5);
        assertThat(third.hasLevelsOf(second)).isTrue();
    }

    @Test
    void whatTheKernelWritesLaterIsSeenThoughTheGroupSleeps() throws IOException {
        trees.look(5, true);
        cpu(web, 1_000_100);
        trees.look(5, true);
        write(web, "io.stat", "8:0 rbytes=1000 wbytes=90500\n259:1 rbytes=1 wbytes=2\n");
        assertThat(trees.look(WEB, 5).writtenBytes()).isEqualTo(90_000);
    }

    @Test
    void allFilesAreReadOnceAMinute() throws IOException {
        trees.look(5, true);
        trees.look(5, true);
        write(web, "memory.current", "1\n", "memory.max", "5000000\n");
        for (int look = 0; look < 12; look++) {
            trees.look(5, true);
        }
        CgroupSample last = trees.look(WEB, 5);
        assertThat(last.memoryBytes()).isEqualTo(1);
        assertThat(last.memoryLimitBytes()).isEqualTo(5_000_000);
    }

    @Test
    void acrossAGapNoAmountIsKnown() throws IOException {
        trees.look(5, true);
        cpu(web, 9_000_000);
        HostSample.Cgroups after = trees.lookAtAll(100, false);
        assertThat(after).isNotNull();
        assertThat(after.intervalMicros()).isNull();
        assertThat(after.groups()).allSatisfy(group -> {
            assertThat(group.cpuMicros()).isNull();
            assertThat(group.readBytes()).isNull();
            assertThat(group.memoryBytes()).isNotNull();
        });
        cpu(web, 9_000_001);
        assertThat(trees.look(WEB, 5).cpuMicros()).isEqualTo(1);
    }

    @Test
    void aGapWhileTheyWereLeftOutIsAGap() throws IOException {
        trees.look(5, true);
        trees.probe.leaveOut(false);
        trees.probe.leaveOut(true);
        cpu(web, 2_000_000);
        assertThat(trees.look(WEB, 60).cpuMicros()).isNull();
        trees.probe.leaveOut(true);
        cpu(web, 2_000_005);
        HostSample.Cgroups later = trees.lookAtAll(10, true);
        assertThat(later).isNotNull();
        assertThat(later.intervalMicros()).isEqualTo(10_000_000);
    }

    @Test
    void aCounterThatWentDownHasNoAmount() throws IOException {
        trees.look(5, true);
        cpu(web, 900);
        CgroupSample anew = trees.look(WEB, 5);
        assertThat(anew.cpuMicros()).isNull();
        assertThat(anew.readBytes()).isZero();
    }

    @Test
    void groupsComeAndGoAndAreMadeAnew() throws IOException {
        trees.look(5, true);
        group(top.resolve("system.slice/new.service"), 5);
        assertThat(trees.look(5, true)).containsKey("/system.slice/new.service");
        Files.move(
                web, root.resolve("removed")); // so that its inode is not used again at once, as on some file systems
        group(web, 2_000_000); // more than before, so only the folder tells
        CgroupSample anew = trees.look(WEB, 5);
        assertThat(anew).isNotNull();
        assertThat(anew.cpuMicros()).isNull();
        remove(web);
        group(top.resolve("system.slice/other.service"), 7);
        assertThat(trees.look(5, true))
                .containsKey("/system.slice/other.service")
                .doesNotContainKey(WEB);
    }

    @Test
    void aGroupWithNeitherProcessesNorMemoryIsLeftOutUntilSomethingHappensInIt() throws IOException {
        Path mount = top.resolve("system.slice/dev-mqueue.mount");
        group(mount, 500);
        write(mount, "cgroup.events", "populated 0\n", "memory.current", "8192\n");
        assertThat(trees.look(5, true)).doesNotContainKey("/system.slice/dev-mqueue.mount");
        cpu(mount, 700);
        assertThat(trees.look("/system.slice/dev-mqueue.mount", 5).cpuMicros()).isEqualTo(200);
    }

    @Test
    void whatIsBeyondTheMostIsTold() throws IOException {
        for (int i = 0; i < 120; i++) {
            group(top.resolve("many.slice/a" + i + ".service"), 5);
        }
        assertThat(trees.look(5, true)).hasSize(100).containsKey("/system.slice");
        assertThat(trees.probe.takeLost()).singleElement().satisfies(gap -> {
            assertThat(gap.stream()).isEqualTo(Gap.Stream.METRICS);
            assertThat(gap.count()).isEqualTo(24);
        });
        trees.look(5, true);
        assertThat(trees.probe.takeLost()).isEmpty();
        trees.look(600, true);
        assertThat(trees.probe.takeLost()).hasSize(1);
    }

    @Test
    void filesThatAreMissingOrOddLeaveTheirFiguresUnknown() throws IOException {
        Files.delete(web.resolve("memory.current"));
        Files.delete(web.resolve("io.stat"));
        write(web, "pids.current", "many\n", "cpu.pressure", "", "cpu.stat", "usage_usec 99999999999999999999\n");
        CgroupSample odd = trees.look(WEB, 5);
        assertThat(odd.memoryBytes()).isNull();
        assertThat(odd.pids()).isNull();
        write(web, "cpu.stat", "usage_usec 1000000\n");
        trees.look(5, true);
        CgroupSample later = trees.look(WEB, 5);
        assertThat(later.readBytes()).isNull();
        assertThat(later.cpuSomeMicros()).isNull();
        assertThat(later.memorySomeMicros()).isZero();
        assertThat(later.cpuMicros()).isZero();
    }

    @Test
    void aDeviceThatLiesOnAnotherIsNotCountedTwice() throws IOException {
        Files.createDirectories(root.resolve("sys/dev/block/259:1/slaves/sda"));
        trees.look(5, true);
        cpu(web, 2_000_000);
        write(web, "io.stat", "8:0 rbytes=1500 wbytes=500\n259:1 rbytes=501 wbytes=2\n");
        assertThat(trees.look(WEB, 5).readBytes()).isEqualTo(500);
    }

    @Test
    void theRootIsASlash() {
        assertThat(trees.look(5, true).keySet()).containsExactlyInAnyOrder("/", "/system.slice", WEB);
    }

    @Test
    void plainFilesGiveTheSame() throws IOException {
        try (var plain = new CgroupTrees(KernelTree.openPlain(), List.of(CgroupTrees.unified(top)), root, 100)) {
            assertThat(plain.look(5, true)).isEqualTo(trees.look(5, true));
            cpu(web, 3_000_000);
            group(top.resolve("system.slice/\u00e9t\u00e9.service"), 3);
            Map<String, CgroupSample> second = plain.look(5, true);
            assertThat(second).isEqualTo(trees.look(5, true)).containsKey("/system.slice/\u00e9t\u00e9.service");
        }
    }

    @Test
    void withoutAnyTreeThereIsNothing() {
        try (var none = new CgroupTrees(List.of(), root, 100)) {
            assertThat(none.lookAtAll(5, true)).isNull();
        }
        try (var none = new CgroupTrees(List.of(CgroupTrees.unified(root.resolve("nowhere"))), root, 100)) {
            assertThat(none.lookAtAll(5, true)).isNull();
        }
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
