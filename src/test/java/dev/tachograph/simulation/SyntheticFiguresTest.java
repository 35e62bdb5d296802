package dev.tachograph.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tachograph.model.CgroupSample;
import dev.tachograph.model.CpuSample;
import dev.tachograph.model.DiskSample;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.MemorySample;
import dev.tachograph.model.NetworkSample;
import dev.tachograph.model.Observation;
import dev.tachograph.model.PressureSample;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of the made-up host agree with its processes, tick by tick. */
@Timeout(120)
class SyntheticFiguresTest {
    private static final Instant UNTIL = Instant.parse("2026-11-25T12:00:00Z");

    private static List<Tick> ticks(Duration length, Duration interval, int processes, boolean incident) {
        List<Tick> ticks = new ArrayList<>();
        var plan = new HistoryPlan(UNTIL, length, processes, interval, 11, incident);
        new SyntheticHistory(plan).forEachRemaining(each -> ticks.add(each.tick()));
        return ticks;
    }

    private static List<Tick> day(boolean incident) {
        return ticks(Duration.ofDays(1), Duration.ofSeconds(15), 150, incident);
    }

    private static long known(@Nullable Long amount) {
        return Objects.requireNonNull(amount);
    }

    private static long orZero(@Nullable Long amount) {
        return amount == null ? 0 : amount;
    }

    private static long used(CpuSample cpu) {
        return known(cpu.userMicros())
                + known(cpu.niceMicros())
                + known(cpu.systemMicros())
                + known(cpu.irqMicros())
                + known(cpu.softirqMicros())
                + known(cpu.guestMicros());
    }

    @ParameterizedTest
    @CsvSource({"150, 15", "40, 1", "1200, 60"})
    void theHostWasBusyWithItsProcessesThoseThatEndedAndInterruptsAndLittleElse(int processes, int seconds) {
        long unnamed = 0;
        long busy = 0;
        for (Tick tick : ticks(Duration.ofSeconds(3000L * seconds), Duration.ofSeconds(seconds), processes, false)) {
            if (tick.intervalMicros() == null) {
                assertThat(tick.balance().hostBusyMicros()).isNull();
                assertThat(tick.balance().exitedMicros()).isNull();
                continue;
            }
            CpuSample all = tick.host().cpus().getFirst();
            assertThat(all.cpu()).isEqualTo(CpuSample.ALL);
            assertThat(tick.balance().hostBusyMicros()).isEqualTo(used(all));
            assertThat(tick.balance().interruptMicros()).isEqualTo(known(all.irqMicros()) + known(all.softirqMicros()));
            long rest = rest(tick);
            assertThat(Math.abs(rest)).isLessThan(40_000 + 10_000L * 5 * Hardware.cpus(processes) + used(all) / 20);
            unnamed += rest;
            busy += used(all);
        }
        assertThat((double) unnamed / busy).isBetween(-0.02, 0.1);
    }

    private static long rest(Tick tick) {
        return known(tick.balance().hostBusyMicros())
                - known(tick.attributedMicros())
                - known(tick.balance().exitedMicros())
                - known(tick.balance().interruptMicros());
    }

    @Test
    void theCpusAddUpToAllOfThemAndToTheTimeThatPassed() {
        int cpus = Hardware.cpus(150);
        long told = 0;
        long passed = 0;
        for (Tick tick : day(true)) {
            List<CpuSample> samples = tick.host().cpus();
            assertThat(samples).hasSize(cpus + 1);
            if (tick.intervalMicros() == null) {
                assertThat(samples).allMatch(cpu -> cpu.idleMicros() == null);
                continue;
            }
            CpuSample all = samples.getFirst();
            long idle = 0;
            long sum = 0;
            for (CpuSample cpu : samples.subList(1, samples.size())) {
                assertThat(known(cpu.idleMicros())).isNotNegative();
                assertThat(known(cpu.userMicros())).isNotNegative();
                assertThat(used(cpu)).isLessThanOrEqualTo(known(tick.intervalMicros()) + 80_000);
                idle += known(cpu.idleMicros());
                sum += used(cpu);
            }
            assertThat(known(all.idleMicros())).isEqualTo(idle);
            assertThat(used(all)).isEqualTo(sum);
            told += used(all) + idle + known(all.iowaitMicros()) + known(all.stealMicros());
            passed += known(tick.intervalMicros()) * cpus;
        }
        assertThat(told).isCloseTo(passed, within(80_000L * cpus));
    }

    @Test
    void memoryThatIsUsedFollowsWhatProcessesHave() {
        List<Tick> ticks = day(true);
        MemorySample first = ticks.getFirst().host().memory();
        long usedAtFirst = known(first.totalBytes()) - known(first.availableBytes());
        long residentAtFirst = resident(ticks.getFirst());
        for (Tick tick : ticks) {
            MemorySample memory = tick.host().memory();
            long total = known(memory.totalBytes());
            assertThat(total).isEqualTo(known(first.totalBytes()));
            assertThat(known(memory.availableBytes())).isBetween(0L, total);
            assertThat(known(memory.freeBytes())).isBetween(1L, total);
            assertThat(known(memory.cachedBytes())).isBetween(0L, total);
            assertThat(known(memory.swapFreeBytes())).isBetween(0L, known(memory.swapTotalBytes()));
            assertThat(known(memory.freeBytes())
                            + known(memory.cachedBytes())
                            + known(memory.anonymousBytes())
                            + known(memory.slabBytes()))
                    .isLessThan(total);
            long used = total
                    - known(memory.availableBytes())
                    + known(memory.swapTotalBytes())
                    - known(memory.swapFreeBytes());
            double expected = usedAtFirst + 0.78 * (resident(tick) - residentAtFirst);
            assertThat((double) used).isCloseTo(expected, within(600e6 + total * 0.02));
        }
        assertThat(ticks.stream()
                        .mapToLong(tick -> orZero(tick.host().memory().oomKills()))
                        .sum())
                .isEqualTo(1);
    }

    private static long resident(Tick tick) {
        return tick.processes().stream()
                .mapToLong(process -> process.figures().residentBytes())
                .sum();
    }

    @Test
    void whatDisksWroteAndWhatIsDirtyIsWhatProcessesWroteAndWhatWasSwapped() {
        long written = 0;
        long read = 0;
        for (Tick tick : day(true)) {
            if (tick.intervalMicros() == null) {
                continue;
            }
            MemorySample memory = tick.host().memory();
            written += known(memory.swapOutBytes()) + amounts(tick, true);
            read += known(memory.swapInBytes()) + amounts(tick, false);
            for (DiskSample disk : tick.host().disks()) {
                assertThat(known(disk.busyMicros())).isBetween(0L, known(tick.intervalMicros()));
                written -= known(disk.writtenBytes());
                read -= known(disk.readBytes());
            }
            assertThat(written).isEqualTo(known(memory.dirtyBytes()));
            assertThat(read).isZero();
        }
    }

    /** Of those alive, and of those that only their end tells of. */
    private static long amounts(Tick tick, boolean written) {
        long alive = tick.processes().stream()
                .map(ProcessSample::activity)
                .mapToLong(did -> orZero(written ? did.writtenBytes() : did.readBytes()))
                .sum();
        long ended = tick.exits().stream()
                .filter(exit -> exit.startTicks() == null)
                .mapToLong(exit -> orZero(written ? exit.writtenBytes() : exit.readBytes()))
                .sum();
        return alive + ended;
    }

    @Test
    void controlGroupsAreTheSumsOfTheirProcesses() {
        Map<ProcessKey, Long> told = new HashMap<>();
        for (Tick tick : ticks(Duration.ofDays(1), Duration.ofSeconds(60), 150, true)) {
            Map<String, long[]> sums = new TreeMap<>();
            tick.processes().forEach(process -> {
                long[] sum = new long[] {
                    orZero(process.activity().cpuMicros()),
                    process.figures().residentBytes(),
                    process.figures().threads(),
                    orZero(process.activity().writtenBytes())
                };
                add(sums, process.description().cgroup(), sum);
            });
            for (ProcessExit exit : tick.exits()) {
                Long start = exit.startTicks();
                long before = start == null ? 0 : orZero(told.get(new ProcessKey(exit.pid(), start)));
                add(sums, exit.group().path(), new long[] {
                    orZero(exit.cpuMicros()) - before, 0, 0, start == null ? orZero(exit.writtenBytes()) : 0
                });
            }
            HostSample.Cgroups look = Objects.requireNonNull(tick.host().cgroups());
            assertThat(look.groups()).extracting(CgroupSample::path).containsExactlyElementsOf(sums.keySet());
            for (CgroupSample group : look.groups()) {
                long[] sum = Objects.requireNonNull(sums.get(group.path()));
                boolean isRoot = group.path().equals("/");
                assertThat(group.memoryBytes()).isEqualTo(isRoot ? null : Long.valueOf(sum[1]));
                assertThat(group.pids()).isEqualTo(isRoot ? null : Long.valueOf(sum[2]));
                if (tick.intervalMicros() != null) {
                    assertThat(group.cpuMicros()).isEqualTo(sum[0]);
                    assertThat(known(group.userMicros()) + known(group.systemMicros()))
                            .isEqualTo(sum[0]);
                    assertThat(group.writtenBytes()).isEqualTo(sum[3]);
                }
            }
            told.clear();
            tick.processes()
                    .forEach(
                            process -> told.put(process.key(), process.figures().cpuMicros()));
        }
    }

    /** To a group, and to all that it lies in. */
    private static void add(Map<String, long[]> sums, @Nullable String path, long[] more) {
        for (String at = String.valueOf(path); ; at = at.substring(0, Math.max(1, at.lastIndexOf('/')))) {
            long[] sum = sums.computeIfAbsent(at, _ -> new long[more.length]);
            for (int i = 0; i < more.length; i++) {
                sum[i] += more[i];
            }
            if (at.equals("/")) {
                return;
            }
        }
    }

    @Test
    void nothingThatIsCountedGoesBackwards() {
        for (Tick tick : ticks(Duration.ofDays(1), Duration.ofSeconds(60), 60, true)) {
            HostSample host = tick.host();
            PressureSample pressure = host.pressure();
            Stream.of(
                            Stream.of(
                                    pressure.cpuSomeMicros(),
                                    pressure.memorySomeMicros(),
                                    pressure.memoryFullMicros(),
                                    pressure.ioSomeMicros(),
                                    pressure.ioFullMicros(),
                                    pressure.irqFullMicros()),
                            Stream.of(
                                    host.load().forks(),
                                    host.load().contextSwitches(),
                                    host.load().interrupts(),
                                    host.memory().majorFaults(),
                                    host.memory().swapInBytes(),
                                    host.memory().swapOutBytes()),
                            host.networks().stream().flatMap(SyntheticFiguresTest::amounts),
                            host.disks().stream()
                                    .flatMap(disk -> Stream.of(
                                            disk.reads(), disk.writes(), disk.readMicros(), disk.queueMicros())))
                    .flatMap(all -> all)
                    .filter(Objects::nonNull)
                    .forEach(amount -> assertThat(amount).isNotNegative());
            if (tick.intervalMicros() != null) {
                assertThat(known(pressure.cpuSomeMicros())).isLessThanOrEqualTo(known(tick.intervalMicros()));
                assertThat(known(pressure.ioSomeMicros())).isLessThanOrEqualTo(known(tick.intervalMicros()));
            }
        }
    }

    private static Stream<@Nullable Long> amounts(NetworkSample network) {
        return Stream.of(
                network.receivedBytes(),
                network.receivedPackets(),
                network.receiveErrors(),
                network.receiveDrops(),
                network.sentBytes(),
                network.sentPackets());
    }

    @Test
    void everyProcessThatIsGoneHasEndedAndTheyAreFewBesideThoseThatNobodySaw() {
        Map<ProcessKey, ProcessSample> before = new HashMap<>();
        long unseen = 0;
        Instant from = Instant.MIN;
        for (Tick tick : ticks(Duration.ofHours(6), Duration.ofSeconds(5), 300, false)) {
            Map<ProcessKey, ProcessSample> now = new HashMap<>();
            tick.processes().forEach(process -> now.put(process.key(), process));
            for (ProcessExit exit : tick.exits()) {
                assertThat(exit.ended())
                        .isAfter(from)
                        .isBeforeOrEqualTo(tick.at().wall());
                assertThat(exit.signal() == null).isEqualTo(exit.exitCode() != null);
                assertThat(Duration.between(exit.started(), exit.ended()).toNanos() / 1000)
                        .isEqualTo(exit.durationMicros());
                Long start = exit.startTicks();
                if (start == null) {
                    unseen++;
                    continue;
                }
                ProcessSample known = Objects.requireNonNull(before.remove(new ProcessKey(exit.pid(), start)));
                assertThat(exit.name()).isEqualTo(known.description().name());
                assertThat(exit.cpuMicros()).isGreaterThan(known.figures().cpuMicros());
                assertThat(exit.peakResidentBytes())
                        .isGreaterThanOrEqualTo(known.figures().residentBytes());
                assertThat(now).doesNotContainKey(new ProcessKey(exit.pid(), start));
            }
            assertThat(now.keySet()).as("no other one is gone").containsAll(before.keySet());
            before = now;
            from = tick.at().wall();
        }
        assertThat(unseen / 360.0).as("a minute").isBetween(6.0, 20.0);
    }

    @Test
    void processesTellWhereTheyBelongAndTheLargestWhatIsTheirs() {
        Tick tick =
                ticks(Duration.ofMinutes(30), Duration.ofSeconds(5), 300, false).getLast();
        assertThat(tick.processes())
                .anySatisfy(process -> {
                    assertThat(process.description().unit()).isEqualTo("nginx.service");
                    assertThat(process.description().group().slice()).isEqualTo("system.slice");
                })
                .anySatisfy(process -> {
                    assertThat(process.description().group().containerName()).startsWith("orders");
                    assertThat(process.description().group().runtime()).isEqualTo("docker");
                    assertThat(process.description().container()).hasSize(64);
                })
                .anySatisfy(process -> {
                    assertThat(process.description().unit()).isEqualTo("user@1000.service");
                    assertThat(process.description().group().userUnit()).isEqualTo("tmux.service");
                    assertThat(process.description().group().slice()).isEqualTo("user-1000.slice");
                })
                .anySatisfy(process -> {
                    Long proportional = process.figures().proportionalBytes();
                    assertThat(proportional).isNotNull();
                    assertThat(proportional).isLessThan(process.figures().residentBytes());
                });
        assertThat(tick.recorder().probes().hostMicros()).isPositive();
    }

    @Test
    void theSameSeedGivesTheSameFigures() {
        var plan = new HistoryPlan(UNTIL, Duration.ofDays(1), 60, Duration.ofMinutes(1), 3, true);
        List<Observation> once = new ArrayList<>();
        new SyntheticHistory(plan).forEachRemaining(once::add);
        List<Observation> again = new ArrayList<>();
        new SyntheticHistory(plan).forEachRemaining(again::add);
        assertThat(again).isEqualTo(once);
    }
}
