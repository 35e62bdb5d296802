package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCpuTest {
    private static final String STAT = """
            cpu  443595 3474 63231 705870 2231 0 577 480 0 0
            cpu0 219194 1904 31605 356070 565 0 134 231 0 0
            cpu1 224401 1569 31626 349800 1666 0 443 249 0 0
            intr 2849348 0 9 0 0 0
            cpu7 is no line of the table any more
            btime 1795400000
            """;

    @TempDir
    Path proc;

    @Test
    void restIsIdleAndWaitingAndStolen() throws IOException {
        Files.writeString(proc.resolve("stat"), STAT);
        assertThat(HostCpu.read(proc)).isEqualTo(new HostCpu(2, 705870 + 2231 + 480));
    }

    @Test
    void oldKernelsHaveNoStolenTime() {
        assertThat(parse("cpu  1 2 3 4 5 6 7\ncpu0 1 2 3 4 5 6 7\n")).isEqualTo(new HostCpu(1, 9));
    }

    @Test
    void busyIsWhatTheCpusDidNotRest() {
        assertThat(new HostCpu(2, 1500).busyMicrosSince(new HostCpu(2, 1000), 5_000_000, 100))
                .isEqualTo(5_000_000);
    }

    @Test
    void lessThanNothingIsPossibleAsTheSourcesDiffer() {
        assertThat(new HostCpu(1, 101).busyMicrosSince(new HostCpu(1, 0), 1_000_000, 100))
                .isEqualTo(-10_000);
    }

    @Test
    void nothingIsKnownWhenCpusCameOrWent() {
        assertThat(new HostCpu(4, 101).busyMicrosSince(new HostCpu(2, 0), 1_000_000, 100))
                .isNull();
    }

    @Test
    void theRealFileHasTheCpusOfThisHost() throws IOException {
        HostCpu first = HostCpu.read(Path.of("/proc"));
        assertThat(first.cpus()).isBetween(1, 100_000);
        assertThat(first.restTicks()).isPositive();
    }

    @Test
    void anyTextGivesAValueOrARefusal() {
        AnyBytes.giveAValueOrARefusal(
                List.of(STAT, "cpu  1 2 3 4 5 6 7\ncpu0 1 2 3 4 5 6 7\n", "cpu \ncpu0"),
                50_000,
                bytes -> assertThat(parse(new String(bytes, UTF_8)).cpus()).isPositive());
    }

    @Test
    void aFileWithoutTheLineIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("cpu0 1 2 3 4 5\n"));
        assertThatIllegalArgumentException().isThrownBy(() -> parse("cpu  1 2 3\ncpu0 1 2 3\n"));
        assertThatIllegalArgumentException().isThrownBy(() -> parse(""));
    }

    private static HostCpu parse(String text) {
        return HostCpu.parse(text.lines().toList());
    }
}
