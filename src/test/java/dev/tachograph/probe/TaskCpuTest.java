package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.TaskExit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** CPU time of threads, and of processes made of them. */
class TaskCpuTest {
    private final ThreadGroups groups = new ThreadGroups(0);

    private static TaskExit exit(int pid, boolean last, long accountedNanos, long switches, @Nullable Long process) {
        return new TaskExit(
                pid,
                10,
                1,
                0,
                "x",
                0,
                last,
                false,
                accountedNanos,
                1,
                500_000,
                switches,
                3_000,
                5_000,
                0,
                0,
                100,
                10,
                process);
    }

    @Test
    void aThreadThatNeverWaitedRanForAllItsLifeButItsTimeInTheQueue() {
        assertThat(TaskCpu.unaccountedNanos(exit(10, true, 1_000_000, 0, null))).isEqualTo(1_500_000);
    }

    @Test
    void ofAThreadThatWaitedOnlyTheAccountsAreKnown() {
        assertThat(TaskCpu.unaccountedNanos(exit(10, true, 1_000_000, 1, null))).isZero();
    }

    @Test
    void accountsThatAreAheadOfTheLifeAreNotLowered() {
        assertThat(TaskCpu.unaccountedNanos(exit(10, true, 9_000_000, 0, null))).isZero();
    }

    @Test
    void aProcessIsAllItsThreads() {
        assertThat(groups.ended(exit(11, false, 1_000_000, 1, null), 100_000)).isNull();
        assertThat(groups.ended(exit(12, false, 2_000_000, 1, null), 100_000)).isNull();
        ThreadGroups.Whole whole = groups.ended(exit(10, true, 4_000_000, 1, 7_000_000L), 100_000);
        assertThat(whole).isNotNull();
        assertThat(whole.cpuNanos()).isEqualTo(7_000_000);
        assertThat(whole.readBytes()).isEqualTo(300);
        assertThat(whole.allThreads()).isTrue();
    }

    @Test
    void threadsThatEndedBeforeAnybodyListenedAreInTheKernelsSum() {
        ThreadGroups.Whole whole = new ThreadGroups(99_000).ended(exit(10, true, 4_000_000, 1, 90_000_000L), 100_000);
        assertThat(whole).isNotNull();
        assertThat(whole.cpuNanos()).isEqualTo(90_000_000);
        assertThat(whole.allThreads()).isFalse();
    }

    @Test
    void whatIsLeftOfAnEarlierProcessWithThatIdDoesNotCount() {
        assertThat(groups.ended(exit(11, false, 1_000_000, 1, null), 100_000)).isNull();
        ThreadGroups.Whole whole = groups.ended(exit(10, true, 4_000_000, 1, null), 60_000_000);
        assertThat(whole).isNotNull();
        assertThat(whole.cpuNanos()).isEqualTo(4_000_000);
    }
}
