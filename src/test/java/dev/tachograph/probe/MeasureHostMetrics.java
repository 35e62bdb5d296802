package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.linux.Clocks;
import dev.tachograph.linux.FilesystemSize;
import dev.tachograph.linux.KernelFiles;
import dev.tachograph.linux.MountTable;
import dev.tachograph.model.CpuSample;
import dev.tachograph.model.DiskSample;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.Moment;
import dev.tachograph.model.NetworkSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares the figures of the host with those of vmstat, iostat, mpstat, sar, free and df (of sysstat and procps) over the same
 * minutes, while this program makes some load on a file and on loopback, and then tells what each probe costs.
 *
 * <p>{@code MeasureHostMetrics [SECONDS]}
 */
final class MeasureHostMetrics {
    private static final long TICK_NANOS = Duration.ofSeconds(5).toNanos();
    private static final Path PROC = Path.of("/proc");
    private static final Path SYS = Path.of("/sys");

    private final Clocks clocks = new Clocks();
    private final int seconds;

    private MeasureHostMetrics(int seconds) {
        this.seconds = seconds;
    }

    /** Measures and prints. */
    public static void main(String[] arguments) throws Exception {
        var measure = new MeasureHostMetrics(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 180);
        measure.compare();
        measure.costs();
    }

    private Moment now() {
        return new Moment(Instant.now(), clocks.boottimeNanos(), clocks.monotonicNanos());
    }

    private void compare() throws Exception {
        try (HostMetrics metrics = HostMetrics.of(PROC, SYS);
                HostLoad _ = HostLoad.start()) {
            metrics.look(now(), null);
            LockSupport.parkNanos(TICK_NANOS);
            String every = Integer.toString(seconds);
            List<Process> tools = List.of(
                    start("vmstat", "-n", every, "2"),
                    start("iostat", "-x", "-d", "-y", every, "1"),
                    start("mpstat", "-P", "ALL", every, "1"),
                    start("sar", "-n", "DEV", every, "1"),
                    start("sar", "-w", every, "1"),
                    start("sar", "-B", every, "1"));
            long begin = clocks.boottimeNanos();
            metrics.look(now(), TICK_NANOS / 1000); // from here on
            List<String> pressure = pressures();
            List<HostSample> samples = new ArrayList<>();
            long before = begin;
            for (long due = begin + TICK_NANOS; due <= begin + seconds * 1_000_000_000L; due += TICK_NANOS) {
                LockSupport.parkNanos(due - clocks.boottimeNanos());
                Moment at = now();
                samples.add(
                        metrics.look(at, (at.boottimeNanos() - before) / 1000).host());
                before = at.boottimeNanos();
            }
            List<String> pressureNow = pressures();
            String free = output(start("free", "-b"));
            String df = output(start("df", "-B1", "--output=target,size,used,avail,itotal,iused"));
            System.out.printf("%d looks in %.3f s%n", samples.size(), (before - begin) / 1e9);
            print(samples, (before - begin) / 1e9);
            System.out.println("total of PSI: " + pressure + "\n           to " + pressureNow);
            System.out.println(free + df);
            HostSample last = samples.getLast();
            System.out.println(last.memory());
            last.filesystems().forEach(System.out::println);
            for (Process tool : tools) {
                System.out.println(output(tool));
            }
        }
    }

    private static void print(List<HostSample> samples, double seconds) {
        for (int i = 0; i < samples.getLast().cpus().size(); i++) {
            int cpu = i;
            Function<Column<CpuSample>, Double> percent =
                    column -> sum(samples, sample -> column.of(sample.cpus().get(cpu))) / seconds / 1e4;
            System.out.printf(
                    "cpu %s: user %.2f nice %.2f system %.2f iowait %.2f irq %.2f softirq %.2f steal %.2f guest %.2f idle %.2f%n",
                    samples.getLast().cpus().get(cpu).cpu(),
                    percent.apply(CpuSample::userMicros),
                    percent.apply(CpuSample::niceMicros),
                    percent.apply(CpuSample::systemMicros),
                    percent.apply(CpuSample::iowaitMicros),
                    percent.apply(CpuSample::irqMicros),
                    percent.apply(CpuSample::softirqMicros),
                    percent.apply(CpuSample::stealMicros),
                    percent.apply(CpuSample::guestMicros),
                    percent.apply(CpuSample::idleMicros));
        }
        System.out.printf(
                "load: forks %.2f/s contexts %.2f/s interrupts %.2f/s; major faults %.2f/s%n",
                sum(samples, sample -> sample.load().forks()) / seconds,
                sum(samples, sample -> sample.load().contextSwitches()) / seconds,
                sum(samples, sample -> sample.load().interrupts()) / seconds,
                sum(samples, sample -> sample.memory().majorFaults()) / seconds);
        for (DiskSample disk : samples.getLast().disks()) {
            Function<Column<DiskSample>, Double> sum =
                    column -> sum(samples, sample -> of(sample.disks(), DiskSample::device, disk.device(), column));
            double reads = sum.apply(DiskSample::reads);
            double writes = sum.apply(DiskSample::writes);
            System.out.printf(
                    "disk %s: r/s %.2f rkB/s %.2f r_await %.2f w/s %.2f wkB/s %.2f w_await %.2f d/s %.2f dkB/s %.2f aqu-sz %.3f util %.2f%n",
                    disk.device(),
                    reads / seconds,
                    sum.apply(DiskSample::readBytes) / 1024 / seconds,
                    sum.apply(DiskSample::readMicros) / 1e3 / Math.max(1, reads),
                    writes / seconds,
                    sum.apply(DiskSample::writtenBytes) / 1024 / seconds,
                    sum.apply(DiskSample::writeMicros) / 1e3 / Math.max(1, writes),
                    sum.apply(DiskSample::discards) / seconds,
                    sum.apply(DiskSample::discardedBytes) / 1024 / seconds,
                    sum.apply(DiskSample::queueMicros) / 1e6 / seconds,
                    sum.apply(DiskSample::busyMicros) / 1e4 / seconds);
        }
        for (NetworkSample network : samples.getLast().networks()) {
            Function<Column<NetworkSample>, Double> sum = column ->
                    sum(samples, sample -> of(sample.networks(), NetworkSample::name, network.name(), column));
            System.out.printf(
                    "network %s: rxpck/s %.2f txpck/s %.2f rxkB/s %.2f txkB/s %.2f up %s speed %s%n",
                    network.name(),
                    sum.apply(NetworkSample::receivedPackets) / seconds,
                    sum.apply(NetworkSample::sentPackets) / seconds,
                    sum.apply(NetworkSample::receivedBytes) / 1024 / seconds,
                    sum.apply(NetworkSample::sentBytes) / 1024 / seconds,
                    network.up(),
                    network.speedBits());
        }
        System.out.printf(
                "pressure, us: cpu some %.0f, memory some %.0f full %.0f, io some %.0f full %.0f%n",
                sum(samples, sample -> sample.pressure().cpuSomeMicros()),
                sum(samples, sample -> sample.pressure().memorySomeMicros()),
                sum(samples, sample -> sample.pressure().memoryFullMicros()),
                sum(samples, sample -> sample.pressure().ioSomeMicros()),
                sum(samples, sample -> sample.pressure().ioFullMicros()));
    }

    /** An amount in a row; {@code null} where it is not known. */
    private interface Column<R> {
        @Nullable Long of(R row);
    }

    private static double sum(List<HostSample> samples, Column<HostSample> column) {
        double sum = 0;
        for (HostSample sample : samples) {
            Long value = column.of(sample);
            sum += value == null ? 0 : value;
        }
        return sum;
    }

    private static <T> @Nullable Long of(List<T> rows, Function<T, String> name, String wanted, Column<T> column) {
        for (T row : rows) {
            if (name.apply(row).equals(wanted)) {
                return column.of(row);
            }
        }
        return null;
    }

    private static List<String> pressures() throws IOException {
        List<String> totals = new ArrayList<>();
        for (String name : List.of("cpu", "memory", "io")) {
            Path file = PROC.resolve("pressure").resolve(name);
            if (Files.exists(file)) {
                Files.readAllLines(file)
                        .forEach(line -> totals.add(
                                name + " " + line.substring(0, 4) + " " + line.substring(line.indexOf("total=") + 6)));
            }
        }
        return totals;
    }

    private static Process start(String... command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    /** A part of a look. */
    private interface Part {
        void look() throws IOException;
    }

    private void costs() throws Exception {
        try (KernelFiles proc = KernelFiles.under(PROC);
                FilesystemProbe filesystems = FilesystemProbe.start(MountTable.of(PROC.resolve("self/mountinfo")));
                NetworkLinks links = new NetworkLinks(SYS);
                HostMetrics whole = HostMetrics.of(PROC, SYS)) {
            var cpus = new CpuGrowth(100);
            StatFile[] before = {null};
            cost("stat (cpu, load)", 5, () -> {
                int length = proc.read("stat");
                StatFile now = StatFile.parse(proc.bytes(), length);
                cpus.samples(before[0], now, 5_000_000L);
                before[0] = now;
            });
            cost("loadavg", 5, new LoadProbe(proc)::averages);
            var memory = new MemoryProbe(proc, 4096);
            cost("meminfo", 5, memory::levels);
            cost("vmstat", 5, () -> memory.events(true));
            var pressure = new PressureProbe(proc);
            cost("pressure", 5, () -> pressure.look(true));
            var disks = new DiskProbe(proc, SYS);
            cost("disks", 5, () -> disks.look(true));
            var networks = new NetworkProbe(proc, links);
            cost("networks", 5, () -> networks.look(true));
            cost("file systems, taking answers", 5, () -> filesystems.look(now()));
            cost(
                    "file systems, asking (other thread)",
                    5,
                    () -> Mounts.in(Files.readAllBytes(PROC.resolve("self/mountinfo")))
                            .forEach(mount -> FilesystemSize.at(mount.pathBytes())));
            cost("all of it", 20, () -> whole.look(now(), 5_000_000L));
        }
    }

    /** The cost of a look in a loop, and the median cost of looks with pauses that empty the CPU's caches. */
    private void cost(String name, int paused, Part part) throws IOException {
        for (int i = 0; i < 3000; i++) {
            part.look();
        }
        int rounds = 2000;
        long start = clocks.threadCpuNanos();
        for (int i = 0; i < rounds; i++) {
            part.look();
        }
        double hot = (clocks.threadCpuNanos() - start) / 1e3 / rounds;
        List<Double> cold = new ArrayList<>();
        for (int i = 0; i < paused; i++) {
            LockSupport.parkNanos(500_000_000L);
            long begin = clocks.threadCpuNanos();
            part.look();
            cold.add((clocks.threadCpuNanos() - begin) / 1e3);
        }
        cold.sort(null);
        System.out.printf("%-36s %8.1f us hot, %8.1f us after pauses%n", name, hot, cold.get(paused / 2));
    }
}
