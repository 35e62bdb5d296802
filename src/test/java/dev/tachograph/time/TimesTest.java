package dev.tachograph.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** 13:00 in Berlin. */
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "now, 2026-11-23T12:00:00Z",
        "NOW, 2026-11-23T12:00:00Z",
        "' now ', 2026-11-23T12:00:00Z",
        "-0s, 2026-11-23T12:00:00Z",
        "-15m, 2026-11-23T11:45:00Z",
        "-90s, 2026-11-23T11:58:30Z",
        "-1h, 2026-11-23T11:00:00Z",
        "-7d, 2026-11-16T12:00:00Z",
        "-2w, 2026-11-09T12:00:00Z",
        "-1h30m, 2026-11-23T10:30:00Z",
        "2026-11-23T03:12:05Z, 2026-11-23T03:12:05Z",
        "2026-11-23t03:12:05z, 2026-11-23T03:12:05Z",
        "2026-11-23 03:12:05Z, 2026-11-23T03:12:05Z",
        "2026-11-23T03:12:05.123456789+01:00, 2026-11-23T02:12:05.123456789Z",
        "2026-11-23T03:12:05-23:59, 2026-11-24T03:11:05Z",
        "2026-11-23T03:12:05-00:00, 2026-11-23T03:12:05Z",
        "2026-11-23T03:12:05+0530, 2026-11-22T21:42:05Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "2017-01-01T00:59:60+01:00, 2017-01-01T00:00:00Z",
        "03:12, 2026-11-23T02:12:00Z",
        "3:12, 2026-11-23T02:12:00Z",
        "13:00, 2026-11-23T12:00:00Z",
        "13:00:00.000000001, 2026-11-22T12:00:00.000000001Z",
        "23:59:59, 2026-11-22T22:59:59Z",
        "yesterday 03:12, 2026-11-22T02:12:00Z",
        "Yesterday  03:12:07.5, 2026-11-22T02:12:07.5Z",
        "yesterday, 2026-11-21T23:00:00Z",
        "today, 2026-11-22T23:00:00Z",
        "today 20:00, 2026-11-23T19:00:00Z",
        "2026-07-01, 2026-06-30T22:00:00Z",
        "2026-07-01 03:12, 2026-07-01T01:12:00Z",
        "2026-07-01T03:12:05, 2026-07-01T01:12:05Z",
        "0, 1970-01-01T00:00:00Z",
        "1795403525, 2026-11-23T03:12:05Z",
        "1795403525.25, 2026-11-23T03:12:05.25Z",
        "99999999999, 5138-11-16T09:46:39Z",
        "100000000000, 1973-03-03T09:46:40Z",
        "1795403525250, 2026-11-23T03:12:05.25Z",
        "1795403525250.123, 2026-11-23T03:12:05.250123Z",
        "253402300799999, 9999-12-31T23:59:59.999Z",
    })
    void whatPeopleWriteIsUnderstood(String text, Instant meant) {
        assertThat(Times.parse(text, NOON, BERLIN)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "15m",
                "+15m",
                "-15",
                "-15x",
                "-15m-3s",
                "--15m",
                "-3000w",
                "-99999999999999999d",
                "tomorrow",
                "yesterdayT03:12",
                "now 03:12",
                "24:00",
                "12:60",
                "03:12:60",
                "03:12:05.1234567890",
                "03:12Z",
                "1e9",
                "1.5e3",
                "1795403525.",
                "-1",
                "253402300800000",
                "1234567890123456",
                "2026-13-01",
                "2026-02-29",
                "2026-11-23T",
                "2026-11-23Z",
                "2026-11-23T03",
                "2026-11-23T03:12:05+24:00",
                "2026-11-23T03:12:05+1",
                "2026-11-23T12:00:60Z",
                "2026-11-23T03:12:05 02:00",
                "1969-12-31T23:59:59Z",
                "1970-01-01T00:00:00+00:01",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59-00:01",
                "10000-01-01T00:00:00Z",
                "٠٣:١٢",
            })
    void anythingElseIsRefusedWithTheTextAndWhatIsAllowed(String text) {
        assertThatThrownBy(() -> Times.parse(text, NOON, BERLIN))
                .isInstanceOf(BadTimeException.class)
                .hasMessageStartingWith("'" + text + "' is not a time; allowed: now, -15m")
                .message()
                .hasLineCount(1);
    }

    @Test
    void aMessageCannotBreakALineOrATerminal() {
        assertThatThrownBy(() -> Times.parse("\u001b[2J\nnow\u202e" + "x".repeat(1_000_000), NOON, BERLIN))
                .hasMessageStartingWith("'\\e[2J\\nnow\\u{202e}xxxx")
                .hasMessageContaining("x…' is not a time");
    }

    @Test
    void aClockTimeThatComesTwiceMeansTheLaterOneThatHasPassed() {
        // Berlin, 2026-10-25: at 01:00 UTC clocks go from 03:00 back to 02:00
        assertThat(Times.parse("02:30", Instant.parse("2026-10-25T09:00:00Z"), BERLIN))
                .isEqualTo("2026-10-25T01:30:00Z");
        assertThat(Times.parse("02:30", Instant.parse("2026-10-25T01:10:00Z"), BERLIN))
                .isEqualTo("2026-10-25T00:30:00Z");
        assertThat(Times.parse("02:30", Instant.parse("2026-10-25T00:10:00Z"), BERLIN))
                .isEqualTo("2026-10-24T00:30:00Z");
    }

    @Test
    void aClockTimeThatWasLeftOutMeansTheDayBefore() {
        // Berlin, 2026-03-29: at 01:00 UTC clocks go from 02:00 to 03:00
        assertThat(Times.parse("02:30", Instant.parse("2026-03-29T08:00:00Z"), BERLIN))
                .isEqualTo("2026-03-28T01:30:00Z");
        assertThat(Times.parse("03:30", Instant.parse("2026-03-29T08:00:00Z"), BERLIN))
                .isEqualTo("2026-03-29T01:30:00Z");
    }

    @Test
    void aDatedTimeThatComesTwiceMeansTheFirst() {
        assertThat(Times.parse("2026-10-25 02:30", NOON, BERLIN)).isEqualTo("2026-10-25T00:30:00Z");
    }

    @Test
    void aDatedTimeThatWasLeftOutMeansTheChange() {
        assertThat(Times.parse("2026-03-29 02:30", NOON, BERLIN)).isEqualTo("2026-03-29T01:00:00Z");
        var morningAfter = Instant.parse("2026-03-30T08:00:00Z");
        assertThat(Times.parse("yesterday 02:30", morningAfter, BERLIN)).isEqualTo("2026-03-29T01:00:00Z");
    }

    @Test
    void aDayWithoutMidnightStartsAtItsFirstInstant() {
        // Beirut, 2025-03-30: clocks go from 00:00 to 01:00
        assertThat(Times.parse("2025-03-30", NOON, ZoneId.of("Asia/Beirut"))).isEqualTo("2025-03-29T22:00:00Z");
    }

    @Test
    void yesterdayIsTheLocalDayBefore() {
        var lateInUtc = Instant.parse("2026-11-23T23:30:00Z"); // the 24th in Berlin
        assertThat(Times.parse("yesterday 03:12", lateInUtc, BERLIN)).isEqualTo("2026-11-23T02:12:00Z");
        assertThat(Times.parse("yesterday 03:12", lateInUtc, ZoneOffset.UTC)).isEqualTo("2026-11-22T03:12:00Z");
    }

    @Test
    void aClockPutBackOverMidnightIsFollowed() {
        // St. John's, 2010-11-07: at 00:01 (02:31 UTC) clocks went back to 23:01 of the day before
        var secondHalfPastEleven = Instant.parse("2010-11-07T03:00:00Z");
        assertThat(Times.parse("00:00:30", secondHalfPastEleven, ZoneId.of("America/St_Johns")))
                .isEqualTo("2010-11-07T02:30:30Z");
    }

    @Test
    void aDayThatAZoneNeverHadIsSteppedOver() {
        // Apia went from 2011-12-29 24:00 to 2011-12-31 00:00
        var firstMorning = Instant.parse("2011-12-30T11:00:00Z");
        assertThat(Times.parse("12:00", firstMorning, ZoneId.of("Pacific/Apia")))
                .isEqualTo("2011-12-29T22:00:00Z");
    }
}
