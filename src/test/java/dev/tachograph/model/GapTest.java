package dev.tachograph.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GapTest {

    @Test
    void twoStretchesMergeToOneThatCoversBoth() {
        assertThat(gap(10, 15L, 1L).merge(gap(15, 20L, 2L))).isEqualTo(gap(10, 20L, 3L));
        assertThat(gap(15, 20L, 2L).merge(gap(10, 15L, 1L))).isEqualTo(gap(10, 20L, 3L));
    }

    @Test
    void whatNobodyKnowsStaysUnknown() {
        assertThat(gap(10, null, 1L).merge(gap(15, 20L, null))).isEqualTo(gap(10, null, null));
    }

    @ParameterizedTest
    @EnumSource
    void aCauseIsFoundByItsWord(Gap.Cause cause) {
        assertThat(Gap.Cause.ofWord(cause.word())).isEqualTo(cause);
        assertThat(cause.word()).matches("[a-z-]+");
    }

    private static Gap gap(long from, @Nullable Long to, @Nullable Long count) {
        return new Gap(
                Gap.Stream.PROCESSES,
                Instant.ofEpochSecond(from),
                to == null ? null : Instant.ofEpochSecond(to),
                Gap.Cause.DROPPED,
                count,
                "");
    }
}
