package dev.tachograph.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the made-up host logs is of what runs on it, and tells what goes wrong. */
@Timeout(120)
class SyntheticLogTest {
    private static final Instant UNTIL = Instant.parse("2026-11-25T12:00:00Z");
    private static final Instant GONE = Instant.parse("2026-11-25T03:12:00Z");

    private static HistoryPlan plan(int days, Duration interval, long seed, boolean incident) {
        return new HistoryPlan(UNTIL, Duration.ofDays(days), 300, interval, seed, incident);
    }

    private static List<LogLine> all(HistoryPlan plan) {
        List<LogLine> lines = new ArrayList<>();
        var log = new SyntheticLog(plan);
        new SyntheticHistory(plan).forEachRemaining(each -> lines.addAll(log.until(each.tick())));
        return lines;
    }

    @Test
    void theSameSeedGivesTheSameLinesAndAnotherOthers() {
        HistoryPlan plan = plan(1, Duration.ofMinutes(1), 7, true);
        List<LogLine> lines = all(plan);
        assertThat(all(plan)).isEqualTo(lines);
        assertThat(all(plan(1, Duration.ofMinutes(1), 8, true))).isNotEqualTo(lines);
    }

    @Test
    void aDayHasSomeFortyThousandLinesMoreByDayThanByNightAndFewBadOnes() {
        List<LogLine> lines = all(plan(1, Duration.ofSeconds(10), 1, false));
        assertThat(lines).hasSizeBetween(33_000, 55_000);
        assertThat(share(lines, line -> priority(line) <= 3)).isBetween(0.005, 0.05);
        assertThat(share(lines, line -> priority(line) == 4)).isBetween(0.01, 0.12);
        long night = lines.stream().filter(line -> hour(line) == 3).count();
        long noon = lines.stream().filter(line -> hour(line) == 15).count();
        assertThat(noon).isGreaterThan(2 * night);
        assertThat(lines.stream().map(line -> line.origin().identifier()).distinct())
                .contains("kernel", "systemd", "CRON", "sshd", "nginx", "postgres", "checkout", "dockerd")
                .hasSizeGreaterThan(20);
        assertThat(lines).extracting(LogLine::message).noneMatch(message -> message.matches(".*\\{[a-z]+}.*"));
    }

    @Test
    void timesAndNumbersGoUpAndAreOfTheIntervalBeforeTheLook() {
        HistoryPlan plan = plan(1, Duration.ofMinutes(1), 3, true);
        var log = new SyntheticLog(plan);
        Instant from = plan.from();
        long sequence = 0;
        for (var history = new SyntheticHistory(plan); history.hasNext(); ) {
            Tick tick = history.next().tick();
            List<LogLine> lines = log.until(tick);
            assertThat(lines).isSortedAccordingTo(Comparator.comparing(LogLine::timestamp));
            for (LogLine line : lines) {
                assertThat(line.timestamp())
                        .isAfter(from)
                        .isBeforeOrEqualTo(tick.at().wall());
                assertThat(line.sequence()).isEqualTo(++sequence);
                assertThat(Objects.requireNonNull(line.monotonicMicros()))
                        .isBetween(0L, tick.at().boottimeNanos() / 1000);
            }
            from = tick.at().wall();
        }
    }

    @Test
    void aLineIsOfAProcessThatRunsAndAgreesWithIt() {
        HistoryPlan plan = plan(1, Duration.ofSeconds(30), 5, true);
        var log = new SyntheticLog(plan);
        for (var history = new SyntheticHistory(plan); history.hasNext(); ) {
            Tick tick = history.next().tick();
            Map<Integer, ProcessSample> processes = new HashMap<>();
            tick.exits()
                    .forEach(exit ->
                            processes.put(exit.pid(), UnseenProcess.of(exit, SyntheticHistory.micros(bootOf(tick)))));
            tick.processes().forEach(process -> processes.put(process.key().pid(), process));
            for (LogLine line : log.until(tick)) {
                LogOrigin origin = line.origin();
                assertThat(origin.bootId()).isEqualTo(tick.bootId());
                if (origin.pid() != null) {
                    ProcessSample process = Objects.requireNonNull(processes.get(origin.pid()), line::toString);
                    assertThat(origin.unit()).isEqualTo(process.description().unit());
                    assertThat(origin.uid()).isEqualTo(process.description().userId());
                    assertThat(origin.comm()).isEqualTo(process.description().name());
                    assertThat(origin.cmdline()).isEqualTo(process.description().cmdline());
                    assertThat(Objects.requireNonNull(line.monotonicMicros()))
                            .isGreaterThanOrEqualTo(process.key().startTicks() * 10_000);
                }
            }
        }
    }

    private static Instant bootOf(Tick tick) {
        return tick.at().wall().minusNanos(tick.at().boottimeNanos());
    }

    @Test
    void theIncidentHasItsLinesAtItsTime() {
        List<LogLine> lines = all(plan(1, Duration.ofSeconds(5), 1, true));
        LogLine killed = one(lines, "Out of memory: Killed process");
        assertThat(killed.timestamp()).isBetween(GONE, GONE.plusSeconds(1));
        assertThat(killed.priority()).isEqualTo(3);
        assertThat(killed.origin().transport()).isEqualTo("kernel");
        assertThat(killed.message()).containsPattern("\\(java\\) total-vm:\\d+kB, anon-rss:7\\d{6}kB");
        LogLine failed = one(lines, "billing.service: Failed with result 'oom-kill'.");
        assertThat(failed.aboutUnit()).isEqualTo("billing.service");
        assertThat(failed.origin().pid()).isEqualTo(1);
        assertThat(one(lines, "Scheduled restart job, restart counter is at 1.").timestamp())
                .isBetween(GONE.plusSeconds(9), GONE.plusSeconds(11));
        assertThat(one(lines, "Started billing.service.").timestamp())
                .isBetween(GONE.plusSeconds(10), GONE.plusSeconds(16));
        assertThat(times(lines, "ConnectionRefusedError"))
                .hasSizeBetween(60, 200)
                .allMatch(at -> !at.isBefore(GONE) && at.isBefore(GONE.plusSeconds(20)));
        assertThat(times(lines, "deploy-hook.service: Failed with result 'exit-code'."))
                .hasSizeGreaterThan(100)
                .allMatch(at -> !at.isBefore(GONE.plusSeconds(120)) && at.isBefore(GONE.plusSeconds(240)));
        assertThat(times(lines, "TimeoutError('billing answered nothing"))
                .hasSizeGreaterThan(2000)
                .allMatch(at -> !at.isBefore(GONE.plusSeconds(480)) && at.isBefore(GONE.plusSeconds(780)));
        assertThat(all(plan(1, Duration.ofMinutes(1), 1, false)))
                .extracting(LogLine::message)
                .noneMatch(message -> message.contains("oom-kill"));
    }

    @Test
    void theHostLogsOnWhileTheRecorderIsStopped() {
        List<LogLine> lines = all(plan(4, Duration.ofMinutes(1), 1, false));
        Instant stop = UNTIL.minus(Duration.ofDays(3));
        assertThat(lines.stream()
                        .map(LogLine::timestamp)
                        .filter(at -> at.isAfter(stop) && at.isBefore(stop.plus(Duration.ofMinutes(20)))))
                .hasSizeGreaterThan(100);
        assertThat(times(lines, "Stopped tachograph.service.")).hasSize(1);
        assertThat(times(lines, "Started tachograph.service.")).hasSize(1);
    }

    private static LogLine one(List<LogLine> lines, String text) {
        List<LogLine> found =
                lines.stream().filter(line -> message(line).contains(text)).toList();
        assertThat(found).as(text).hasSize(1);
        return found.getFirst();
    }

    private static List<Instant> times(List<LogLine> lines, String text) {
        return lines.stream()
                .filter(line -> message(line).contains(text))
                .map(LogLine::timestamp)
                .toList();
    }

    private static String message(LogLine line) {
        return Objects.requireNonNull(line.message());
    }

    private static int priority(LogLine line) {
        return Objects.requireNonNull(line.priority());
    }

    private static double share(List<LogLine> lines, Predicate<LogLine> of) {
        return lines.stream().filter(of).count() / (double) lines.size();
    }

    private static int hour(LogLine line) {
        return (int) (line.timestamp().getEpochSecond() / 3600 % 24);
    }
}
