package dev.tachograph.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.model.Observation;
import dev.tachograph.model.ProcessActivity;
import dev.tachograph.model.ProcessFigures;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The made-up host behaves as hosts do, and goes wrong when it is told to. */
@Timeout(120)
class SyntheticHistoryTest {
    private static final Instant UNTIL = Instant.parse("2026-11-25T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int PROCESSES = 300;

    private static HistoryPlan plan(Duration length, Duration interval, long seed, boolean incident) {
        return new HistoryPlan(UNTIL, length, PROCESSES, interval, seed, incident);
    }

    private static List<Observation> all(HistoryPlan plan) {
        List<Observation> all = new ArrayList<>();
        new SyntheticHistory(plan).forEachRemaining(all::add);
        return all;
    }

    private static Map<ProcessKey, ProcessSample> byKey(Observation observation) {
        return observation.tick().processes().stream().collect(Collectors.toMap(ProcessSample::key, each -> each));
    }

    @Test
    void theSameSeedAndEndGiveTheSameHistoryAndOthersAnother() {
        HistoryPlan plan = plan(Duration.ofDays(1), Duration.ofMinutes(5), 7, true);
        List<Observation> history = all(plan);
        assertThat(all(plan)).isEqualTo(history);
        assertThat(all(plan(Duration.ofDays(1), Duration.ofMinutes(5), 8, true)))
                .isNotEqualTo(history);
    }

    @Test
    void itEndsAtItsEndWithLooksThatComeALittleLate() {
        List<Observation> history = all(plan(Duration.ofHours(1), INTERVAL, 1, false));
        assertThat(history).hasSize(720);
        Instant last = history.getLast().tick().at().wall();
        assertThat(last).isBetween(UNTIL.minusMillis(10), UNTIL);
        assertThat(history.getFirst().tick().intervalMicros()).isNull();
        for (Observation each : history.subList(1, history.size())) {
            assertThat(each.tick().intervalMicros()).isCloseTo(5_000_000L, within(10_000L));
        }
        assertThat(history.stream()
                        .skip(1)
                        .map(each -> each.tick().intervalMicros())
                        .distinct())
                .hasSizeGreaterThan(100);
        assertThat(new SyntheticHistory(plan(Duration.ofHours(1), INTERVAL, 1, false))
                        .lastWords()
                        .kind())
                .isEqualTo(Event.Kind.RECORDER_STOP);
    }

    @Test
    void aTwentiethRunsInAnIntervalTwoPercentAMinuteComeAndGoAndSoManyAreThereAsWereWanted() {
        List<Observation> history = all(plan(Duration.ofDays(1), INTERVAL, 3, false));
        long samples = 0;
        long ran = 0;
        Set<ProcessKey> ever = new HashSet<>();
        for (Observation each : history) {
            List<ProcessSample> processes = each.tick().processes();
            assertThat(processes.size()).isBetween(PROCESSES * 85 / 100, PROCESSES * 125 / 100);
            samples += processes.size();
            ran += processes.stream()
                    .filter(process -> !process.activity().equals(ProcessActivity.NONE))
                    .count();
            processes.forEach(process -> ever.add(process.key()));
        }
        assertThat(samples / (double) history.size()).isCloseTo(PROCESSES, within(PROCESSES * 0.03));
        assertThat((double) ran / samples).isBetween(0.04, 0.065);
        double bornInAMinute = (ever.size() - PROCESSES) / (24 * 60.0);
        assertThat(bornInAMinute / PROCESSES).isBetween(0.017, 0.023);
    }

    @Test
    void thereIsMoreToDoByDayThanByNight() {
        long[] used = new long[24];
        for (Observation each : all(plan(Duration.ofDays(2), Duration.ofMinutes(1), 4, false))) {
            Long attributed = each.tick().attributedMicros();
            used[(int) (each.tick().at().wall().getEpochSecond() / 3600 % 24)] += attributed == null ? 0 : attributed;
        }
        assertThat(used[14] + used[15]).isGreaterThan(2 * (used[2] + used[3]));
    }

    @Test
    void processesStandInOrderOfPidAndThoseThatSleepOnAreTheSameSample() {
        Observation before = null;
        long asleep = 0;
        for (Observation each : all(plan(Duration.ofHours(1), INTERVAL, 5, false))) {
            assertThat(each.tick().processes())
                    .extracting(process -> process.key().pid())
                    .isSorted()
                    .doesNotHaveDuplicates();
            Map<ProcessKey, ProcessSample> earlier = before == null ? Map.of() : byKey(before);
            for (ProcessSample process : each.tick().processes()) {
                ProcessSample same = earlier.get(process.key());
                if (same != null
                        && same.activity().equals(ProcessActivity.NONE)
                        && process.activity().equals(ProcessActivity.NONE)) {
                    assertThat(process).isSameAs(same);
                    asleep++;
                }
            }
            before = each;
        }
        assertThat(asleep).isGreaterThan(500L * PROCESSES);
    }

    @Test
    void whatAProcessDidIsWhatItsTotalsRoseBy() {
        Map<ProcessKey, ProcessFigures> known = new HashMap<>();
        for (Observation each : all(plan(Duration.ofHours(1), INTERVAL, 6, false))) {
            for (ProcessSample process : each.tick().processes()) {
                ProcessFigures now = process.figures();
                ProcessFigures before = known.put(process.key(), now);
                ProcessActivity did = process.activity();
                if (did.cpuMicros() == null) {
                    continue; // the first look
                }
                assertThat(did.cpuMicros()).isEqualTo(now.cpuMicros() - (before == null ? 0 : before.cpuMicros()));
                long earlier = before == null ? 0 : written(before);
                assertThat(did.writtenBytes()).isEqualTo(written(now) - earlier);
                assertThat(written(now) % 4096).isZero();
                assertThat(now.residentBytes()).isLessThanOrEqualTo(now.virtualBytes());
            }
        }
    }

    private static long written(ProcessFigures figures) {
        return Objects.requireNonNull(figures.writtenBytes());
    }

    @Test
    void commandLinesAreAsLongAsOnesAre() {
        Map<ProcessKey, String> lines = new HashMap<>();
        for (Observation each : all(plan(Duration.ofHours(6), Duration.ofSeconds(30), 7, false))) {
            for (ProcessSample process : each.tick().processes()) {
                String line = String.valueOf(process.description().cmdline());
                if (!process.description().kernelThread()) {
                    lines.put(process.key(), line);
                }
            }
        }
        assertThat(lines.values()).allSatisfy(line -> assertThat(line.length()).isBetween(20, 200));
        assertThat(lines.values().stream().mapToInt(String::length).average().orElse(0))
                .isBetween(80.0, 120.0);
    }

    @Test
    void threeDaysBeforeTheEndAndEverySevenBeforeTheRecorderWasStopped() {
        List<Observation> history = all(plan(Duration.ofDays(11), Duration.ofMinutes(5), 8, false));
        List<Gap> gaps = history.stream().flatMap(each -> each.gaps().stream()).toList();
        assertThat(gaps).extracting(Gap::cause).containsExactly(Gap.Cause.STOPPED, Gap.Cause.STOPPED);
        Gap newest = gaps.getLast();
        assertThat(Duration.between(newest.from(), UNTIL)).isCloseTo(Duration.ofDays(3), Duration.ofMinutes(5));
        assertThat(newest.count()).isEqualTo(4);
        Observation after = history.stream()
                .filter(each -> each.gaps().contains(newest))
                .findFirst()
                .orElseThrow();
        assertThat(after.tick().intervalMicros()).isNull();
        assertThat(after.events()).extracting(Event::kind).containsExactly(Event.Kind.RECORDER_START);
        Observation before = history.get(history.indexOf(after) - 1);
        assertThat(before.events()).extracting(Event::kind).containsExactly(Event.Kind.RECORDER_STOP);
        assertThat(recorder(before).pid()).isNotEqualTo(recorder(after).pid());
    }

    private static ProcessKey recorder(Observation observation) {
        return observation.tick().processes().stream()
                .filter(process ->
                        "tachograph.service".equals(process.description().unit()))
                .findFirst()
                .orElseThrow()
                .key();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-25T12:00:00Z, 1, 2026-11-25T03:12:00Z",
        "2026-11-25T03:25:00Z, 1, 2026-11-25T03:12:00Z",
        "2026-11-25T03:24:59Z, 1, 2026-11-24T15:12:00Z",
        "2026-11-25T03:24:59Z, 2, 2026-11-24T03:12:00Z",
        "2026-11-25T02:32:00Z, 1, 2026-11-24T03:12:00Z",
        "2026-11-25T02:32:01Z, 1, 2026-11-24T15:12:00Z",
        "2026-11-25T00:00:00Z, 30, 2026-11-24T03:12:00Z"
    })
    void theIncidentIsOnTheLastMorningThatTheHistoryHas(Instant until, int days, Instant gone) {
        var plan = new HistoryPlan(until, Duration.ofDays(days), 20, INTERVAL, 1, true);
        Incident incident = Incident.in(plan);
        assertThat(incident.gone()).isEqualTo(gone);
        assertThat(incident.leakFrom()).isAfterOrEqualTo(plan.from());
        assertThat(incident.burstUntil()).isBeforeOrEqualTo(until);
    }

    @Test
    void anIncidentNeedsRoom() {
        assertThatThrownBy(() -> new HistoryPlan(UNTIL, Duration.ofDays(1), 19, INTERVAL, 1, true))
                .hasMessage("an incident with 19 processes in PT24H, needs 20 and PT24H");
    }

    @Test
    void whatGoesWrongIsSeenAtItsTimes() {
        HistoryPlan plan = plan(Duration.ofDays(1), INTERVAL, 9, true);
        Incident incident = Incident.in(plan);
        List<Observation> history = all(plan).stream()
                .filter(each ->
                        each.tick().at().wall().isAfter(incident.leakFrom().minusSeconds(600)))
                .filter(each ->
                        each.tick().at().wall().isBefore(incident.burstUntil().plusSeconds(600)))
                .toList();
        long usual = billing(at(history, incident.leakFrom())).figures().residentBytes();
        long half = billing(at(history, incident.leakFrom().plusSeconds(20 * 60)))
                .figures()
                .residentBytes();
        ProcessSample last = billing(at(history, incident.gone().minusSeconds(5)));
        assertThat(usual).isLessThan(600 << 20);
        assertThat(half).isBetween(3_000L << 20, 5_000L << 20);
        assertThat(last.figures().residentBytes()).isGreaterThan(7_500L << 20);
        assertThat(at(history, incident.gone().plusSeconds(6)).tick().processes())
                .noneMatch(process -> isBilling(process));
        assertThat(billing(at(history, incident.gone().plusSeconds(20))).key()).isNotEqualTo(last.key());

        int calm = at(history, incident.rushFrom().minusSeconds(1))
                .tick()
                .processes()
                .size();
        int rush = at(history, incident.rushFrom().plusSeconds(60))
                .tick()
                .processes()
                .size();
        assertThat(rush).isGreaterThan(calm + 30);
        Set<ProcessKey> flood = new HashSet<>();
        history.forEach(each -> each.tick().processes().stream()
                .filter(process ->
                        "deploy-hook.service".equals(process.description().unit()))
                .forEach(process -> flood.add(process.key())));
        assertThat(flood).hasSizeBetween(400, 481);

        assertThat(checkoutCores(at(history, incident.burstFrom().minusSeconds(10))))
                .isLessThan(1);
        assertThat(checkoutCores(at(history, incident.burstFrom().plusSeconds(60))))
                .isGreaterThan(1.8);
        assertThat(checkoutCores(at(history, incident.burstUntil().plusSeconds(60))))
                .isLessThan(1);
    }

    /** The newest at or before. */
    private static Observation at(List<Observation> history, Instant instant) {
        return history.stream()
                .filter(each -> !each.tick().at().wall().isAfter(instant))
                .toList()
                .getLast();
    }

    private static boolean isBilling(ProcessSample process) {
        return process.description().name().equals("java")
                && "billing.service".equals(process.description().unit());
    }

    private static ProcessSample billing(Observation observation) {
        return observation.tick().processes().stream()
                .filter(SyntheticHistoryTest::isBilling)
                .findFirst()
                .orElseThrow();
    }

    private static double checkoutCores(Observation observation) {
        Long interval = observation.tick().intervalMicros();
        return observation.tick().processes().stream()
                        .filter(process ->
                                "checkout.service".equals(process.description().unit()))
                        .mapToLong(process -> {
                            Long used = process.activity().cpuMicros();
                            return used == null ? 0 : used;
                        })
                        .sum()
                / (double) (interval == null ? 1 : interval);
    }
}
