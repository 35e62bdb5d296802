package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.ProcessActivity;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessFigures;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.ProcessStatus;
import org.junit.jupiter.api.Test;

/** What the accounts of parents add up to; the unit is a hundredth of a second. */
class ReapedTimeTest {
    private final ReapedTime reaped = new ReapedTime(100);

    static ProcessSample process(int pid, long startTicks, long cpuMicros) {
        return new ProcessSample(
                new ProcessKey(pid, startTicks),
                new ProcessDescription(0, 1, "x", "x", 0L, "root", ControlGroup.UNKNOWN, false),
                new ProcessFigures(ProcessStatus.SLEEPING, 1, 0, 0, cpuMicros, null, null, null),
                ProcessActivity.NONE);
    }

    @Test
    void whatNoLookSawCountsInFull() {
        reaped.begin(true);
        reaped.credited(7);
        reaped.credited(3);
        assertThat(reaped.micros()).isEqualTo(100_000);
    }

    @Test
    void whatWasKnownOfThoseThatWentDoesNotCountAgain() {
        reaped.begin(true);
        reaped.credited(50);
        reaped.gone(process(5, 1, 300_000), 10);
        assertThat(reaped.micros()).isEqualTo(100_000);
    }

    @Test
    void aCreditThatComesALookLateIsNotCountedAsNew() {
        reaped.begin(true);
        reaped.gone(process(5, 1, 300_000), 0);
        assertThat(reaped.micros()).isZero();
        reaped.begin(true);
        reaped.credited(31);
        assertThat(reaped.micros()).isEqualTo(10_000);
        reaped.begin(true);
        reaped.credited(31);
        assertThat(reaped.micros()).isEqualTo(310_000);
    }

    @Test
    void acrossAGapNothingIsKnown() {
        reaped.begin(false);
        reaped.credited(5);
        assertThat(reaped.micros()).isNegative();
    }
}
