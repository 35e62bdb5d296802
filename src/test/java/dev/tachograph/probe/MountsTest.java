package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountsTest {
    /** A host with snaps, containers, a server's folder and a session's own mounts. */
    private static final String HOST = """
            22 28 0:21 / /sys rw,nosuid,nodev,noexec,relatime shared:7 - sysfs sysfs rw
            23 28 0:22 / /proc rw,nosuid,nodev,noexec,relatime shared:13 - proc proc rw
            24 28 0:5 / /dev rw,nosuid,relatime shared:2 - devtmpfs udev rw,size=8123456k
            25 24 0:23 / /dev/pts rw,nosuid,noexec,relatime shared:3 - devpts devpts rw,gid=5
            26 28 0:24 / /run rw,nosuid,nodev shared:5 - tmpfs tmpfs rw,size=1637676k
            28 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw,errors=remount-ro
            41 28 7:1 / /snap/core20/2105 ro,nodev,relatime shared:45 - squashfs /dev/loop1 ro,errors=continue
            50 28 259:1 / /boot/efi rw,relatime shared:60 - vfat /dev/nvme0n1p1 rw
            60 23 0:35 / /proc/sys/fs/binfmt_misc rw,relatime shared:14 - autofs systemd-1 rw,fd=29
            70 28 259:2 /srv/data /var/lib/export rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw
            80 28 0:50 / /var/lib/docker/overlay2/3f/merged rw,relatime - overlay overlay rw,lowerdir=/l
            81 28 0:51 / /mnt/the\\040server\\134x ro,relatime - nfs4 10.0.0.1:/export rw,vers=4.2
            82 28 253:0 / /data rw - xfs /dev/mapper/vg-data ro,attr2
            90 28 0:60 / /home/\u00e4\u0001 rw - fuse.sshfs  rw,user_id=0
            """;

    @Test
    void eachFileSystemWithASizeIsThereOnceAtItsShortestPath() {
        assertThat(paths(HOST))
                .containsExactly("/dev", "/run", "/", "/boot/efi", "/mnt/the server\\x", "/data", "/home/\u00e4\u0001");
    }

    @Test
    void lineEndsAndBlanksAndMissingSourcesAreToldAsTheyAre() {
        List<Mount> mounts = mounts(HOST);
        Mount server = mounts.get(4);
        assertThat(server.source()).isEqualTo("10.0.0.1:/export");
        assertThat(server.type()).isEqualTo("nfs4");
        assertThat(server.readOnly()).isTrue();
        assertThat(mounts.get(5).readOnly()).isTrue(); // the file system is, not the mount
        assertThat(mounts.get(6).source()).isEmpty();
        assertThat(mounts.get(6).readOnly()).isFalse();
        assertThat(new String(mounts.get(6).pathBytes(), UTF_8)).isEqualTo("/home/\u00e4\u0001");
    }

    @Test
    void theRootOfAContainerIsKept() {
        assertThat(paths("""
                500 400 0:90 / / rw,relatime - overlay overlay rw,lowerdir=/l
                501 500 0:91 / /proc rw - proc proc rw
                502 500 8:1 /hosts /etc/hosts rw,relatime - ext4 /dev/sda1 rw
                503 500 8:1 /hostname /etc/hostname rw,relatime - ext4 /dev/sda1 rw
                """)).containsExactly("/", "/etc/hosts");
    }

    @Test
    void whatWasMountedOverIsNotAskedInThePlaceOfWhatIsOnTop() {
        assertThat(mounts("""
                1 0 8:1 / / rw - ext4 /dev/sda1 rw
                2 1 8:2 / /a rw - ext4 /dev/sda2 rw
                3 2 8:3 / /a/b rw - ext4 /dev/sda3 rw
                4 2 8:4 / /a rw - ext4 /dev/sda4 rw
                5 4 8:5 / /a/b rw - ext4 /dev/sda5 rw
                """)).extracting(Mount::source).containsExactly("/dev/sda1", "/dev/sda4", "/dev/sda5");
        assertThat(mounts("""
                1 0 8:1 / / rw - ext4 /dev/sda1 rw
                2 1 8:2 / /a/b rw - ext4 /dev/sda2 rw
                3 1 8:3 / /a rw - ext4 /dev/sda3 rw
                4 3 8:4 / /a/c rw - ext4 /dev/sda4 rw
                """)).extracting(Mount::source).containsExactly("/dev/sda1", "/dev/sda3", "/dev/sda4");
    }

    @Test
    void whatIsMountedOnDemandIsKnown() {
        assertThat(mounts("""
                1 0 8:1 / / rw - ext4 /dev/sda1 rw
                2 1 0:40 / /efi rw - autofs systemd-1 rw,fd=1,timeout=120
                3 2 8:2 / /efi rw - vfat /dev/sda2 rw
                """)).extracting(Mount::onDemand).containsExactly(false, true);
    }

    @Test
    void circlesAndOddLinesEnd() {
        assertThat(paths("""
                1 2 8:1 / /a rw - ext4 a rw
                2 1 8:2 / /b rw - ext4 b rw
                x 1 8:2 / /c rw - ext4 c rw
                3 1 8:3 / relative rw - ext4 d rw
                4 1 8:4 / /e rw
                """)).containsExactly("/a", "/b");
    }

    @Test
    void anyBytesGiveAList() {
        AnyBytes.giveAValue(
                List.of(HOST, HOST.substring(0, 300)),
                20_000,
                bytes -> Mounts.in(bytes)
                        .forEach(mount -> assertThat(Mount.shown(mount.path())).isNotEmpty()));
    }

    @Test
    void theRootOfThisHostIsAmongItsMounts() throws Exception {
        assertThat(Mounts.in(Files.readAllBytes(Path.of("/proc/self/mountinfo"))))
                .extracting(Mount::path)
                .contains("/")
                .doesNotHaveDuplicates();
    }

    private static List<String> paths(String table) {
        return mounts(table).stream().map(mount -> Mount.shown(mount.path())).toList();
    }

    private static List<Mount> mounts(String table) {
        return Mounts.in(table.getBytes(UTF_8));
    }
}
