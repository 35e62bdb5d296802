package dev.tachograph.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "5s, PT5S",
        "1m, PT1M",
        "2h, PT2H",
        "7d, PT168H",
        "1w, PT168H",
        "1.5s, PT1.5S",
        "0s, PT0S",
        "1h30m, PT1H30M",
        "1w2d3h4m5s6ms, PT219H4M5.006S",
        "1.5h30m, PT2H",
        "0.000001ms, PT0.000000001S",
    })
    void aNumberWithAUnitIsADuration(String text, Duration meant) {
        assertThat(Durations.parse(text)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "5",
                "s",
                "5 s",
                "-5s",
                "+5s",
                "5parsecs",
                "5 parsecs",
                "1m1h",
                "1m1m",
                "5S",
                ".5s",
                "5.s",
                "1e3s",
                "0.0000001ms",
                "999999999999999999w",
                "PT5S",
                "5,5s",
                "٥s"
            })
    void anythingElseIsRefusedWithTheTextAndWhatIsAllowed(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(BadTimeException.class)
                .hasMessageStartingWith("'" + text + "' is not a duration; allowed: a number with a unit");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.25S, 250ms",
        "PT0.0000015S, 0.0015ms",
        "PT1.5S, 1.5s",
        "PT60S, 1m",
        "PT90S, 1m30s",
        "PT2H, 2h",
        "PT168H, 7d",
        "PT26H, 1d2h",
        "PT24H0.5S, 1d0.5s",
        "PT-5S, -5s",
    })
    void peopleSeeTheLargestUnitsFirst(Duration duration, String shown) {
        assertThat(Durations.format(duration)).isEqualTo(shown);
    }

    @Test
    void whatIsShownReadsBackExactly() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 20_000; round++) {
            var duration =
                    Duration.ofSeconds(random.nextLong() >>> random.nextInt(1, 64), random.nextInt(1_000_000_000));
            assertThat(Durations.parse(Durations.format(duration)))
                    .as("seed %d", seed)
                    .isEqualTo(duration);
        }
    }
}
