package dev.tachograph.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.diff.Cause.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What has one cause is told once, whatever the order in which it was found. */
class FoldingTest {
    private static Difference difference(DifferenceKind kind, Cause cause, double score, String name) {
        return new Difference(
                kind,
                Subject.named(name),
                cause,
                name,
                0.0,
                1.0,
                "cores",
                List.of(new Reason("weight", score, "")),
                null,
                "/",
                List.of());
    }

    private static final Cause APP = Cause.ofUnit("app.service");

    @Test
    void theMostRemarkableSpeaksForItsUnitAndTheRestIsItsEvidence() {
        List<Difference> folded = Folding.fold(List.of(
                difference(DifferenceKind.UNIT, APP, 40, "unit"),
                difference(DifferenceKind.EVENT, APP, 85, "event"),
                difference(DifferenceKind.PROCESS, APP, 50, "process"),
                difference(DifferenceKind.PROCESS, Cause.ofUnit("other.service"), 10, "other")));
        assertThat(folded).extracting(Difference::sentence).containsExactly("event", "other");
        assertThat(folded.getFirst().related()).extracting(Difference::sentence).containsExactly("process", "unit");
        assertThat(folded.getFirst().score()).isGreaterThan(85).isLessThan(100);
        assertThat(folded.getFirst().reasons().getLast().name()).isEqualTo("evidence");
        assertThat(folded.getLast().score()).isEqualTo(10);
    }

    @Test
    void moreOfTheSameKindIsNoMoreEvidence() {
        List<Difference> same = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            same.add(difference(DifferenceKind.PATTERN, APP, 50, "pattern " + i));
        }
        Difference one = Folding.fold(same).getFirst();
        assertThat(one.score()).isEqualTo(50);
        assertThat(one.related()).hasSizeLessThan(20);
    }

    @Test
    void whoAccountsForMostOfWhatTheHostHasMoreIsItsCause() {
        Difference host =
                difference(DifferenceKind.HOST, Cause.ofHost(Resource.CPU).using(Resource.CPU, 3), 60, "busy");
        Difference pressure = difference(DifferenceKind.HOST, Cause.ofHost(Resource.CPU), 30, "pressure");
        Difference hot = difference(DifferenceKind.PROCESS, APP.using(Resource.CPU, 2.9), 50, "hot");
        assertThat(Folding.fold(List.of(host, pressure, hot))).hasSize(1);
        Difference warm = difference(DifferenceKind.PROCESS, APP.using(Resource.CPU, 1), 50, "warm");
        assertThat(Folding.fold(List.of(host, pressure, warm)))
                .extracting(Difference::sentence)
                .containsExactly("busy", "warm");
    }

    @Test
    void theOrderInWhichDifferencesAreFoundChangesNothing() {
        List<Difference> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(difference(
                    DifferenceKind.values()[i % DifferenceKind.values().length],
                    Cause.ofUnit("unit" + i % 7).using(Resource.values()[i % 5], i % 3),
                    10 + i % 4,
                    "difference " + i));
        }
        List<Difference> folded = Folding.fold(all);
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(all, new Random(seed));
            assertThat(Folding.fold(all)).isEqualTo(folded);
        }
    }
}
