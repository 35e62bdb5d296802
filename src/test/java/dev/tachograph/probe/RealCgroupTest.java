package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tachograph.model.CgroupSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The groups of this very kernel, of the version that it has, with a group made for the test. */
class RealCgroupTest {
    private static final Path ROOT = Path.of("/");

    private final String name = "tachograph-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 100_000;
    private final List<CgroupMount> mounts = CgroupMount.find(Path.of("/proc"), Path.of("/sys"));
    private final List<Path> folders = new ArrayList<>();
    private CgroupTrees trees;

    @BeforeEach
    void aGroupInEveryTree() {
        assumeTrue(!mounts.isEmpty(), "no control groups are mounted");
        trees = new CgroupTrees(mounts, ROOT, CgroupProbe.MOST_GROUPS);
    }

    @AfterEach
    void remove() throws IOException {
        if (trees != null) {
            trees.close();
        }
        for (Path folder : folders.reversed()) {
            await().ignoreExceptions().until(() -> Files.deleteIfExists(folder) || !Files.exists(folder));
        }
    }

    private void make(String path) {
        for (CgroupMount mount : mounts) {
            Path folder = Path.of(mount.folder() + path);
            try {
                Files.createDirectory(folder);
                folders.add(folder);
            } catch (IOException e) {
                assumeTrue(false, "control groups cannot be made here: " + e);
            }
        }
    }

    /** A process that works in all of these groups until it is ended. */
    private Process work(String path) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", "read _; while :; do :; done")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        for (CgroupMount mount : mounts) {
            Files.writeString(Path.of(mount.folder() + path, "cgroup.procs"), process.pid() + "\n");
        }
        process.outputWriter().write("go\n");
        process.outputWriter().flush();
        return process;
    }

    @Test
    void theRootIsThereAndHasUsedTheCpu() {
        trees.look(5, true);
        assertThat(trees.look("/", 5).cpuMicros()).isNotNull().isNotNegative();
    }

    @Test
    void aGroupThatWorksIsSeenToWork() throws Exception {
        make("/" + name);
        Process process = work("/" + name);
        try {
            CgroupSample first = trees.look(5, true).get("/" + name);
            assertThat(first).isNotNull();
            assertThat(first.cpuMicros()).isNull();
            long[] sum = {0};
            await().until(() -> {
                CgroupSample now = trees.look(5, true).get("/" + name);
                sum[0] += now == null || now.cpuMicros() == null ? 0 : now.cpuMicros();
                return sum[0] > 50_000;
            });
            Long childCpu = process.info()
                    .totalCpuDuration()
                    .map(cpu -> cpu.toNanos() / 1000)
                    .orElse(null);
            assertThat(childCpu).isNotNull();
            assertThat(sum[0]).isLessThanOrEqualTo(childCpu + 100_000); // its ticks are of 10 ms
            CgroupSample last = trees.look("/" + name, 5);
            if (mounts.stream().anyMatch(mount -> mount.controllers().contains("pids"))) {
                assertThat(last.pids()).isEqualTo(1);
            }
            if (mounts.stream().anyMatch(mount -> mount.controllers().contains("memory"))) {
                assertThat(last.memoryBytes()).isNotNull();
                assertThat(last.memoryLimitBytes()).isNull();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aGroupMadeAnewUnderTheSamePathStartsAgain() throws Exception {
        String path = "/" + name;
        make(path);
        Process process = work(path);
        try {
            await().until(() -> {
                CgroupSample now = trees.look(5, true).get(path);
                return now != null && now.cpuMicros() != null && now.cpuMicros() > 0;
            });
        } finally {
            process.destroyForcibly().waitFor();
        }
        remakeAll();
        Process next = work(path);
        try {
            CgroupSample anew = trees.look(5, true).get(path);
            assertThat(anew).isNotNull();
            assertThat(anew.cpuMicros()).isNull();
        } finally {
            next.destroyForcibly().waitFor();
        }
        trees.look(5, true);
        for (Path folder : folders) {
            await().ignoreExceptions().until(() -> Files.deleteIfExists(folder));
        }
        assertThat(trees.look(5, true)).doesNotContainKey(path);
    }

    private void remakeAll() throws IOException {
        for (Path folder : folders) {
            await().ignoreExceptions().until(() -> Files.deleteIfExists(folder));
            Files.createDirectory(folder);
        }
    }

    @Test
    void aGroupWithinAGroupIsFoundAtTheNextLook() throws Exception {
        make("/" + name);
        Process process = work("/" + name);
        try {
            trees.look(5, true);
            make("/" + name + "/within.service");
            Process inner = work("/" + name + "/within.service");
            try {
                CgroupSample found = trees.look(5, true).get("/" + name + "/within.service");
                assertThat(found).isNotNull();
                assertThat(found.group().unit()).isEqualTo("within.service");
            } finally {
                inner.destroyForcibly().waitFor();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
