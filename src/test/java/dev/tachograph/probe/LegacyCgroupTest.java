package dev.tachograph.probe;

import static dev.tachograph.probe.CgroupTrees.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.CgroupSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Version 1, as files in folders, one tree for each controller; and both versions beside each other. */
class LegacyCgroupTest {
    private static final String WEB = "/docker/web";

    @TempDir
    private Path root;

    private CgroupTrees trees;

    @BeforeEach
    void aHostWithAContainer() throws IOException {
        for (String group : List.of("", "/docker", WEB)) {
            group(group, 3_000_000_000L);
        }
        Path unified = root.resolve("unified");
        write(
                unified,
                "cpu.stat",
                "usage_usec 77\n",
                "cpu.pressure",
                "some avg10=0.00 avg60=0.00 avg300=0.00 total=40\n");
        trees = new CgroupTrees(
                List.of(
                        legacy("cpu", "cpu"),
                        legacy("cpuacct", "cpuacct"),
                        legacy("memory", "memory"),
                        legacy("blkio", "blkio"),
                        legacy("pids", "pids"),
                        new CgroupMount(unified.toString(), "", true, Set.of())),
                root,
                100);
    }

    private CgroupMount legacy(String folder, String controller) {
        return new CgroupMount(root.resolve(folder).toString(), "", false, Set.of(controller));
    }

    private void group(String path, long cpuNanos) throws IOException {
        write(root.resolve("cpu" + path), "cpu.stat", "nr_periods 1\nnr_throttled 1\nthrottled_time 5000\n");
        write(
                root.resolve("cpuacct" + path),
                "cpuacct.usage",
                cpuNanos + "\n",
                "cpuacct.stat",
                "user 200\nsystem 100\n");
        write(
                root.resolve("memory" + path),
                "memory.usage_in_bytes",
                "5000000\n",
                "memory.max_usage_in_bytes",
                "6000000\n",
                "memory.limit_in_bytes",
                "9223372036854771712\n",
                "memory.memsw.usage_in_bytes",
                "5100000\n",
                "memory.oom_control",
                "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
        write(
                root.resolve("blkio" + path),
                "blkio.throttle.io_service_bytes_recursive",
                "8:0 Read 100\n8:0 Write 50\n8:0 Sync 1\n8:0 Async 2\n8:0 Discard 0\n8:0 Total 150\nTotal 150\n");
        write(root.resolve("pids" + path), "pids.current", "3\n", "pids.max", "max\n");
    }

    @AfterEach
    void close() {
        trees.close();
    }

    @Test
    void theTreesOfTheControllersAreOneGroupByPath() throws IOException {
        CgroupSample first = trees.look(WEB, 5);
        assertThat(first.memoryBytes()).isEqualTo(5_000_000);
        assertThat(first.memoryPeakBytes()).isEqualTo(6_000_000);
        assertThat(first.memoryLimitBytes()).isNull();
        assertThat(first.swapBytes()).isEqualTo(100_000);
        assertThat(first.pids()).isEqualTo(3);
        assertThat(first.pidsLimit()).isNull();

        write(root.resolve("cpuacct" + WEB), "cpuacct.usage", "3500000999\n", "cpuacct.stat", "user 240\nsystem 110\n");
        write(root.resolve("cpu" + WEB), "cpu.stat", "throttled_time 9000\n");
        write(root.resolve("memory" + WEB), "memory.oom_control", "oom_kill 3\n", "memory.limit_in_bytes", "7000000\n");
        write(
                root.resolve("blkio" + WEB),
                "blkio.throttle.io_service_bytes_recursive",
                "8:0 Read 150\n8:0 Write 250\nTotal 400\n");
        CgroupSample second = trees.look(WEB, 5);
        assertThat(second.cpuMicros()).isEqualTo(500_000);
        assertThat(second.userMicros()).isEqualTo(400_000);
        assertThat(second.systemMicros()).isEqualTo(100_000);
        assertThat(second.throttledMicros()).isEqualTo(4);
        assertThat(second.oomKills()).isEqualTo(1);
        assertThat(second.readBytes()).isEqualTo(50);
        assertThat(second.writtenBytes()).isEqualTo(200);
        assertThat(trees.look(WEB, 60).memoryLimitBytes()).isEqualTo(7_000_000);
    }

    @Test
    void whatOnlyTheOtherVersionTellsIsTakenFromIt() throws IOException {
        trees.look(5, true);
        write(root.resolve("unified"), "cpu.pressure", "some avg10=0.00 avg60=0.00 avg300=0.00 total=90\n");
        write(root.resolve("cpuacct"), "cpuacct.usage", "3000007000\n");
        CgroupSample top = trees.look("/", 5);
        assertThat(top.cpuMicros()).as("counted by version 1").isEqualTo(7);
        assertThat(top.cpuSomeMicros()).isEqualTo(50);
    }

    @Test
    void aNewGroupHasItsFiguresOfAllTreesAtOnce() throws IOException {
        trees.look(5, true);
        group("/docker/new", 1000);
        CgroupSample found = trees.look("/docker/new", 5);
        assertThat(found.memoryBytes()).isEqualTo(5_000_000);
        assertThat(found.pids()).isEqualTo(3);
    }

    @Test
    void aGroupThatHasGoneFromOneTreeHasGoneFromAll() throws IOException {
        trees.look(5, true);
        for (String tree : List.of("cpu", "cpuacct", "memory", "blkio", "pids")) {
            Files.move(root.resolve(tree + WEB), root.resolve("gone-" + tree));
        }
        assertThat(trees.look(5, true)).containsKey("/docker").doesNotContainKey(WEB);
    }

    @Test
    void aGroupOfOneControllerAloneIsFoundWithinAMinute() throws IOException {
        trees.look(5, true);
        write(root.resolve("memory/batch"), "memory.usage_in_bytes", "9000000\n");
        trees.look(60, true);
        CgroupSample batch = trees.look("/batch", 5);
        assertThat(batch.memoryBytes()).isEqualTo(9_000_000);
        assertThat(batch.cpuMicros()).isNull();
        write(root.resolve("memory/batch"), "memory.usage_in_bytes", "8000000\n");
        assertThat(trees.look("/batch", 5).memoryBytes()).isEqualTo(8_000_000);
    }
}
