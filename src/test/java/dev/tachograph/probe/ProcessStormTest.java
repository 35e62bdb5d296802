package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tachograph.linux.Children;
import dev.tachograph.linux.ProcFs;
import dev.tachograph.linux.ProcFsWays;
import dev.tachograph.model.ProcessSample;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Processes that come and go faster than we look. */
@Tag("kernel")
@Timeout(120)
class ProcessStormTest {
    private static final int LOOKS = 150;
    private static final int FEW = 5;
    private static final int SEVERAL = 10;

    enum Way {
        KEPT_DESCRIPTORS,
        FEW_DESCRIPTORS,
        PLAIN_FILES;

        ProcFs open() {
            return switch (this) {
                case KEPT_DESCRIPTORS -> ProcFsWays.keeping(4096);
                case FEW_DESCRIPTORS -> ProcFsWays.keeping(FEW);
                case PLAIN_FILES -> ProcFs.openPlain(Path.of("/proc"));
            };
        }
    }

    static Stream<Way> ways() {
        return Stream.of(Way.values());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void vanishingIsNormalAndLeaksNothing(Way way) throws Exception {
        long before = ProcFsWays.openStatFiles();
        try (var children = new Children()) {
            int self = (int) ProcessHandle.current().pid();
            children.start("bash", "-c", "echo; while :; do /bin/true & /bin/true; (:); done")
                    .hear();
            children.start("bash", "-c", "echo; while :; do for i in 1 2 3 4 5 6 7 8; do (:) & done; wait; done")
                    .hear();
            try (var looks = new Looks(way.open())) {
                for (int look = 0; look < LOOKS; look++) {
                    Map<Integer, ProcessSample> all = looks.look();
                    assertThat(all).containsKey(self);
                    all.values().forEach(ProcessStormTest::neverNegative);
                    long open = ProcFsWays.openStatFiles() - before;
                    assertThat(open).isBetween(0L, (long) (way == Way.FEW_DESCRIPTORS ? FEW : all.size()));
                }
            }
            assertThat(ProcFsWays.openStatFiles()).isEqualTo(before);
        }
    }

    /** As when the recorder itself runs out of descriptors in the middle of a look. */
    @Test
    void aLookThatFailsInTheMiddleLeaksNothingAndIsAGapToTheNext() throws Exception {
        long before = ProcFsWays.openStatFiles();
        try (var children = new Children();
                var looks = new Looks(ProcFsWays.keeping(4096), failsOnceAfter(SEVERAL))) {
            for (int i = 0; i < SEVERAL; i++) {
                children.sleeper(); // a quiet host may have fewer processes than that
            }
            int self = (int) ProcessHandle.current().pid();
            assertThatIllegalStateException().isThrownBy(looks::look);
            assertThat(ProcFsWays.openStatFiles()).isEqualTo(before);
            ProcessSample sample = looks.look(self);
            assertThat(sample.activity().cpuMicros()).isNull();
            assertThat(looks.look(self).activity().cpuMicros()).isNotNull();
        }
        assertThat(ProcFsWays.openStatFiles()).isEqualTo(before);
    }

    private static UnaryOperator<List<String>> failsOnceAfter(int processes) {
        var count = new AtomicInteger();
        return arguments -> {
            if (count.incrementAndGet() == processes) {
                throw new IllegalStateException("in the middle");
            }
            return arguments;
        };
    }

    private static void neverNegative(ProcessSample sample) {
        assertThat(sample.figures().cpuMicros()).isNotNegative();
        Long used = sample.activity().cpuMicros();
        assertThat(used == null || used >= 0).isTrue();
    }
}
