package dev.tachograph.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "java -jar app.jar", "C:\\x", "größe", "日本語", "🚀", "e\u0301", "العربية"})
    void leavesOrdinaryTextAlone(String text) {
        assertThat(Printable.text(text)).isSameAs(text);
    }

    @Test
    void writesOutWhatSteersATerminal() {
        assertThat(Printable.text("a\u001b[2J\u0007b\nc\rd\te\u0000f\u007fg\u009b1mh\u0085"))
                .isEqualTo("a\\e[2J\\u{7}b\\nc\\rd\\te\\u{0}f\\u{7f}g\\u{9b}1mh\\u{85}");
    }

    @Test
    void writesOutWhatTurnsTheReadingDirection() {
        assertThat(Printable.text("\u202egnp\u2066x\u2069\u200e\u061c"))
                .isEqualTo("\\u{202e}gnp\\u{2066}x\\u{2069}\\u{200e}\\u{61c}");
    }

    @Test
    void writesOutWhatTakesNoRoom() {
        assertThat(Printable.text("a\u200bb\u200d\ufeffc\u00add\u2060e\ufe0ff\u3164g\u2800h\u115fi\udb40\udc41"))
                .isEqualTo(
                        "a\\u{200b}b\\u{200d}\\u{feff}c\\u{ad}d\\u{2060}e\\u{fe0f}f\\u{3164}g\\u{2800}h\\u{115f}i\\u{e0041}");
    }

    @Test
    void writesOutHalvesOfCharactersAndOtherLineEnds() {
        assertThat(Printable.text("\ud800x\udc00\u2028\u2029\uffff"))
                .isEqualTo("\\u{d800}x\\u{dc00}\\u{2028}\\u{2029}\\u{ffff}");
    }

    @Test
    void nothingUnsafePassesAndNothingSafeIsTouched() {
        long seed = 42;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 20_000; round++) {
            String raw = random.ints(random.nextInt(20), 0, random.nextBoolean() ? 0x300 : 0x110000)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String shown = Printable.text(raw);
            assertThat(shown.codePoints())
                    .as("seed %d, round %d: %s", seed, round, shown)
                    .noneMatch(c -> c < 0x20 || (c >= 0x7f && c < 0xa0) || Character.getType(c) == Character.SURROGATE)
                    .noneMatch(c -> Character.getType(c) == Character.FORMAT);
            assertThat(Printable.text(shown)).isEqualTo(shown);
        }
    }

    @ParameterizedTest
    @CsvSource({"abc, 3", "日本, 4", "🚀, 2", "e\u0301, 1", "ｱ, 1", "Ａ, 2", "한국, 4", "'', 0"})
    void countsTheColumns(String text, int columns) {
        assertThat(Printable.width(text)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdef, 5, abcd…", "日本語, 5, 日本…", "日本語, 4, 日…", "abc, 1, …"})
    void clipsToTheColumns(String text, int columns, String clipped) {
        assertThat(Printable.clip(text, columns)).isEqualTo(clipped);
        assertThat(Printable.width(clipped)).isLessThanOrEqualTo(columns);
    }
}
