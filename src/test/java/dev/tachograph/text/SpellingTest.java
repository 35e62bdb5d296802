package dev.tachograph.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {
    private static final List<String> NAMES = List.of("--sort", "--since", "--data-dir", "-n", "top");

    @ParameterizedTest
    @CsvSource({"--srot, --sort", "--data_dir, --data-dir", "--sinc=-1h, --since", "tpo, top"})
    void namesTheMostAlike(String typed, String meant) {
        assertThat(Spelling.didYouMean(typed, NAMES)).isEqualTo("; did you mean '" + meant + "'?");
    }

    @Test
    void namesNothingThatIsNotAlike() {
        assertThat(Spelling.didYouMean("--colour", NAMES)).isEmpty();
        assertThat(Spelling.didYouMean("x".repeat(1_000_000), NAMES)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-f", "-nn", "-", "", "--sort", "t"})
    void namesNeitherWhatWasTypedNorASingleLetter(String typed) {
        assertThat(Spelling.didYouMean(typed, NAMES)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', '', 0", "abc, '', 3", "abc, abc, 0", "abc, acb, 1", "kitten, sitting, 3"})
    void countsTheSteps(String from, String to, int steps) {
        assertThat(Spelling.distance(from, to)).isEqualTo(steps);
    }
}
