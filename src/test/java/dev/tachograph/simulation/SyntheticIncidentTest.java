package dev.tachograph.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.Event;
import dev.tachograph.model.FilesystemSample;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.Observation;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong on the made-up host is seen in its figures, in what ended, and in its events. */
@Timeout(120)
class SyntheticIncidentTest {
    private static final Instant UNTIL = Instant.parse("2026-11-25T04:00:00Z");
    private static final HistoryPlan PLAN =
            new HistoryPlan(UNTIL, Duration.ofDays(1), 300, Duration.ofSeconds(5), 2, true);
    private static final Incident INCIDENT = Incident.in(PLAN);
    private static final List<Observation> HISTORY = new ArrayList<>();
    private static final List<LogLine> LINES = new ArrayList<>();

    @BeforeAll
    static void watch() {
        var log = new SyntheticLog(PLAN);
        new SyntheticHistory(PLAN).forEachRemaining(each -> {
            List<LogLine> lines = log.until(each.tick());
            if (each.tick().at().wall().isAfter(INCIDENT.leakFrom().minusSeconds(60))) {
                HISTORY.add(each);
                LINES.addAll(lines);
            }
        });
    }

    /** Ticks after one instant and up to another. */
    private static List<Tick> between(Instant from, Instant until) {
        return HISTORY.stream()
                .map(Observation::tick)
                .filter(tick ->
                        tick.at().wall().isAfter(from) && !tick.at().wall().isAfter(until))
                .toList();
    }

    private static double average(Instant from, Instant until, ToDoubleFunction<Tick> figure) {
        return between(from, until).stream().mapToDouble(figure).average().orElseThrow();
    }

    private static double share(Tick tick, @Nullable Long micros) {
        return micros == null ? 0 : micros / (double) Objects.requireNonNull(tick.intervalMicros());
    }

    private static Event event(Event.Kind kind, String subject) {
        return HISTORY.stream()
                .flatMap(each -> each.events().stream())
                .filter(event -> event.kind() == kind)
                .filter(event -> subject.equals(event.subject().unit())
                        || subject.equals(event.subject().name()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theServiceThatLeaksIsKilledForWantOfMemory() {
        Event killed = event(Event.Kind.OOM_KILL, "billing.service");
        assertThat(killed.at()).isEqualTo(INCIDENT.gone());
        assertThat(killed.subject().name()).isEqualTo("java");
        assertThat(LINES)
                .extracting(LogLine::message)
                .anySatisfy(message -> assertThat(message)
                        .startsWith("Out of memory: Killed process %d (java)"
                                .formatted(killed.subject().pid())));
        ProcessExit exit = HISTORY.stream()
                .flatMap(each -> each.tick().exits().stream())
                .filter(each -> Objects.equals(each.pid(), killed.subject().pid()))
                .findFirst()
                .orElseThrow();
        assertThat(exit.signal()).isEqualTo(9);
        assertThat(exit.peakResidentBytes()).isGreaterThan(7_000L << 20);
        assertThat(event(Event.Kind.UNIT_FAILED, "billing.service").subject().facts())
                .containsEntry("result", "oom-kill");
        assertThat(event(Event.Kind.UNIT_RESTARTED, "billing.service").at())
                .isBetween(INCIDENT.gone().plusSeconds(9), INCIDENT.gone().plusSeconds(11));
        ToDoubleFunction<Tick> pressure =
                tick -> share(tick, tick.host().pressure().memorySomeMicros());
        Instant gone = INCIDENT.gone();
        assertThat(average(INCIDENT.leakFrom(), INCIDENT.leakFrom().plusSeconds(600), pressure))
                .isLessThan(0.01);
        assertThat(average(gone.minusSeconds(60), gone, pressure)).isGreaterThan(0.3);
        assertThat(average(gone.plusSeconds(30), gone.plusSeconds(90), pressure))
                .isLessThan(0.02);
        ToDoubleFunction<Tick> available =
                tick -> (double) Objects.requireNonNull(tick.host().memory().availableBytes());
        assertThat(average(gone.minusSeconds(60), gone, available)).isLessThan(1e9);
        assertThat(average(gone.plusSeconds(30), gone.plusSeconds(90), available))
                .isGreaterThan(3e9);
    }

    @Test
    void aStormOfProcessesThatNoTickSeesUsesUpTheCpus() {
        List<Tick> storm = between(INCIDENT.rushFrom().plusSeconds(5), INCIDENT.rushUntil());
        int cpus = Hardware.cpus(300);
        long unseen = 0;
        for (Tick tick : storm) {
            double busy = share(tick, tick.balance().hostBusyMicros());
            double exited = share(tick, tick.balance().exitedMicros());
            double attributed = share(tick, tick.attributedMicros());
            assertThat(busy).isGreaterThan(0.7 * cpus);
            assertThat(exited).isGreaterThan(0.6 * cpus);
            assertThat(attributed).isLessThan(0.2 * cpus);
            unseen += tick.exits().stream()
                    .filter(exit -> exit.startTicks() == null)
                    .filter(exit -> "deploy-hook.service".equals(exit.group().unit()))
                    .count();
        }
        assertThat(unseen).isBetween(5_000L, 20_000L);
        ToDoubleFunction<Tick> forks = tick -> share(tick, tick.host().load().forks()) * 1e6;
        assertThat(average(INCIDENT.rushFrom(), INCIDENT.rushUntil(), forks)).isGreaterThan(60);
        assertThat(event(Event.Kind.UNIT_FAILED, "deploy-hook.service").at())
                .isBetween(INCIDENT.rushFrom(), INCIDENT.rushFrom().plusSeconds(1));
    }

    @Test
    void whatHotWorkersLogFillsAFileSystemAtWhichTheDatabaseAborts() {
        Event full = event(Event.Kind.FILESYSTEM_FULL, "/var");
        assertThat(full.at()).isEqualTo(INCIDENT.fullFrom());
        assertThat(var(INCIDENT.burstFrom()).availableBytes()).isGreaterThan(100_000_000);
        assertThat(var(INCIDENT.fullFrom().plusSeconds(6)).availableBytes()).isZero();
        assertThat(var(INCIDENT.fullUntil().plusSeconds(6)).availableBytes()).isGreaterThan(5_000_000_000L);
        long written = between(INCIDENT.burstFrom(), INCIDENT.fullFrom()).stream()
                .flatMap(tick -> tick.processes().stream())
                .filter(process ->
                        "checkout.service".equals(process.description().unit()))
                .mapToLong(process -> Objects.requireNonNull(process.activity().writtenBytes()))
                .sum();
        assertThat((double) written
                        / Objects.requireNonNull(var(INCIDENT.burstFrom()).availableBytes()))
                .as("what they wrote fills what was left")
                .isBetween(0.85, 1.15);
        Event crash = event(Event.Kind.PROCESS_CRASH, "postgresql@17-main.service");
        assertThat(crash.subject().facts()).containsEntry("signal", "SIGABRT").containsEntry("core_dumped", "true");
        assertThat(LINES)
                .extracting(LogLine::message)
                .contains("LOG:  server process (PID %d) was terminated by signal 6: Aborted"
                        .formatted(crash.subject().pid()));
    }

    /** As it is at the newest tick at an instant. */
    private static FilesystemSample var(Instant at) {
        return between(INCIDENT.leakFrom(), at).getLast().host().filesystems().stream()
                .filter(each -> each.mountPoint().equals("/var"))
                .findFirst()
                .orElseThrow();
    }
}
