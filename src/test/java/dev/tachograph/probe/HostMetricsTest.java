package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.linux.FilesystemSize;
import dev.tachograph.linux.Host;
import dev.tachograph.model.DiskSample;
import dev.tachograph.model.Gap;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.MemorySample;
import dev.tachograph.model.Moment;
import dev.tachograph.model.NetworkSample;
import dev.tachograph.model.PressureSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at a made-up host whose devices come, go and count anew. */
class HostMetricsTest {
    private static final long INTERVAL = 5_000_000;
    private static final DiskSample QUIET = new DiskSample("sda", 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 3L);

    @TempDir
    Path folder;

    private HostTree host;
    private HostMetrics metrics;
    private int looks;

    @BeforeEach
    void begin() {
        host = new HostTree(folder);
        metrics = open();
    }

    @AfterEach
    void end() {
        metrics.close();
    }

    private HostMetrics open() {
        return HostMetrics.of(
                host.proc,
                host.sys,
                FilesystemProbe.start(
                        NoMounts.TABLE, path -> new FilesystemSize(0, 0, 0, 0, 0, 0), Duration.ofDays(1)));
    }

    private static final class NoMounts {
        private static final FilesystemProbe.Table TABLE = new FilesystemProbe.Table() {
            @Override
            public boolean hasChanged() {
                return false;
            }

            @Override
            public byte[] read() {
                return new byte[0];
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    private HostMetrics.Look take(@Nullable Long interval) {
        looks++;
        Instant wall = Instant.parse("2026-11-26T03:12:00Z").plusSeconds(5L * looks);
        return metrics.look(new Moment(wall, looks * 5_000_000_000L, looks * 5_000_000_000L), interval);
    }

    private HostSample look() {
        return take(INTERVAL).host();
    }

    @Test
    void theFirstLookHasLevelsAndNoGrowth() {
        HostSample first = take(null).host();
        assertThat(first.memory().totalBytes()).isEqualTo(1000 * 1024);
        assertThat(first.memory().availableBytes()).isEqualTo(600 * 1024);
        assertThat(first.memory().hugeTotalBytes()).isEqualTo(4 * 2048 * 1024);
        assertThat(first.memory().hugeFreeBytes()).isEqualTo(2048 * 1024);
        assertThat(first.memory().dirtyBytes()).isNull();
        assertThat(first.memory().majorFaults()).isNull();
        assertThat(first.load().load15()).isEqualTo(1);
        assertThat(first.load().threads()).isEqualTo(120);
        assertThat(first.load().running()).isEqualTo(2);
        assertThat(first.load().forks()).isNull();
        assertThat(first.pressure()).isEqualTo(PressureSample.UNKNOWN);
        assertThat(first.cpus()).allMatch(cpu -> cpu.userMicros() == null);
        assertThat(first.disks()).containsExactly(unknownDisk("sda", 3));
        assertThat(first.networks()).allMatch(network -> network.receivedBytes() == null);
    }

    @Test
    void growthIsWhatWasAddedInTheInterval() {
        take(null);
        host.change("stat", "70000", "70042");
        host.change("stat", "processes 700", "processes 707");
        host.change("vmstat", "pswpin 3", "pswpin 4");
        host.change("vmstat", "pgmajfault 40", "pgmajfault 45");
        host.write("pressure/memory", HostTree.pressure(1200, 150));
        host.write("diskstats", " 8 0 sda 11 0 104 15 22 0 208 8 0 12 14 2 0 16 1 4 4\n");
        host.networks(HostTree.networks("eth0", 1500, 2010));
        HostMetrics.Look look = take(INTERVAL);
        HostSample now = look.host();
        assertThat(now.load().contextSwitches()).isEqualTo(42);
        assertThat(now.load().forks()).isEqualTo(7);
        assertThat(now.load().interrupts()).isZero();
        assertThat(now.memory().swapInBytes()).isEqualTo(Host.pageBytes());
        assertThat(now.memory().majorFaults()).isEqualTo(5);
        assertThat(now.memory().oomKills()).isZero();
        assertThat(now.pressure()).isEqualTo(new PressureSample(0L, null, 1000L, 50L, 0L, 0L, null));
        assertThat(now.disks())
                .containsExactly(new DiskSample(
                        "sda", 1L, 2L, 1L, 4 * 512L, 8 * 512L, 8 * 512L, 10_000L, 1000L, 1000L, 2000L, 0L));
        assertThat(now.networks().getFirst())
                .isEqualTo(new NetworkSample(
                        "eth0", true, now.networks().getFirst().speedBits(), 500L, 50L, 0L, 0L, 10L, 1L, 0L, 0L));
        assertThat(look.busyMicros()).isEqualTo(INTERVAL);
        assertThat(look.gaps()).isEmpty();
    }

    @Test
    void nothingIsReckonedAcrossAGap() {
        look();
        host.change("stat", "70000", "80000");
        HostSample behind = take(null).host();
        assertThat(behind.load().contextSwitches()).isNull();
        assertThat(behind.disks()).containsExactly(unknownDisk("sda", 3));
        assertThat(behind.pressure()).isEqualTo(PressureSample.UNKNOWN);
        assertThat(look().disks()).containsExactly(QUIET);
    }

    @Test
    void aDeviceThatCountsAnewIsUnknownOnce() {
        look();
        host.write("diskstats", " 8 0 sda 900 0 99 5 20 0 200 7 3 11 12 1 0 8 1 4 4\n");
        host.networks(HostTree.networks("eth0", 900, 99_000));
        HostSample reset = look();
        assertThat(reset.disks()).containsExactly(unknownDisk("sda", 3));
        assertThat(reset.networks())
                .allMatch(network -> network.sentBytes() == null && network.receivedBytes() == null);
        HostSample next = look();
        assertThat(next.disks()).containsExactly(QUIET);
        assertThat(next.networks().getFirst().sentBytes()).isZero();
    }

    @Test
    void aDeviceThatWentAndCameIsUnknownOnce() {
        look();
        String disk = " 8 0 sda 10 0 100 5 20 0 200 7 3 11 12 1 0 8 1 4 4\n";
        host.write("diskstats", "");
        host.networks();
        assertThat(look().disks()).isEmpty();
        host.write("diskstats", disk.replace(" 10 0 100", " 1000 0 100000"));
        host.networks(HostTree.networks("eth0", 100_000, 100_000));
        HostSample back = look();
        assertThat(back.disks()).containsExactly(unknownDisk("sda", 3));
        assertThat(back.networks()).hasSize(1).allMatch(network -> network.receivedBytes() == null);
    }

    @Test
    void anotherDeviceOfTheSameNameIsUnknownOnce() {
        look();
        host.write("diskstats", " 8 16 sda 1000 0 1000 50 200 0 2000 70 3 110 120 1 0 8 1 4 4\n");
        assertThat(look().disks()).containsExactly(unknownDisk("sda", 3));
        assertThat(look().disks()).containsExactly(QUIET);
    }

    @Test
    void interfacesThatExchangeTheirNamesDoNotExchangeTheirCounts() {
        host.interfaceOf("eth1", 3, "down");
        host.networks(HostTree.networks("eth0", 1000, 1000), HostTree.networks("eth1", 900_000, 900_000));
        look();
        host.interfaceOf("eth1", 2, "up");
        host.interfaceOf("eth0", 3, "down");
        host.networks(HostTree.networks("eth1", 1_000_000, 1_000_000), HostTree.networks("eth0", 900_000, 900_000));
        assertThat(look().networks()).hasSize(2).allMatch(network -> network.receivedBytes() == null);
        assertThat(look().networks())
                .hasSize(2)
                .allMatch(network -> Long.valueOf(0).equals(network.receivedBytes()));
    }

    @Test
    void theLinkIsTakenFromItsStateOrElseFromItsCarrier() {
        host.interfaceOf("lo", 1, "unknown");
        host.interfaceOf("tun0", 3, "unknown");
        host.writeTo(host.sys.resolve("class/net/tun0/carrier"), "0\n");
        host.writeTo(host.sys.resolve("class/net/tun0/speed"), "-1\n");
        host.networks(
                HostTree.networks("lo", 1, 1),
                HostTree.networks("eth0", 1, 1),
                HostTree.networks("tun0", 1, 1),
                HostTree.networks("odd\u00e9", 1, 1));
        await().untilAsserted(() -> {
            List<NetworkSample> networks = look().networks();
            assertThat(networks).extracting(NetworkSample::up).containsExactly(true, true, false, null);
            assertThat(networks)
                    .extracting(NetworkSample::speedBits)
                    .containsExactly(10_000_000_000L, 10_000_000_000L, null, null);
        });
        host.interfaceOf("eth0", 2, "down");
        assertThat(look().networks().get(1).up()).isFalse();
    }

    @Test
    void partitionsAndDevicesThatNobodyUsesAreLeftOut() {
        host.write("diskstats", """
                   7       0 loop0 0 0 0 0 0 0 0 0 0 0 0
                   7       1 loop1 5 0 0 0 0 0 0 0 0 0 0
                   8       0 sda 1 0 1 1 1 0 1 1 0 1 1
                   8       1 sda1 1 0 1 1 1 0 1 1 0 1 1
                   8       2 sdb2 1 2 3 4
                 259       0 nvme0n1 1 0 1 1 1 0 1 1 0 1 1
                 259       1 nvme0n1p1 1 0 1 1 1 0 1 1 0 1 1
                 253       0 dm-0 1 0 1 1 1 0 1 1 4294967295 1 1
                   9       0 md0 0 0 0 0 0 0 0 0 0 0 0
                """);
        assertThat(look().disks())
                .extracting(DiskSample::device)
                .containsExactly("loop1", "sda", "nvme0n1", "dm-0", "md0");
        HostSample next = look();
        assertThat(next.disks()).extracting(DiskSample::discards).containsOnlyNulls(); // older than Linux 4.18
        assertThat(next.disks().get(3).inFlight()).isNull();
    }

    @Test
    void whatSysfsSaysOfPartitionsGoesBeforeTheirNames() {
        host.writeTo(host.sys.resolve("class/block/sda1/size"), "100\n");
        host.writeTo(host.sys.resolve("class/block/root/partition"), "1\n");
        host.write("diskstats", " 8 0 sda1 1 0 1 1 1 0 1 1 0 1 1\n 8 1 root 1 0 1 1 1 0 1 1 0 1 1\n");
        assertThat(look().disks()).extracting(DiskSample::device).containsExactly("sda1");
    }

    @Test
    void aLoopDeviceThatIsUsedAtLastGrewFromNothing() {
        host.write("diskstats", " 7 0 loop0 0 0 0 0 0 0 0 0 0 0 0\n");
        assertThat(look().disks()).isEmpty();
        host.write("diskstats", " 7 0 loop0 5 0 8 0 0 0 0 0 0 0 0\n");
        assertThat(look().disks().getFirst().reads()).isEqualTo(5);
    }

    @Test
    void kernelsWithoutPressureHaveNoneAndNoGap() throws Exception {
        Files.delete(host.proc.resolve("pressure/cpu"));
        Files.delete(host.proc.resolve("pressure/memory"));
        Files.delete(host.proc.resolve("pressure/io"));
        take(INTERVAL);
        HostMetrics.Look look = take(INTERVAL);
        assertThat(look.host().pressure()).isEqualTo(PressureSample.UNKNOWN);
        assertThat(look.gaps()).isEmpty();
    }

    @Test
    void whatIsHiddenIsAGapWhileItLastsAndTakesNothingWithIt() {
        host.write("meminfo", "");
        host.write("stat", "");
        assertThat(take(INTERVAL).gaps()).isEmpty(); // not yet over
        HostMetrics.Look look = take(INTERVAL);
        assertThat(look.host().memory().totalBytes()).isNull();
        assertThat(look.host().memory().majorFaults()).isZero();
        assertThat(look.host().cpus()).isEmpty();
        assertThat(look.busyMicros()).isNull();
        assertThat(look.host().load().load1()).isEqualTo(0.5);
        assertThat(look.host().disks()).containsExactly(QUIET);
        host.write("meminfo", "MemTotal: 7 kB\n");
        assertThat(take(INTERVAL).gaps())
                .containsExactly(new Gap(
                        Gap.Stream.METRICS,
                        Instant.parse("2026-11-26T03:12:05Z"),
                        Instant.parse("2026-11-26T03:12:15Z"),
                        Gap.Cause.PROBE,
                        2L,
                        "memory: /proc/meminfo has no MemTotal"));
    }

    @Test
    void whatStaysHiddenIsToldEveryTenMinutes() {
        host.write("loadavg", "none\n");
        for (int i = 0; i < 120; i++) {
            assertThat(take(INTERVAL).gaps()).isEmpty();
        }
        assertThat(take(INTERVAL).gaps()).extracting(Gap::count).containsExactly(120L);
    }

    @Test
    void aHostThatShowsNothingGivesNothing() {
        metrics.close();
        Path nothing = folder.resolve("nothing");
        metrics = HostMetrics.of(nothing, nothing);
        look();
        HostSample sample = look();
        assertThat(sample).isEqualTo(HostSample.NOTHING);
        assertThat(sample.memory()).isEqualTo(MemorySample.UNKNOWN);
    }

    @Test
    void anyContentsAreTaken() {
        List<String> files = List.of("stat", "meminfo", "vmstat", "loadavg", "pressure/io", "diskstats", "net/dev");
        List<String> samples = files.stream().map(this::contents).toList();
        int[] round = {0};
        AnyBytes.giveAValue(samples, 3000, bytes -> {
            try {
                Files.write(host.proc.resolve(files.get(round[0]++ % files.size())), bytes);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            for (DiskSample disk : look().disks()) {
                assertThat(disk.readBytes() == null || disk.readBytes() >= 0).isTrue();
            }
        });
    }

    private String contents(String file) {
        try {
            return Files.readString(host.proc.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static DiskSample unknownDisk(String name, long inFlight) {
        return new DiskSample(name, null, null, null, null, null, null, null, null, null, null, inFlight);
    }
}
