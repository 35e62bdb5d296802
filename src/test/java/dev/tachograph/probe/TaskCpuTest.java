package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.TaskExit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** CPU time of threads, and of processes made of them. */
class TaskCpuTest {
    private final ThreadGroups groups = new ThreadGroups(0);

    private static TaskExit exit(int pid, boolean last, long accountedNanos, long switches, @Nullable Long process) {
        return exit("x", pid, last, accountedNanos, switches, process);
    }

    private static TaskExit exit(
            String name, int pid, boolean last, long accountedNanos, long switches, @Nullable Long process) {
        return new TaskExit(
                pid,
                10,
                1,
                0,
                name,
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
        groups.ended(exit(11, false, 1_000_000, 1, null), 100_000);
        groups.ended(exit(12, false, 2_000_000, 1, null), 100_000);
        assertThat(groups.takeEnded()).isEmpty();
        groups.ended(exit(10, true, 4_000_000, 1, 7_000_000L), 100_000);
        ThreadGroups.Whole whole = only(groups);
        assertThat(whole.cpuNanos()).isEqualTo(7_000_000);
        assertThat(whole.readBytes()).isEqualTo(300);
        assertThat(whole.allThreads()).isTrue();
    }

    @Test
    void threadsThatEndedBeforeAnybodyListenedAreInTheKernelsSum() {
        var lately = new ThreadGroups(99_000);
        lately.ended(exit(10, true, 4_000_000, 1, 90_000_000L), 100_000);
        ThreadGroups.Whole whole = only(lately);
        assertThat(whole.cpuNanos()).isEqualTo(90_000_000);
        assertThat(whole.allThreads()).isFalse();
    }

    @Test
    void whatIsLeftOfAnEarlierProcessWithThatIdDoesNotCount() {
        groups.ended(exit(11, false, 1_000_000, 1, null), 100_000);
        groups.ended(exit(10, true, 4_000_000, 1, null), 60_000_000);
        assertThat(only(groups).cpuNanos()).isEqualTo(4_000_000);
    }

    @Test
    void aProcessIsCalledWhatItsFirstThreadIsWhicheverEndsLast() {
        groups.ended(exit("java", 10, false, 1_000_000, 1, null), 100_000);
        groups.ended(exit("Finalizer", 11, true, 1_000_000, 1, 2_000_000L), 100_000);
        assertThat(only(groups).name()).isEqualTo("java");
    }

    @Test
    void aThreadThatIsToldOfAfterTheLastOneBelongsToItsProcess() {
        groups.ended(exit("Monitor Deflati", 11, true, 1_000_000, 1, 1_000_000L), 100_000);
        assertThat(groups.isIncomplete()).isTrue();
        groups.ended(exit("java", 10, false, 4_000_000, 1, null), 100_000);
        assertThat(groups.isIncomplete()).isFalse();
        ThreadGroups.Whole whole = only(groups);
        assertThat(whole.name()).isEqualTo("java");
        assertThat(whole.cpuNanos()).isEqualTo(5_000_000);
        assertThat(whole.readBytes()).isEqualTo(200);
    }

    @Test
    void aProcessWhoseFirstThreadNobodyHeardOfIsNotCalledWhatAnotherIs() {
        groups.ended(exit("Finalizer", 11, true, 1_000_000, 1, 2_000_000L), 100_000);
        assertThat(only(groups).name()).isNull();
    }

    private static ThreadGroups.Whole only(ThreadGroups groups) {
        List<ThreadGroups.Whole> ended = groups.takeEnded();
        assertThat(ended).hasSize(1);
        return ended.getFirst();
    }
}
