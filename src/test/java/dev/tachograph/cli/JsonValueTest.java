package dev.tachograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {

    @Test
    void readsEveryKindOfValue() throws IOException {
        JsonValue tree = JsonValue.parse(
                "{\"t\":\"2026-11-23T03:12:05.000123Z\",\"n\":-1.5e3,\"l\":[1,null,true,false,\"x\",{}],\"o\":{\"i\":7}}");
        assertThat(tree.get("t").text()).isEqualTo("2026-11-23T03:12:05.000123Z");
        assertThat(tree.get("t").instant()).isEqualTo(Instant.parse("2026-11-23T03:12:05.000123Z"));
        assertThat(tree.get("n").number()).hasValue(-1500);
        assertThat(tree.get("l").items()).hasSize(6).contains(JsonValue.Constant.NULL, JsonValue.Constant.TRUE);
        assertThat(tree.get("o").get("i").number()).hasValue(7);
        assertThat(tree.members()).containsOnlyKeys("t", "n", "l", "o");
    }

    @Test
    void whatIsAbsentOrOfAnotherTypeReadsAsNotKnown() throws IOException {
        JsonValue tree = JsonValue.parse("{\"n\":1,\"s\":\"noon\",\"z\":null}");
        assertThat(tree.get("no").get("way").isNull()).isTrue();
        assertThat(tree.get("z").isNull()).isTrue();
        assertThat(tree.get("n").text()).isNull();
        assertThat(tree.get("n").textOr("-")).isEqualTo("-");
        assertThat(tree.get("n").items()).isEmpty();
        assertThat(tree.get("n").members()).isEmpty();
        assertThat(tree.get("s").number()).isEmpty();
        assertThat(tree.get("s").instant()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[1,", "{\"a\"}", "{} {}", "nul", "'a'", "]", "{\"a\":1}x", "NaN", "\u0000"})
    void refusesWhatIsNotOneJsonValue(String text) {
        assertThatThrownBy(() -> JsonValue.parse(text))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("not ");
    }

    @Test
    void refusesToNestWithoutEnd() {
        assertThatThrownBy(() -> JsonValue.parse("[".repeat(1_000_000))).isInstanceOf(IOException.class);
    }

    @Test
    void damagedAnswersAreRefusedOrReadAndNeverCrash() throws IOException {
        String whole = Playground.resource("processes.json");
        long seed = 20261123;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 5_000; round++) {
            String damaged = damage(whole, random);
            try {
                new ProcessTable(JsonValue.parse(damaged), Playground.ZONE).render(Paper.PIPE);
            } catch (IOException _) {
                // refused, as most are
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round + ": " + damaged, e);
            }
        }
    }

    private static String damage(String whole, RandomGenerator random) {
        var text = new StringBuilder(whole);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setLength(Math.max(1, at));
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.setCharAt(at, (char) random.nextInt(0x10000));
                default -> text.insert(at, "0123456789eE-+.{}[],:\"\\".charAt(random.nextInt(23)));
            }
        }
        return text.append(' ').toString();
    }
}
