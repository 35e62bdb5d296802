package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelLinesTest {
    private static final List<String> SAMPLES = List.of(
            "cpu  1 2 3\n", "MemTotal:  24684100 kB\n", "a: b:c 1\n\n  eth0:1 2\n", "0.06 0.33 0.25 4/120 7389\n");

    @Test
    void wordsAndNumbersFollowEachOther() {
        KernelLines lines = lines("  pgfault \t 12 x 13\nnext 14\n");
        assertThat(lines.nextLine()).isTrue();
        assertThat(lines.nextWord()).isTrue();
        assertThat(lines.word()).isEqualTo("pgfault");
        assertThat(lines.number()).isEqualTo(12);
        assertThat(lines.number()).isEqualTo(KernelLines.NONE);
        assertThat(lines.number()).isEqualTo(13);
        assertThat(lines.number()).isEqualTo(KernelLines.NONE);
        assertThat(lines.nextWord()).isFalse();
        assertThat(lines.nextLine()).isTrue();
        assertThat(lines.nextWord()).isTrue();
        assertThat(lines.wordIs("next")).isTrue();
        assertThat(lines.number()).isEqualTo(14);
        assertThat(lines.nextLine()).isFalse();
        assertThat(lines.nextLine()).isFalse();
    }

    @Test
    void aNumberThatIsCutOffIsNone() {
        KernelLines lines = lines("a 1\nb 12345");
        assertThat(lines.nextLine()).isTrue();
        assertThat(lines.nextLine()).isFalse();
        assertThat(lines.number()).isEqualTo(KernelLines.NONE);
    }

    @Test
    void numbersBeyond63BitsAreNone() {
        KernelLines lines = lines("9223372036854775799 9223372036854775808 18446744073709551615 -1 7x\n");
        lines.nextLine();
        assertThat(lines.number()).isEqualTo(9223372036854775799L);
        for (int i = 0; i < 4; i++) {
            assertThat(lines.number()).isEqualTo(KernelLines.NONE);
        }
    }

    @Test
    void fractionsAreReadToTheirEnd() {
        KernelLines lines = lines("0.06 12.50 3 . 1.x 1.2.3\n");
        lines.nextLine();
        assertThat(lines.fraction()).isEqualTo(0.06);
        assertThat(lines.fraction()).isEqualTo(12.5);
        assertThat(lines.fraction()).isEqualTo(3);
        for (int i = 0; i < 4; i++) {
            assertThat(lines.fraction()).isNegative();
        }
    }

    @Test
    void aNameGoesUpToTheLastColon() {
        KernelLines lines = lines("  eth0:1:10 20\nInter-|\n");
        lines.nextLine();
        assertThat(lines.nextWordUpToLast(':')).isTrue();
        assertThat(lines.word()).isEqualTo("eth0:1");
        assertThat(lines.number()).isEqualTo(10);
        lines.nextLine();
        assertThat(lines.nextWordUpToLast(':')).isFalse();
    }

    @Test
    void theMiddleOfALongFileIsSkippedOnlyForward() {
        KernelLines lines = lines("a 1\n" + "0 ".repeat(5000) + "\nctxt 5\nlast 6\n");
        lines.nextLine();
        lines.skipToLast(20);
        lines.nextLine();
        lines.nextWord();
        assertThat(lines.word()).isEqualTo("ctxt");
        lines.skipToLast(1000);
        lines.nextLine();
        lines.nextWord();
        assertThat(lines.word()).isEqualTo("last");
    }

    @Test
    void anyBytesComeToAnEnd() {
        AnyBytes.giveAValue(SAMPLES, 50_000, bytes -> {
            var lines = new KernelLines(bytes, bytes.length);
            int round = 0;
            while (lines.nextLine()) {
                assertThat(++round).isLessThanOrEqualTo(bytes.length);
                lines.nextWordUpToLast(':');
                lines.fraction();
                lines.number();
                lines.nextWord();
                lines.wordHash();
                lines.numberBehind('/');
                assertThat(lines.word()).isNotNull();
                if (round == 3) {
                    lines.skipToLast(bytes.length / 2);
                }
            }
        });
    }

    @Test
    void keysAreFoundWithAndWithoutColonAndMissingOnesAreNone() {
        var numbers =
                new KeyedNumbers("MemTotal", "MemAvailable", "oom_kill", "Aa", "BB"); // the last two have one hash
        byte[] text = "MemTotal:  100 kB\nMemTotal: 200 kB\nBB 1\nAa: 2\noom_kill x\n".getBytes(UTF_8);
        assertThat(numbers.in(text, text.length)).containsExactly(100, -1, -1, 2, 1);
    }

    @Test
    void anyBytesGiveANumberForEachKey() {
        var numbers = new KeyedNumbers("MemTotal", "a", "cpu");
        AnyBytes.giveAValue(
                SAMPLES,
                50_000,
                bytes -> assertThat(numbers.in(bytes, bytes.length)).hasSize(3));
    }

    private static KernelLines lines(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return new KernelLines(bytes, bytes.length);
    }
}
