package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tachograph.model.CpuSample;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code /proc/stat} as kernels of several ages write it, and what becomes of two of them. */
class CpuGrowthTest {
    private static final long SECOND = 1_000_000;
    private static final CpuGrowth GROWTH = new CpuGrowth(100);
    /** Linux 6.18, two CPUs. */
    private static final String NEW = """
            cpu  443595 3474 63231 705870 2231 10 577 480 200 74
            cpu0 219194 1904 31605 356070 565 5 134 231 100 4
            cpu1 224401 1569 31626 349800 1666 5 443 249 100 70
            intr 2849348 0 9 0 0 0
            ctxt 806967
            btime 1795714308
            processes 7379
            procs_running 10
            procs_blocked 3
            softirq 156026 0 21957 4 6740 43568 0 2 51841 0 31914
            """;
    /** Linux 2.6.9, which has no guests and no stolen time. */
    private static final String OLD = """
            cpu  1 2 3 4 5 6 7
            cpu0 1 2 3 4 5 6 7
            intr 10 1 2
            ctxt 11
            btime 12
            processes 13
            procs_running 1
            procs_blocked 0
            """;

    @Test
    void everythingComesFromItsPlace() {
        StatFile stat = parse(NEW);
        assertThat(stat.online()).isEqualTo(2);
        assertThat(stat.all().restTicks()).isEqualTo(705870 + 2231 + 480);
        assertThat(stat.interrupts()).isEqualTo(2849348);
        assertThat(stat.contextSwitches()).isEqualTo(806967);
        assertThat(stat.forks()).isEqualTo(7379);
        assertThat(stat.running()).isEqualTo(10);
        assertThat(stat.blocked()).isEqualTo(3);
    }

    @Test
    void theInterruptsOfALargeHostAreSkipped() {
        StatFile stat = parse(NEW.replace("2849348 0 9", "2849348" + " 0 123456".repeat(100_000)));
        assertThat(stat.interrupts()).isEqualTo(2849348);
        assertThat(stat.contextSwitches()).isEqualTo(806967);
        assertThat(stat.blocked()).isEqualTo(3);
    }

    @Test
    void oldKernelsHaveNoGuestsAndNoStolenTime() {
        assertThat(parse(OLD).all().restTicks()).isEqualTo(9);
        CpuSample all = samples(OLD, OLD.replace("cpu  1 2", "cpu  3 2")).getFirst();
        assertThat(all.userMicros()).isEqualTo(20_000);
        assertThat(all.guestMicros()).isNull();
        assertThat(all.stealMicros()).isNull();
    }

    @Test
    void theAmountsOfACpuAddUpToItsWholeTime() {
        String later = NEW.replace(
                "cpu1 224401 1569 31626 349800 1666 5 443 249 100 70",
                "cpu1 224501 1609 31636 350100 1676 6 445 256 130 75");
        CpuSample cpu = samples(NEW, later).get(2);
        assertThat(cpu)
                .isEqualTo(new CpuSample(
                        "1", 700_000L, 350_000L, 100_000L, 10_000L, 20_000L, 70_000L, 350_000L, 100_000L, 3_000_000L));
        assertThat(samples(NEW, later).get(1).userMicros()).isZero();
    }

    @Test
    void nothingIsKnownWithoutAnInterval() {
        assertThat(GROWTH.samples(parse(NEW), parse(NEW), null)).allMatch(CpuGrowthTest::isUnknown);
        assertThat(GROWTH.samples(null, parse(NEW), SECOND)).allMatch(CpuGrowthTest::isUnknown);
        assertThat(GROWTH.busyMicros(null, parse(NEW), SECOND)).isNull();
        assertThat(GROWTH.busyMicros(parse(NEW), parse(NEW), null)).isNull();
    }

    @Test
    void idleTimeThatGoesDownIsUnknownAndTakesNothingWithIt() {
        CpuSample cpu = samples(NEW, NEW.replace("356070 565", "356069 566")).get(1);
        assertThat(cpu.idleMicros()).isNull();
        assertThat(cpu.iowaitMicros()).isEqualTo(10_000);
        assertThat(cpu.userMicros()).isZero();
    }

    @Test
    void aCpuOfWhichAnyTimeWentDownCountsAnew() {
        List<CpuSample> samples = samples(NEW, NEW.replace("cpu0 219194 1904", "cpu0 219999 1903"));
        assertThat(samples.get(1)).matches(CpuGrowthTest::isUnknown);
        assertThat(samples.get(2).userMicros()).isZero();
    }

    @Test
    void moreTimeThanThereWasIsNoTime() {
        List<CpuSample> samples = samples(NEW, NEW.replace("565 5 134 231", "565 5 134 99999999"));
        assertThat(samples.get(1)).matches(CpuGrowthTest::isUnknown);
        String jumped = NEW.replace("577 480", "577 99999999");
        assertThat(samples(NEW, jumped).getFirst()).matches(CpuGrowthTest::isUnknown);
        assertThat(GROWTH.busyMicros(parse(NEW), parse(jumped), 5 * SECOND)).isNull();
    }

    @Test
    void aCpuThatWentAndCameHasNoTimeInBetween() {
        String one = NEW.replaceAll("(?m)^cpu1 .*\n", "");
        List<CpuSample> gone = samples(NEW, one);
        assertThat(gone).extracting(CpuSample::cpu).containsExactly("all", "0");
        assertThat(gone.getFirst().userMicros()).isZero();
        assertThat(gone.getFirst().idleMicros()).isNull();
        assertThat(samples(one, NEW).get(2)).matches(CpuGrowthTest::isUnknown);
        assertThat(GROWTH.busyMicros(parse(NEW), parse(one), SECOND)).isNull();
        assertThat(GROWTH.busyMicros(parse(one), parse(NEW), SECOND)).isNull();
    }

    @Test
    void busyIsWhatTheCpusDidNotRest() {
        assertThat(GROWTH.busyMicros(parse(NEW), parse(NEW.replace("705870 2231", "706270 2331")), 5 * SECOND))
                .isEqualTo(2 * 5 * SECOND - 5 * SECOND);
    }

    @Test
    void lessThanNothingIsPossibleAsTheSourcesDiffer() {
        assertThat(GROWTH.busyMicros(parse(NEW), parse(NEW.replace("705870 ", "706071 ")), SECOND))
                .isEqualTo(-10_000);
    }

    @Test
    void aFileWithoutTheLineOfAllCpusIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("cpu0 1 2 3 4 5\n"));
        assertThatIllegalArgumentException().isThrownBy(() -> parse("cpu  1 2 3\ncpu0 1 2 3\n"));
        assertThatIllegalArgumentException().isThrownBy(() -> parse(""));
    }

    @Test
    void anyTextGivesAValueOrARefusalAndNeverANegativeAmount() {
        StatFile before = parse(NEW);
        AnyBytes.giveAValueOrARefusal(List.of(NEW, OLD), 50_000, bytes -> {
            StatFile now = StatFile.parse(bytes, bytes.length);
            GROWTH.busyMicros(before, now, SECOND);
            for (CpuSample cpu : GROWTH.samples(before, now, SECOND)) {
                assertThat(atLeastNothing(cpu.userMicros())
                                && atLeastNothing(cpu.idleMicros())
                                && atLeastNothing(cpu.stealMicros())
                                && atLeastNothing(cpu.guestMicros()))
                        .isTrue();
            }
        });
    }

    private static boolean atLeastNothing(@Nullable Long amount) {
        return amount == null || amount >= 0;
    }

    private static boolean isUnknown(CpuSample cpu) {
        return cpu.equals(new CpuSample(cpu.cpu(), null, null, null, null, null, null, null, null, null));
    }

    private static List<CpuSample> samples(String before, String now) {
        return GROWTH.samples(parse(before), parse(now), 5 * SECOND);
    }

    private static StatFile parse(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return StatFile.parse(bytes, bytes.length);
    }
}
