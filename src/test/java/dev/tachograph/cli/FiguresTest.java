package dev.tachograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B, 0",
        "999, 999 B, 999B",
        "999.4, 999 B, 999B",
        "999.5, 1.00 kB, 1.00kB",
        "1851392, 1.85 MB, 1.85MB",
        "12345678, 12.3 MB, 12.3MB",
        "999499999, 999 MB, 999MB",
        "999500000, 1.00 GB, 1.00GB",
        "1000000000, 1.00 GB, 1.00GB",
        "5368709120, 5.37 GB, 5.37GB",
        "9223372036854775807, 9.22 EB, 9.22EB",
        "-2000, -2.00 kB, -2.00kB"
    })
    void bytesHaveThreeDigits(double bytes, String text, String brief) {
        assertThat(Figures.bytes(OptionalDouble.of(bytes))).isEqualTo(text);
        assertThat(Figures.shortBytes(OptionalDouble.of(bytes))).isEqualTo(brief);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.25S, 250ms",
        "PT1.5S, 1.5s",
        "PT59.9S, 59s",
        "PT60S, 1m00s",
        "PT59M59S, 59m59s",
        "PT1H, 1h00m",
        "PT23H59M, 23h59m",
        "P2DT19H, 2d19h",
        "P400D, 400d00h"
    })
    void durationsHaveTheirTwoLargestUnits(Duration duration, String text) {
        assertThat(Figures.duration(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0:00.00", "59.999, 1:00.00", "8123.51, 135:23.51"})
    void cpuTimeIsWrittenAsTopDoes(double seconds, String text) {
        assertThat(Figures.cpuTime(OptionalDouble.of(seconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0", "999|999", "1000|1,000", "1234567|1,234,567", "-1000|-1,000"})
    void countsAreGrouped(double count, String text) {
        assertThat(Figures.count(OptionalDouble.of(count))).isEqualTo(text);
    }

    @Test
    void whatIsNotKnownIsADash() {
        for (OptionalDouble value :
                new OptionalDouble[] {OptionalDouble.empty(), OptionalDouble.of(Double.POSITIVE_INFINITY)}) {
            assertThat(Figures.bytes(value)).isEqualTo("-");
            assertThat(Figures.shortBytes(value)).isEqualTo("-");
            assertThat(Figures.count(value)).isEqualTo("-");
            assertThat(Figures.fixed(value, 1)).isEqualTo("-");
            assertThat(Figures.cpuTime(value)).isEqualTo("-");
            assertThat(Figures.age(value)).isEqualTo("-");
        }
    }

    @Test
    void instantsAreLocalToTheSecond() {
        assertThat(Figures.instant(Instant.parse("2026-11-23T02:00:00.9Z"), Playground.ZONE))
                .isEqualTo("2026-11-23 03:00:00");
    }
}
