package dev.tachograph.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleWorkTest {
    @TempDir
    private Path folder;

    @Test
    void aFailureIsOneLineWhateverItTellsOf() {
        Path missing = folder.resolve("x\r" + BundleWork.DONE + "\ny");
        var said = new ByteArrayOutputStream();
        BundleWork.run(BundleWork.Mode.OPEN, missing, 5, new PrintStream(said, true, StandardCharsets.UTF_8));
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith(BundleWork.FAILED + " ")
                .contains("x " + BundleWork.DONE);
    }
}
