package dev.tachograph.simulation;

import dev.tachograph.model.ProcessActivity;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.ProcessFigures;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.ProcessStatus;
import java.time.Instant;
import java.util.Objects;

/** What a look would have seen of a process, had there been one at its end. */
final class UnseenProcess {
    private static final long CLOCK_TICK_MICROS = 10_000;

    private UnseenProcess() {}

    static ProcessSample of(ProcessExit exit, long bootMicros) {
        Instant started = Objects.requireNonNullElse(exit.started(), exit.ended());
        long resident = Doings.orZero(exit.peakResidentBytes());
        return new ProcessSample(
                new ProcessKey(
                        exit.pid(), Math.max(0, (SyntheticHistory.micros(started) - bootMicros) / CLOCK_TICK_MICROS)),
                new ProcessDescription(
                        0,
                        Objects.requireNonNullElse(exit.parentPid(), 0),
                        Objects.requireNonNullElse(exit.name(), ""),
                        exit.cmdline(),
                        exit.userId(),
                        exit.user(),
                        exit.group(),
                        false),
                new ProcessFigures(
                        ProcessStatus.DEAD,
                        1,
                        resident,
                        resident,
                        Doings.orZero(exit.cpuMicros()),
                        exit.readBytes(),
                        exit.writtenBytes(),
                        null),
                ProcessActivity.UNKNOWN);
    }
}
