package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.Clocks;
import dev.tachograph.model.CpuSample;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.Moment;
import dev.tachograph.model.NetworkSample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The kernel's own figures of this host, read in two ways. */
class HostAgreementTest {
    private static final Path PROC = Path.of("/proc");
    private static final int BYTES = 3_000_000;

    private final Clocks clocks = new Clocks();

    @Test
    void levelsAndDevicesAreThoseOfTheFiles() throws Exception {
        try (HostMetrics metrics = HostMetrics.of(PROC, Path.of("/sys"))) {
            HostMetrics.Look look = metrics.look(now(), null);
            assertThat(look.gaps()).isEmpty();
            HostSample host = look.host();
            assertThat(host.memory().totalBytes()).isEqualTo(number("meminfo", "MemTotal:") * 1024);
            assertThat(host.memory().swapTotalBytes()).isEqualTo(number("meminfo", "SwapTotal:") * 1024);
            assertThat(host.cpus())
                    .extracting(CpuSample::cpu)
                    .containsExactlyElementsOf(lines("stat")
                            .filter(line -> line.startsWith("cpu"))
                            .map(line -> line.startsWith("cpu ") ? "all" : line.substring(3, line.indexOf(' ')))
                            .toList());
            assertThat(host.networks())
                    .extracting(NetworkSample::name)
                    .containsExactlyElementsOf(lines("net/dev")
                            .filter(line -> line.contains(":"))
                            .map(line ->
                                    line.substring(0, line.lastIndexOf(':')).strip())
                            .toList());
            assertThat(host.disks())
                    .allMatch(disk ->
                            Files.exists(Path.of("/sys/block", disk.device().replace('/', '!'))));
            assertThat(host.load().threads()).isPositive();
            assertThat(host.load().running()).isPositive();
        }
    }

    @Test
    void growthIsWithinWhatTheFilesGrewByAround() throws Exception {
        try (HostMetrics metrics = HostMetrics.of(PROC, Path.of("/sys"))) {
            long switchesBefore = number("stat", "ctxt");
            long forksBefore = number("stat", "processes");
            long faultsBefore = number("vmstat", "pgmajfault");
            List<Long> sentBefore = loopback();
            Moment begin = now();
            metrics.look(begin, null);
            transfer();
            new ProcessBuilder("true").start().waitFor();
            Moment end = now();
            long interval = Math.max(1, (end.boottimeNanos() - begin.boottimeNanos()) / 1000);
            HostSample grown = metrics.look(end, interval).host();
            assertThat(grown.load().contextSwitches()).isBetween(1L, number("stat", "ctxt") - switchesBefore);
            assertThat(grown.load().forks()).isBetween(1L, number("stat", "processes") - forksBefore);
            assertThat(grown.memory().majorFaults()).isBetween(0L, number("vmstat", "pgmajfault") - faultsBefore);
            NetworkSample lo = grown.networks().stream()
                    .filter(network -> network.name().equals("lo"))
                    .findFirst()
                    .orElseThrow();
            List<Long> sentAfter = loopback();
            assertThat(lo.sentBytes()).isBetween((long) BYTES, sentAfter.get(8) - sentBefore.get(8));
            assertThat(lo.receivedBytes()).isBetween((long) BYTES, sentAfter.get(0) - sentBefore.get(0));
            assertThat(lo.sentPackets()).isBetween(1L, sentAfter.get(9) - sentBefore.get(9));
            assertThat(lo.up()).isNotEqualTo(false);
        }
    }

    /** Sends bytes to nobody else than this host. */
    private static void transfer() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    client.getOutputStream().write(new byte[BYTES]);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(accepted.getInputStream().readNBytes(BYTES)).hasSize(BYTES);
            sender.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Moment now() {
        return new Moment(Instant.now(), clocks.boottimeNanos(), clocks.monotonicNanos());
    }

    private static Stream<String> lines(String file) throws IOException {
        return Files.readAllLines(PROC.resolve(file)).stream();
    }

    private static long number(String file, String key) throws IOException {
        return lines(file)
                .filter(line -> line.startsWith(key + " "))
                .map(line -> Long.parseLong(line.strip().split(" +", -1)[1]))
                .findFirst()
                .orElseThrow();
    }

    private static List<Long> loopback() throws IOException {
        return lines("net/dev")
                .filter(line -> line.strip().startsWith("lo:"))
                .map(line -> Stream.of(
                                line.substring(line.indexOf(':') + 1).strip().split(" +", -1))
                        .map(Long::valueOf)
                        .toList())
                .findFirst()
                .orElseThrow();
    }
}
