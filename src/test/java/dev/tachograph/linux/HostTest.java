package dev.tachograph.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTest {

    @TempDir
    Path folder;

    @Test
    void factsAreThoseThatTheSystemTells() throws Exception {
        assertThat(Host.pageBytes()).isEqualTo(Long.parseLong(output("getconf", "PAGESIZE")));
        assertThat(Host.ticksPerSecond()).isEqualTo(Long.parseLong(output("getconf", "CLK_TCK")));
        assertThat(Host.bootId()).hasToString(output("cat", "/proc/sys/kernel/random/boot_id"));
        assertThat(Host.openFilesLimit()).isGreaterThan(100);
    }

    @Test
    void ownPidIsTheOneOfTheRealFilesOnly() throws IOException {
        assertThat(Host.ownPid(Path.of("/proc")))
                .isEqualTo((int) ProcessHandle.current().pid());
        assertThat(Host.ownPid(folder)).isEqualTo(-1);
        Files.createSymbolicLink(folder.resolve("self"), Path.of("somewhere"));
        assertThat(Host.ownPid(folder)).isEqualTo(-1);
    }

    @Test
    void boottimeIsTheUptime() throws IOException {
        var clocks = new Clocks();
        double before = uptimeSeconds();
        double boottime = clocks.boottimeNanos() / 1e9;
        assertThat(boottime).isBetween(before - 0.02, uptimeSeconds() + 0.02); // the file is cut at hundredths
    }

    @Test
    void clocksNeverGoBackAndTheThreadsOwnCountsItsWork() {
        var clocks = new Clocks();
        long boottime = clocks.boottimeNanos();
        long monotonic = clocks.monotonicNanos();
        long cpu = clocks.threadCpuNanos();
        while (clocks.threadCpuNanos() - cpu < 1_000_000) {
            assertThat(clocks.boottimeNanos()).isGreaterThanOrEqualTo(boottime);
            boottime = clocks.boottimeNanos();
        }
        assertThat(clocks.monotonicNanos() - monotonic).isGreaterThanOrEqualTo(1_000_000);
    }

    @Test
    void usersAreParsedFromTheirFile() {
        assertThat(UserDatabase.parse("""
                        root:x:0:0:root:/root:/bin/bash
                        # a comment
                        nobody:x:65534:65534::/:/usr/sbin/nologin
                        toor:x:0:0::/root:/bin/sh
                        größe:x:1000:1000::/:
                        broken:x:-1:0
                        broken:x:99999999999:0
                        :x:5:5
                        last:x:4294967295:1::/:"""))
                .isEqualTo(Map.of(0L, "root", 65534L, "nobody", 1000L, "größe", 4294967295L, "last"));
    }

    @Test
    void nameServicesAndTheFileAgreeOnLocalUsers() {
        Map<Long, String> local = UserDatabase.localUsers();
        assertThat(local).containsEntry(0L, "root");
        local.forEach((id, name) -> assertThat(UserDatabase.nameOf(id)).hasValue(name));
        assertThat(UserDatabase.nameOf(3_999_999_999L)).isEmpty();
    }

    @Test
    void theEffectiveUserIsTheSecondNumber() {
        assertThat(StatusFile.parseUserId("Name:\tx\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\n"))
                .isEqualTo(2);
        assertThat(StatusFile.parseUserId("Name:\tUid:\t1\t2\n")).isNegative();
        assertThat(StatusFile.parseUserId("")).isNegative();
    }

    @Test
    void errorsHaveTheirMeanings() {
        assertThat(Errno.isGone(-Errno.ESRCH)).isTrue();
        assertThat(Errno.isGone(-Errno.ENOENT)).isTrue();
        assertThat(Errno.isGone(0)).isFalse();
        assertThat(Errno.isRefused(-Errno.EPERM)).isTrue();
        assertThat(Errno.isRefused(-Errno.EACCES)).isTrue();
        assertThat(Errno.isRefused(-Errno.ESRCH)).isFalse();
        assertThat(Errno.isShortage(-Errno.EMFILE)).isTrue();
        assertThat(Errno.isShortage(-Errno.EPERM)).isFalse();
    }

    private static double uptimeSeconds() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0]);
    }

    private static String output(String... command) throws IOException {
        return new String(
                        new ProcessBuilder(command).start().getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .strip();
    }
}
