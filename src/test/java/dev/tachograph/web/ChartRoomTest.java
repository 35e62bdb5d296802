package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChartRoomTest {
    private static final int HEAVY = 60_000;

    private final CancellationSignal signal = new CancellationSignal();

    @Test
    void sixAtOnceAreAllDrawnButNeverMoreThanTwoAtATime() throws Exception {
        var room = new ChartRoom();
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var twoAreDrawn = new CountDownLatch(2);
        List<Future<Integer>> charts = new ArrayList<>();
        try (ExecutorService page = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                charts.add(page.submit(() -> {
                    try (var drawn = room.draw(signal, () -> drawing(now, most, twoAreDrawn), points -> points)) {
                        return drawn.chart();
                    }
                }));
            }
            for (Future<Integer> chart : charts) {
                assertThat(chart.get()).isEqualTo(HEAVY);
            }
        }
        assertThat(most.get()).isEqualTo(2);
    }

    private static Integer drawing(AtomicInteger now, AtomicInteger most, CountDownLatch twoAreDrawn) {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        twoAreDrawn.countDown();
        try {
            twoAreDrawn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        now.decrementAndGet();
        return HEAVY;
    }

    @Test
    void whoDoesNotTakeAnAnswerHoldsUpOnlyOtherLargeOnes() {
        var room = new ChartRoom(Duration.ZERO);
        var first = room.draw(signal, () -> HEAVY, points -> points);
        try (var second = room.draw(signal, () -> HEAVY, points -> points)) {
            assertThat(second.held()).isEqualTo(HEAVY);
            assertThatThrownBy(() -> room.draw(signal, () -> HEAVY, points -> points))
                    .isInstanceOfSatisfying(ProblemException.class, refused -> {
                        assertThat(refused.problem().status()).isEqualTo(503);
                        assertThat(refused.problem().retryAfterSeconds()).isPresent();
                    });
            try (var small = room.draw(signal, () -> ChartRoom.SHORT, points -> points)) {
                assertThat(small.held()).isZero();
            }
        }
        first.close();
        try (var third = room.draw(signal, () -> HEAVY, points -> points)) {
            assertThat(third.held()).isEqualTo(HEAVY);
        }
    }

    @Test
    void nobodyIsWaitedForWhoHasGone() {
        var room = new ChartRoom();
        try (var _ = room.draw(signal, () -> 150_000, points -> points)) {
            signal.cancel(CancellationSignal.Reason.CLIENT_GONE);
            assertThatThrownBy(() -> room.draw(signal, () -> HEAVY, points -> points))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("closed");
        }
    }

    @Test
    void aDrawingThatFailsLeavesItsPlaceToOthers() {
        var room = new ChartRoom(Duration.ZERO);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> room.draw(
                            signal,
                            () -> {
                                throw new IllegalStateException("no");
                            },
                            _ -> 0))
                    .isInstanceOf(IllegalStateException.class);
        }
        try (var drawn = room.draw(signal, () -> HEAVY, points -> points)) {
            assertThat(drawn.chart()).isEqualTo(HEAVY);
        }
    }
}
