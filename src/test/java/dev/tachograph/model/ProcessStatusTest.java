package dev.tachograph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessStatusTest {

    /** All letters of fs/proc/array.c, and those of kernels since 2.6. */
    @ParameterizedTest
    @CsvSource({
        "R,running",
        "S,sleeping",
        "D,disk-sleep",
        "T,stopped",
        "t,traced",
        "X,dead",
        "x,dead",
        "Z,zombie",
        "P,idle",
        "I,idle",
        "K,disk-sleep",
        "W,running"
    })
    void everyLetterOfTheKernelHasAWord(char letter, String word) {
        assertThat(ProcessStatus.ofLetter(letter).word()).isEqualTo(word);
    }

    @Test
    void otherLettersAreRefused() {
        long known = IntStream.rangeClosed(0, 0xFFFF).filter(this::isKnown).count();
        assertThat(known).isEqualTo(12);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessStatus.ofLetter('?'))
                .withMessageContaining("?");
    }

    private boolean isKnown(int letter) {
        try {
            return ProcessStatus.ofLetter((char) letter) != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Test
    void codesAreStoredAndNeverChange() {
        assertThat(Stream.of(ProcessStatus.values()).map(status -> status.name() + status.code()))
                .containsExactly(
                        "RUNNING1", "SLEEPING2", "DISK_SLEEP3", "STOPPED4", "TRACED5", "ZOMBIE6", "IDLE7", "DEAD8");
        for (ProcessStatus status : ProcessStatus.values()) {
            assertThat(ProcessStatus.ofCode(status.code())).isEqualTo(status);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessStatus.ofCode(0))
                .withMessageContaining("0");
    }
}
