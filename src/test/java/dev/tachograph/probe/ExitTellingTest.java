package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tachograph.model.Moment;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.ProcessExit.Source;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.probe.ExecNotes.Note;
import dev.tachograph.probe.ExitTelling.Told;
import dev.tachograph.probe.ProcessEnd.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ends that the kernel told, and looks at the same processes; a clock tick is a hundredth of a second. */
class ExitTellingTest {
    private static final long TICK = 10_000_000;
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Moment LOOK = new Moment(NOW, 1000 * TICK, 1000 * TICK);

    private final UserNames users = UserNames.ofThisHost();
    private final ExitTelling telling = new ExitTelling(users, arguments -> String.join(" ", arguments), 100, false);

    @AfterEach
    void close() {
        users.close();
    }

    private record Known(Map<Integer, ProcessSample> listed, List<ProcessSample> vanished) implements KnownProcesses {
        @Override
        public @Nullable ProcessSample alive(int pid) {
            return listed.get(pid);
        }

        @Override
        public @Nullable Long reapedMicros() {
            return null;
        }
    }

    private static Known gone(ProcessSample... samples) {
        return new Known(Map.of(), List.of(samples));
    }

    private static ProcessEnd end(int pid, long startTicks, long cpuMicros, @Nullable Note note) {
        var usage = new Usage(1_000_000, cpuMicros, 0, 0, 0, true);
        return new ProcessEnd(Source.TASKSTATS, pid, 1, "x", 0x0300, false, NOW, startTicks * TICK, 0L, usage, note);
    }

    @Test
    void onlyWhatNoLookToldIsNew() {
        Told told =
                telling.tell(List.of(end(5, 900, 70_000, null)), gone(ReapedTimeTest.process(5, 900, 40_000)), LOOK);
        assertThat(told.cpuMicros()).isEqualTo(30_000);
        assertThat(told.exits()).hasSize(1);
        assertThat(told.exits().getFirst().cpuMicros()).isEqualTo(70_000);
        assertThat(told.exits().getFirst().startTicks()).isEqualTo(900);
        assertThat(told.exits().getFirst().exitCode()).isEqualTo(3);
    }

    @Test
    void aTotalIsNeverLessThanALookHasTold() {
        Told told =
                telling.tell(List.of(end(5, 900, 10_000, null)), gone(ReapedTimeTest.process(5, 900, 40_000)), LOOK);
        assertThat(told.cpuMicros()).isZero();
        assertThat(told.exits().getFirst().cpuMicros()).isEqualTo(40_000);
    }

    @Test
    void aPidThatIsUsedTwiceInOneIntervalIsTwoProcesses() {
        List<ProcessEnd> ends = List.of(end(5, 900, 70_000, null), end(5, 950, 20_000, null));
        Told told = telling.tell(ends, gone(ReapedTimeTest.process(5, 900, 40_000)), LOOK);
        assertThat(told.cpuMicros()).isEqualTo(50_000);
        assertThat(told.exits()).extracting(ProcessExit::startTicks).containsExactly(900L, null);
    }

    @Test
    void aProcessThatBeganAfterTheEndIsAnotherOne() {
        Told told =
                telling.tell(List.of(end(5, 900, 70_000, null)), gone(ReapedTimeTest.process(5, 960, 40_000)), LOOK);
        assertThat(told.cpuMicros()).isEqualTo(70_000);
        assertThat(told.exits()).extracting(ProcessExit::source).containsExactly(Source.TASKSTATS, Source.SAMPLED);
    }

    @Test
    void whoeverIsGoneIsToldEvenIfTheKernelDidNot() {
        Told told = telling.tell(List.of(), gone(ReapedTimeTest.process(5, 900, 40_000)), LOOK);
        assertThat(told.exits()).extracting(ProcessExit::source).containsExactly(Source.SAMPLED);
        assertThat(told.exits().getFirst().exitCode()).isNull();
        assertThat(told.sampled()).isEqualTo(1);
    }

    @Test
    void aZombieCountsOnceAndIsToldOnce() {
        ProcessSample zombie = ReapedTimeTest.process(5, 900, 70_000);
        var listed = new Known(Map.of(5, zombie), List.of());
        Told told = telling.tell(List.of(end(5, 900, 70_000, null)), listed, LOOK);
        assertThat(told.cpuMicros()).isZero(); // the sample has it
        assertThat(told.exits()).hasSize(1);
        assertThat(telling.tell(List.of(), listed, LOOK).exits()).isEmpty();
        assertThat(telling.tell(List.of(), gone(zombie), LOOK).exits()).isEmpty();
        assertThat(telling.tell(List.of(), gone(zombie), LOOK).exits()).hasSize(1); // which would be another one's
    }

    @Test
    void whereTheKernelTellsLateALookWaitsForTheNext() {
        var patient = new ExitTelling(users, arguments -> String.join(" ", arguments), 100, true);
        ProcessSample sample = ReapedTimeTest.process(5, 900, 40_000);
        assertThat(patient.tell(List.of(), gone(sample), LOOK).exits()).isEmpty();
        assertThat(patient.tell(List.of(end(5, 900, 40_000, null)), gone(), LOOK)
                        .exits())
                .extracting(ProcessExit::source, ProcessExit::startTicks)
                .containsExactly(tuple(Source.TASKSTATS, 900L));
        assertThat(patient.tell(List.of(), gone(sample), LOOK).exits()).isEmpty();
        assertThat(patient.tell(List.of(), gone(), LOOK).exits())
                .extracting(ProcessExit::source)
                .containsExactly(Source.SAMPLED);
    }

    @Test
    void whatWasReadAtExecGoesBeforeWhatALookSaw() {
        var note = new Note(0, null, "a\0b\0", "0::/system.slice/a.service\n");
        ProcessExit exit = telling.tell(List.of(end(5, 900, 0, note)), gone(ReapedTimeTest.process(5, 900, 0)), LOOK)
                .exits()
                .getFirst();
        assertThat(exit.cmdline()).isEqualTo("a b");
        assertThat(exit.group().unit()).isEqualTo("a.service");
    }

    @Test
    void anotherProgramsCommandLineIsNotToldForOneThatCouldNotBeRead() {
        var note = new Note(0, null, null, null);
        ProcessExit exit = telling.tell(List.of(end(5, 900, 0, note)), gone(ReapedTimeTest.process(5, 900, 0)), LOOK)
                .exits()
                .getFirst();
        assertThat(exit.cmdline()).isNull();
    }
}
