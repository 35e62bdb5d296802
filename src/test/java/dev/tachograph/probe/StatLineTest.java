package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tachograph.model.ProcessStatus;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatLineTest {
    private static final String SLEEP =
            "27112 (sleep) S 27109 27109 2959 0 -1 4194304 134 0 0 0 3 4 0 0 20 0 1 0 611415"
                    + " 2990080 412 18446744073709551615 94403927445504 94403927463433 140731932015680 0 0 0 0 6 0 1 0 0 17 1 0 0"
                    + " 0 0 0 94403927477520 94403927478784 94404032745472 140731932023527 140731932023537 140731932023537"
                    + " 140731932024809 0\n";
    private static final String KTHREADD = "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 24 0 0"
            + " 18446744073709551615 0 0 0 0 0 0 0 2147483647 0 1 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
    /** As an unprivileged user sees a process of root: the addresses are masked. */
    private static final String FOREIGN =
            "1 (process_api) S 0 0 0 0 -1 4194560 99425 36796584 0 3033 524 2865 217411 28425"
                    + " 20 0 13 0 24 45207552 3678 18446744073709551615 1 1 0 0 0 0 0 4096 1256 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n";

    @Test
    void everyFieldComesFromItsPlace() {
        assertThat(parse(SLEEP))
                .isEqualTo(new StatLine(
                        27112,
                        "sleep",
                        ProcessStatus.SLEEPING,
                        27109,
                        4194304,
                        7,
                        0,
                        1,
                        611415,
                        2990080,
                        412,
                        parse(SLEEP).programMark()));
    }

    @Test
    void threadsOfTheKernelAreKnownByTheirFlag() {
        assertThat(parse(KTHREADD).isKernelThread()).isTrue();
        assertThat(parse(SLEEP).isKernelThread()).isFalse();
    }

    @Test
    void aProcessBetweenForkAndExecIsKnownByItsFlag() {
        assertThat(parse(SLEEP.replace(" 4194304 ", " 4194368 ")).isBeforeExec())
                .isTrue();
        assertThat(parse(SLEEP).isBeforeExec()).isFalse();
    }

    @Test
    void theMarkChangesWithEachAddressOfTheProgramAndIsNothingWithoutPermission() {
        long mark = parse(SLEEP).programMark();
        assertThat(mark).isNotZero();
        assertThat(parse(SLEEP.replace("94403927445504", "94403927445505")).programMark())
                .isNotEqualTo(mark);
        assertThat(parse(SLEEP.replace("94403927463433", "94403927463434")).programMark())
                .isNotEqualTo(mark);
        assertThat(parse(SLEEP.replace("140731932015680", "140731932015681")).programMark())
                .isNotEqualTo(mark);
        assertThat(parse(FOREIGN).programMark()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a) R 1 (b",
                "a) R 1 (b\n c",
                ") S 1 1 1 1",
                "(((",
                ")))",
                "",
                " ",
                "\n",
                "with (some) space",
                "[kworker]",
                "\u001b[31m"
            })
    void aNameMayHoldAnything(String name) {
        StatLine line = parse(SLEEP.replace("(sleep)", "(" + name + ")"));
        assertThat(line.name()).isEqualTo(name);
        assertThat(line.parentPid()).isEqualTo(27109);
        assertThat(line.startTicks()).isEqualTo(611415);
    }

    @Test
    void bytesOfANameThatAreNoUtf8StayReadable() {
        assertThat(parse(SLEEP.replace("(sleep)", "(\u00ff\u00fe)")).name()).isEqualTo("\\xff\\xfe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1 (x",
                "1 (x)",
                "1 (x) S",
                "1 (x) S 1 2 3",
                "(x) S 1",
                "1 x) S 1",
                "x (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 1 1 1 1 1 1 1"
            })
    void whatIsNoSuchLineIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(text));
    }

    @Test
    void numbersThatNoKernelWouldGiveAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(SLEEP.replace("27112 (", "-27112 (")));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> parse(SLEEP.replace("27112 (", "99999999999 (").replace("S", "?")));
        assertThatIllegalArgumentException().isThrownBy(() -> parse(SLEEP.replace(" 611415 ", " -1 ")));
        assertThatIllegalArgumentException().isThrownBy(() -> parse(SLEEP.replace(" 27109 27109 ", " -5 27109 ")));
    }

    @Test
    void aStateThatNobodyKnowsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(SLEEP.replace(") S ", ") ? ")))
                .withMessageContaining("'?'");
    }

    @Test
    void anyBytesGiveALineOrARefusal() {
        AnyBytes.giveAValueOrARefusal(
                List.of(SLEEP, KTHREADD, FOREIGN, SLEEP.replace("sleep", "a) R 1 (b\n c")),
                200_000,
                bytes -> assertThat(StatLine.parse(bytes, bytes.length).pid()).isPositive());
    }

    @Test
    void bytesBehindTheLengthAreNotRead() {
        byte[] text = SLEEP.getBytes(ISO_8859_1);
        for (int length = 0; length < text.length; length++) {
            byte[] cut = Arrays.copyOf(text, length);
            assertThat(outcome(text, length)).isEqualTo(outcome(cut, length));
        }
    }

    private static String outcome(byte[] text, int length) {
        try {
            return StatLine.parse(text, length).toString();
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static StatLine parse(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return StatLine.parse(bytes, bytes.length);
    }
}
