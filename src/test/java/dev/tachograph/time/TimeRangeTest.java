package dev.tachograph.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TimeRangeTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void twoTimesWithTwoDotsAreARange() {
        TimeRange range = parse("-1h..now");
        assertThat(range).isEqualTo(new TimeRange(NOW.minus(Duration.ofHours(1)), NOW));
        assertThat(range.duration()).hasHours(1);
        assertThat(parse("1795403525.5..1795403526.5").duration()).hasSeconds(1);
        assertThat(parse("yesterday 23:00 .. 01:00").duration()).hasHours(2);
    }

    @Test
    void theStartIsInsideAndTheEndIsNot() {
        TimeRange range = parse("-1h..now");
        assertThat(range.contains(range.from())).isTrue();
        assertThat(range.contains(range.to())).isFalse();
        assertThat(parse("now..now").contains(NOW)).isFalse();
    }

    @Test
    void aRangeThatRunsBackwardsIsRefused() {
        assertThatThrownBy(() -> parse("now..-1h"))
                .isInstanceOf(BadTimeException.class)
                .hasMessageStartingWith("'now..-1h' is not a range of time that runs forward; allowed: FROM..TO");
        assertThatIllegalArgumentException().isThrownBy(() -> new TimeRange(NOW, NOW.minusNanos(1)));
    }

    @Test
    void aRangeWithoutTwoDotsIsRefused() {
        assertThatThrownBy(() -> parse("-1h"))
                .isInstanceOf(BadTimeException.class)
                .hasMessageStartingWith("'-1h' is not a range of time; allowed: FROM..TO");
    }

    @Test
    void aSideThatIsNoTimeIsNamed() {
        assertThatThrownBy(() -> parse("-1h..later"))
                .isInstanceOf(BadTimeException.class)
                .hasMessageStartingWith("'later' is not a time");
        assertThatThrownBy(() -> parse("..now")).hasMessageStartingWith("'' is not a time");
    }

    private static TimeRange parse(String text) {
        return TimeRange.parse(text, NOW, ZoneOffset.UTC);
    }
}
