package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script in a real bash. */
class CompletionTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "stat, status",
        "--pro, --process-interval --process-retention-days --process-max-size-gb",
        "'top --s', --sort",
        "'top --sort m', memory",
        "'completion z', zsh"
    })
    void bashCompletes(String typed, String completions) throws IOException, InterruptedException {
        assertThat(complete(typed)).isEqualTo(completions);
    }

    @Test
    void zshGetsTheSameScriptUnderItsOwnHead() {
        var bash = new Playground(folder);
        var zsh = new Playground(folder);
        assertThat(bash.run("completion", "bash")).isZero();
        assertThat(zsh.run("completion", "zsh")).isZero();
        assertThat(zsh.out()).isEqualTo("#compdef tachograph\n" + bash.out()).contains("bashcompinit");
    }

    private String complete(String typed) throws IOException, InterruptedException {
        var playground = new Playground(folder);
        assertThat(playground.run("completion", "bash")).isZero();
        Path script = Files.writeString(folder.resolve("completion"), playground.out());
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        ". \"$0\"; COMP_LINE=\"tachograph $1\"; COMP_POINT=${#COMP_LINE}; COMP_WORDS=($COMP_LINE);"
                                + " COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_tachograph 2>/dev/null; echo ${COMPREPLY[@]}",
                        script.toString(),
                        typed)
                .redirectErrorStream(true)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(bash.waitFor()).as(answer).isZero();
        return answer;
    }
}
