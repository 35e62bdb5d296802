package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {

    @Test
    void argumentsEndAtNuls() {
        assertThat(arguments("/bin/sh\0-c\0echo a b\0")).containsExactly("/bin/sh", "-c", "echo a b");
    }

    @Test
    void aTitleThatAProgramGaveItselfIsOneArgument() {
        assertThat(arguments("postgres: writer process   ")).containsExactly("postgres: writer process   ");
        assertThat(arguments("nginx: worker process\0\0\0\0")).containsExactly("nginx: worker process");
    }

    @Test
    void overwrittenArgumentsAreLeftOutAndBytesStayReadable() {
        assertThat(arguments("\0\0\0\0\u00ff\u00ff\u00ff\u00ff\0")).containsExactly("\\xff\\xff\\xff\\xff");
        assertThat(arguments("")).isEmpty();
        assertThat(arguments("\0\0\0")).isEmpty();
    }

    @Test
    void onlyTheGivenLengthIsRead() {
        assertThat(CommandLine.arguments("a\0b\0c\0".getBytes(UTF_8), 4)).containsExactly("a", "b");
    }

    @Test
    void aLineIsCutAtFourKibibytesOfUtf8() {
        assertThat(CommandLine.cut("a b c")).isEqualTo("a b c");
        assertThat(CommandLine.cut("x".repeat(5000))).hasSize(4096);
        assertThat(CommandLine.cut("€".repeat(2000)).getBytes(UTF_8)).hasSize(4095);
    }

    @Test
    void anyBytesAreArgumentsWithoutNuls() {
        AnyBytes.giveAValue(List.of("/bin/sh\0-c\0echo a b\0", "\0\0é\0"), 50_000, bytes -> {
            List<String> arguments = CommandLine.arguments(bytes, bytes.length);
            assertThat(arguments).noneMatch(String::isEmpty).noneMatch(argument -> argument.indexOf('\0') >= 0);
            assertThat(CommandLine.cut(String.join(" ", arguments)).getBytes(UTF_8))
                    .hasSizeLessThanOrEqualTo(CommandLine.MAX_BYTES);
        });
    }

    private static List<String> arguments(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return CommandLine.arguments(bytes, bytes.length);
    }
}
