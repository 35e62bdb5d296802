package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    @Test
    void whatIsNotThereIsEmpty() {
        Parameters none = Parameters.of(Map.of());
        assertThat(none.text("q")).isEmpty();
        assertThat(none.wholeNumber("limit", 0, 10)).isEmpty();
        assertThat(none.oneOf("order", List.of("asc"))).isEmpty();
        assertThat(none.parsed("every", Duration::parse)).isEmpty();
    }

    @Test
    void anEmptyTextIsAText() {
        assertThat(parameter("q", "").text("q")).hasValue("");
    }

    @Test
    void bothEndsOfARangeAreIn() {
        assertThat(parameter("limit", "0").wholeNumber("limit", 0, 100_000)).hasValue(0);
        assertThat(parameter("limit", "100000").wholeNumber("limit", 0, 100_000))
                .hasValue(100_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "100001", "", " 1", "1.5", "1e3", "0x10", "99999999999999999999", "NaN", "ten"})
    void whatIsNoWholeNumberOfTheRangeIsRefused(String value) {
        refuses(
                () -> parameter("limit", value).wholeNumber("limit", 0, 100_000),
                "limit: '%s' is not a whole number from 0 to 100000".formatted(value));
    }

    @Test
    void aWordOutsideTheSetIsRefusedWithTheSet() {
        assertThat(parameter("order", "asc").oneOf("order", List.of("asc", "desc")))
                .hasValue("asc");
        refuses(
                () -> parameter("order", "up").oneOf("order", List.of("asc", "desc")),
                "order: 'up' is not one of asc, desc");
    }

    @Test
    void aGrammarOfItsOwnSaysWhatIsWrong() {
        assertThat(parameter("every", "PT5S").parsed("every", Duration::parse)).hasValue(Duration.ofSeconds(5));
        refuses(
                () -> parameter("every", "soon").parsed("every", text -> {
                    try {
                        return Duration.parse(text);
                    } catch (DateTimeParseException e) {
                        throw new IllegalArgumentException("'%s' is not like PT5S".formatted(text), e);
                    }
                }),
                "every: 'soon' is not like PT5S");
    }

    @Test
    void aRepeatedParameterIsRefused() {
        Parameters twice = Parameters.of(Map.of("limit", List.of("1", "1")));
        refuses(() -> twice.wholeNumber("limit", 0, 10), "limit: given 2 times; once is allowed");
    }

    @Test
    void anUnknownParameterIsRefusedWithTheKnownOnes() {
        refuses(
                () -> parameter("limt", "1").allowOnly(Set.of("sort", "limit")),
                "limt: unknown parameter; allowed here are limit, sort");
        refuses(() -> parameter("a", "1").allowOnly(Set.of()), "a: unknown parameter; none is allowed here");
    }

    @Test
    void aLongValueIsShownInPart() {
        assertThatThrownBy(() -> parameter("limit", "9".repeat(5_000)).wholeNumber("limit", 0, 10))
                .hasMessageContaining("…")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }

    private static Parameters parameter(String name, String value) {
        return Parameters.of(Map.of(name, List.of(value)));
    }

    private static void refuses(ThrowingCallable reading, String detail) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem())
                                .isEqualTo(new Problem(
                                        "about:blank",
                                        "Bad Request",
                                        400,
                                        detail,
                                        Map.of("parameter", detail.substring(0, detail.indexOf(':'))))));
    }
}
