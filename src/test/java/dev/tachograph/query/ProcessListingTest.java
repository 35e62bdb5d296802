package dev.tachograph.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProcessListingTest {
    private static final List<ProcessRow> ROWS = List.of(
            Rows.rates(1, 5.0, 1.0, 1.0),
            Rows.rates(2, null, null, 100.0),
            Rows.rates(3, 50.0, 10.0, 0.0),
            Rows.rates(4, 5.0, 3.0, null),
            Rows.rates(5, 0.0, 0.0, 0.0));

    @Test
    void theLargestComeFirstWhatIsNotKnownLastAndPidsSettleTheRest() {
        assertThat(pids("cpu_usage", true, 0, null)).containsExactly(3, 1, 4, 5, 2);
        assertThat(pids("cpu_usage", false, 0, null)).containsExactly(5, 1, 4, 3, 2);
        assertThat(pids("pid", true, 0, null)).containsExactly(5, 4, 3, 2, 1);
        assertThat(pids("name", false, 0, null)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void readingAndWritingTogetherIsKnownOnlyWhereBothAre() {
        assertThat(pids("io", true, 0, null)).containsExactly(3, 1, 5, 2, 4);
        assertThat(pids("io", false, 0, null)).containsExactly(5, 1, 3, 2, 4);
    }

    @Test
    void theTotalCountsMatchesAndWhateverIsLeftOutIsTruncation() {
        ProcessListing all = listing("pid", false, 0, null);
        assertThat(all.total()).isEqualTo(5);
        assertThat(all.isTruncated()).isFalse();
        ProcessListing some = listing("pid", false, 1, 2L);
        assertThat(some.rows()).extracting(ProcessRow::pid).containsExactly(2, 3);
        assertThat(some.total()).isEqualTo(5);
        assertThat(some.isTruncated()).isTrue();
        assertThat(listing("pid", false, 0, 0L).rows()).isEmpty();
        assertThat(listing("pid", false, 0, 0L).isTruncated()).isTrue();
        assertThat(listing("pid", false, 99, null).rows()).isEmpty();
        assertThat(listing("pid", false, 0, 5L).isTruncated()).isFalse();
        ProcessListing none = ProcessListing.of(ROWS, _ -> false, "pid", false, 0, 3L);
        assertThat(none.total()).isZero();
        assertThat(none.isTruncated()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void everyColumnOrdersAnyRowsInOneWay(ProcessColumn column) {
        long seed = System.nanoTime();
        var shuffled = new ArrayList<>(ROWS);
        Collections.shuffle(shuffled, new Random(seed));
        for (boolean descending : new boolean[] {true, false}) {
            assertThat(ProcessListing.of(shuffled, _ -> true, column.key(), descending, 0, null)
                            .rows())
                    .as("seed %d", seed)
                    .isEqualTo(listing(column.key(), descending, 0, null).rows());
        }
        assertThat(ProcessColumn.ofKey(column.key())).contains(column);
    }

    @Test
    void aColumnOfAnotherNameIsNone() {
        assertThat(ProcessColumn.ofKey("CPU_USAGE")).isEmpty();
        assertThat(ProcessColumn.ofKey("")).isEmpty();
    }

    private static List<Integer> pids(String sort, boolean descending, long offset, @Nullable Long limit) {
        return listing(sort, descending, offset, limit).rows().stream()
                .map(ProcessRow::pid)
                .toList();
    }

    private static ProcessListing listing(String sort, boolean descending, long offset, @Nullable Long limit) {
        return ProcessListing.of(ROWS, _ -> true, sort, descending, offset, limit);
    }
}
