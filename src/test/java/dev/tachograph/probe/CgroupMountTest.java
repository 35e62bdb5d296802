package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupMountTest {
    private static final String HYBRID = """
            23 1 0:22 / /proc rw - proc proc rw
            32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct
            33 31 0:30 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset
            35 31 0:32 /docker/1 /mnt/my\\040group rw - cgroup cgroup rw,memory
            36 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd
            41 31 0:38 / /sys/fs/cgroup/unified rw master:3 propagate_from:2 - cgroup2 cgroup2 rw,nsdelegate
            """;

    @Test
    void theTreesThatCountAreFoundWhereTheyShowMost() {
        assertThat(CgroupMount.parse(HYBRID))
                .containsExactlyInAnyOrder(
                        new CgroupMount("/sys/fs/cgroup/cpu,cpuacct", "", false, Set.of("cpu", "cpuacct")),
                        new CgroupMount("/sys/fs/cgroup/memory", "", false, Set.of("memory")),
                        new CgroupMount("/sys/fs/cgroup/unified", "", true, Set.of()));
    }

    @Test
    void aPartOfATreeKnowsItsPlaceInIt() {
        assertThat(CgroupMount.parse("35 31 0:32 /docker/1 /mnt/my\\040group rw - cgroup2 cgroup rw\n"))
                .containsExactly(new CgroupMount("/mnt/my group", "/docker/1", true, Set.of()));
        assertThat(CgroupMount.parse("35 31 0:32 /../.. /sys/fs/cgroup rw - cgroup2 cgroup rw\n"))
                .containsExactly(new CgroupMount("/sys/fs/cgroup", "/../..", true, Set.of()));
    }

    @Test
    void withoutAListOfMountsTheUsualPlacesCount(@TempDir Path sys) throws IOException {
        assertThat(CgroupMount.find(sys.resolve("proc"), sys)).isEmpty();
        Files.createDirectories(sys.resolve("fs/cgroup/memory"));
        assertThat(CgroupMount.find(sys.resolve("proc"), sys))
                .extracting(CgroupMount::controllers)
                .containsExactly(Set.of("memory"));
        Files.writeString(sys.resolve("fs/cgroup/cgroup.controllers"), "cpu io memory\n");
        assertThat(CgroupMount.find(sys.resolve("proc"), sys))
                .containsExactly(
                        new CgroupMount(sys.resolve("fs/cgroup").toString(), "", true, Set.of("cpu", "io", "memory")));
    }

    @Test
    void anyTextHasMounts() {
        AnyBytes.giveAValue(
                List.of(HYBRID),
                20_000,
                bytes -> assertThat(CgroupMount.parse(new String(bytes, ISO_8859_1)))
                        .isNotNull());
    }
}
