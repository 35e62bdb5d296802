package dev.tachograph.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
    @Test
    void theEffectiveUidIsTheSecondOfTheLine() {
        assertThat(Surroundings.effectiveUid("Name:\tUid:\nUid:\t1000\t0\t1000\t1000\nGid:\t1\t2\t3\t4\n"))
                .isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> Surroundings.effectiveUid("Name:\tjava\n"));
    }

    @Test
    void thisProcessHasAnAbsoluteHomeAndWorkingDirectory() throws IOException {
        Surroundings here = Surroundings.ofThisProcess();
        assertThat(here.home()).isAbsolute();
        assertThat(here.workingDirectory()).isAbsolute();
        assertThat(here.systemFile()).isEqualTo(Path.of("/etc/tachograph/config.toml"));
        assertThat(here.systemData()).isEqualTo(Path.of("/var/lib/tachograph"));
    }
}
