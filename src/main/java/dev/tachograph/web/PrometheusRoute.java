package dev.tachograph.web;

import static dev.tachograph.web.Exposition.by;
import static dev.tachograph.web.Exposition.rate;
import static dev.tachograph.web.Exposition.ratio;

import dev.tachograph.model.CpuSample;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.PressureSample;
import dev.tachograph.model.ProbeCosts;
import dev.tachograph.model.Tick;
import dev.tachograph.query.KeptBytes;
import dev.tachograph.query.RecordingFigures;
import dev.tachograph.store.CommittedTick;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.StoreStatus;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /metrics}: the newest tick and the recorder's own figures, for Prometheus. Nothing is done before somebody asks. */
final class PrometheusRoute {
    private static final double MILLIS = 1e3;

    private final Recorded recorded;
    private final Questions questions;
    private final Supplier<@Nullable RecordingFigures> recording;

    PrometheusRoute(Recorded recorded, Questions questions, Supplier<@Nullable RecordingFigures> recording) {
        this.recorded = recorded;
        this.questions = questions;
        this.recording = recording;
    }

    Route route() {
        return Route.get("/metrics", Set.of(), this::metrics);
    }

    private Answer metrics(ApiRequest request) {
        var to = new Exposition();
        CommittedTick latest = recorded.latest();
        if (latest != null) {
            Tick tick = latest.tick();
            tick(to, tick);
            cpu(to, tick);
            memory(to, tick.host());
            pressure(to, tick);
            disks(to, tick);
            filesystems(to, tick.host());
            networks(to, tick);
            cost(to, tick);
        }
        RecordingFigures figures = recording.get();
        if (figures != null) {
            recorder(to, figures);
        }
        store(to, recorded.status(), questions.ask(request, KeptBytes::read));
        return to.answer();
    }

    private static void tick(Exposition to, Tick tick) {
        to.gauge(
                        "tachograph_tick_timestamp_seconds",
                        "When the newest tick was, since 1970",
                        tick.at().wall().toEpochMilli() / MILLIS)
                .gauge(
                        "tachograph_host_processes",
                        "Processes seen",
                        tick.processes().size())
                .gauge(
                        "tachograph_host_exits",
                        "Processes that ended in the interval",
                        tick.exits().size());
    }

    private static void cpu(Exposition to, Tick tick) {
        Long over = tick.intervalMicros();
        var balance = tick.balance();
        long cpus = tick.host().cpus().stream()
                .filter(cpu -> !cpu.cpu().equals(CpuSample.ALL))
                .count();
        Double busy = ratio(balance.hostBusyMicros(), over);
        to.gauge("tachograph_host_cpus", "CPUs", cpus == 0 ? null : Long.valueOf(cpus))
                .gauge(
                        "tachograph_host_cpu_busy_ratio",
                        "Part of the interval in which the CPUs were busy; 1 is all of them",
                        busy == null || cpus == 0 ? null : Double.valueOf(busy / cpus));
        Long attributed = tick.attributedMicros();
        Long hostBusy = balance.hostBusyMicros();
        Long rest = hostBusy == null || attributed == null
                ? null
                : Long.valueOf(hostBusy
                        - attributed
                        - orNothing(balance.exitedMicros())
                        - orNothing(balance.interruptMicros()));
        to.gauge(
                "tachograph_host_cpu_balance_ratio",
                "What the busy CPUs did; 1 is one core. busy = attributed + exited + interrupt + unattributed",
                by("part")
                        .value(busy, "busy")
                        .value(ratio(attributed, over), "attributed")
                        .value(ratio(balance.exitedMicros(), over), "exited")
                        .value(ratio(balance.interruptMicros(), over), "interrupt")
                        .value(ratio(rest, over), "unattributed"));
        var modes = by("cpu", "mode");
        for (CpuSample cpu : tick.host().cpus()) {
            modes.value(ratio(cpu.userMicros(), over), cpu.cpu(), "user")
                    .value(ratio(cpu.niceMicros(), over), cpu.cpu(), "nice")
                    .value(ratio(cpu.systemMicros(), over), cpu.cpu(), "system")
                    .value(ratio(cpu.irqMicros(), over), cpu.cpu(), "irq")
                    .value(ratio(cpu.softirqMicros(), over), cpu.cpu(), "softirq")
                    .value(ratio(cpu.stealMicros(), over), cpu.cpu(), "steal")
                    .value(ratio(cpu.guestMicros(), over), cpu.cpu(), "guest")
                    .value(ratio(cpu.iowaitMicros(), over), cpu.cpu(), "iowait")
                    .value(ratio(cpu.idleMicros(), over), cpu.cpu(), "idle");
        }
        to.gauge("tachograph_host_cpu_ratio", "What the CPUs spent the interval on; 1 is one core", modes);
    }

    private static long orNothing(@Nullable Long amount) {
        return amount == null ? 0 : amount;
    }

    private static void memory(Exposition to, HostSample host) {
        var memory = host.memory();
        var load = host.load();
        to.gauge("tachograph_host_memory_total_bytes", "Memory", memory.totalBytes())
                .gauge(
                        "tachograph_host_memory_available_bytes",
                        "What programs could still have without swapping",
                        memory.availableBytes())
                .gauge("tachograph_host_memory_cached_bytes", "Page cache", memory.cachedBytes())
                .gauge("tachograph_host_memory_dirty_bytes", "Waits to be written", memory.dirtyBytes())
                .gauge("tachograph_host_swap_total_bytes", "Swap", memory.swapTotalBytes())
                .gauge("tachograph_host_swap_free_bytes", "Free swap", memory.swapFreeBytes())
                .gauge("tachograph_host_load1", "Threads that run or wait, average of a minute", load.load1())
                .gauge("tachograph_host_load5", "The same of 5 minutes", load.load5())
                .gauge("tachograph_host_load15", "The same of 15 minutes", load.load15());
    }

    private static void pressure(Exposition to, Tick tick) {
        PressureSample pressure = tick.host().pressure();
        Long over = tick.intervalMicros();
        to.gauge(
                "tachograph_host_pressure_ratio",
                "Part of the interval in which some or all threads with work to do waited for a resource",
                by("resource", "kind")
                        .value(ratio(pressure.cpuSomeMicros(), over), "cpu", "some")
                        .value(ratio(pressure.cpuFullMicros(), over), "cpu", "full")
                        .value(ratio(pressure.memorySomeMicros(), over), "memory", "some")
                        .value(ratio(pressure.memoryFullMicros(), over), "memory", "full")
                        .value(ratio(pressure.ioSomeMicros(), over), "io", "some")
                        .value(ratio(pressure.ioFullMicros(), over), "io", "full")
                        .value(ratio(pressure.irqFullMicros(), over), "irq", "full"));
    }

    private static void disks(Exposition to, Tick tick) {
        Long over = tick.intervalMicros();
        var read = by("device");
        var written = by("device");
        var busy = by("device");
        tick.host().disks().forEach(disk -> {
            read.value(rate(disk.readBytes(), over), disk.device());
            written.value(rate(disk.writtenBytes(), over), disk.device());
            busy.value(ratio(disk.busyMicros(), over), disk.device());
        });
        to.gauge("tachograph_host_disk_read_bytes_per_second", "Read from a device", read)
                .gauge("tachograph_host_disk_written_bytes_per_second", "Written to a device", written)
                .gauge("tachograph_host_disk_busy_ratio", "Part of the interval with an operation under way", busy);
    }

    private static void filesystems(Exposition to, HostSample host) {
        var size = by("mount_point", "device", "type");
        var available = by("mount_point", "device", "type");
        host.filesystems().forEach(each -> {
            size.value(each.sizeBytes(), each.mountPoint(), each.device(), each.type());
            available.value(each.availableBytes(), each.mountPoint(), each.device(), each.type());
        });
        to.gauge("tachograph_host_filesystem_size_bytes", "Size of a file system", size)
                .gauge("tachograph_host_filesystem_available_bytes", "What users can still fill", available);
    }

    private static void networks(Exposition to, Tick tick) {
        Long over = tick.intervalMicros();
        var received = by("interface");
        var sent = by("interface");
        tick.host().networks().forEach(network -> {
            received.value(rate(network.receivedBytes(), over), network.name());
            sent.value(rate(network.sentBytes(), over), network.name());
        });
        to.gauge("tachograph_host_network_received_bytes_per_second", "Received by an interface", received)
                .gauge("tachograph_host_network_sent_bytes_per_second", "Sent by an interface", sent);
    }

    private static void cost(Exposition to, Tick tick) {
        Long over = tick.intervalMicros();
        ProbeCosts probes = tick.recorder().probes();
        to.gauge(
                        "tachograph_recorder_cpu_ratio",
                        "CPU time of the recorder in the interval; 1 is one core",
                        ratio(tick.recorder().cpuMicros(), over))
                .gauge(
                        "tachograph_recorder_resident_bytes",
                        "Memory of the recorder in RAM",
                        tick.recorder().residentBytes())
                .gauge(
                        "tachograph_recorder_queued_log_bytes",
                        "Log lines that wait for the writer",
                        tick.recorder().queuedLogBytes())
                .gauge(
                        "tachograph_recorder_look_ratio",
                        "CPU time of the parts of a look; 1 is one core",
                        by("part")
                                .value(ratio(tick.costMicros(), over), "all")
                                .value(ratio(probes.processesMicros(), over), "processes")
                                .value(ratio(probes.hostMicros(), over), "host")
                                .value(ratio(probes.cgroupsMicros(), over), "cgroups")
                                .value(ratio(probes.exitsMicros(), over), "exits"));
    }

    private static void recorder(Exposition to, RecordingFigures figures) {
        to.gauge(
                        "tachograph_recorder_start_time_seconds",
                        "When the recorder was started, since 1970",
                        figures.started().toEpochMilli() / MILLIS)
                .gauge(
                        "tachograph_recorder_interval_seconds",
                        "From one tick to the next",
                        figures.interval().toMillis() / MILLIS)
                .gauge("tachograph_recorder_queue_depth", "Ticks that wait for the writer", figures.queueDepth())
                .counter("tachograph_recorder_planned_ticks", "Ticks that were due", figures.plannedTicks())
                .counter("tachograph_recorder_missed_ticks", "Ticks that did not happen", figures.missedTicks())
                .counter("tachograph_recorder_dropped_ticks", "Ticks that were shed", figures.droppedTicks())
                .counter("tachograph_recorder_written_bytes", "Written to storage", figures.writtenBytes());
    }

    private static void store(Exposition to, StoreStatus status, KeptBytes kept) {
        var sealed = by("type");
        kept.sealed().forEach((type, bytes) -> sealed.value(bytes, type));
        var gaps = by("stream");
        kept.gaps().forEach((stream, count) -> gaps.value(count, stream));
        to.gauge("tachograph_store_hot_bytes", "Size of the hot file", status.hotFileBytes())
                .gauge("tachograph_store_wal_bytes", "Size of its write-ahead log", status.walBytes())
                .gauge("tachograph_store_sealed_bytes", "Size of sealed segments", sealed)
                .gauge("tachograph_store_gaps", "Gaps that are kept", gaps)
                .gauge("tachograph_store_failing", "Whether the store fails", status.failure() == null ? 0 : 1)
                .counter("tachograph_store_committed_ticks", "Ticks since the start", status.committedTicks())
                .counter("tachograph_store_refused_ticks", "Ticks that were not stored", status.refusedTicks())
                .counter("tachograph_store_committed_log_lines", "Lines since the start", status.committedLines());
    }
}
