package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
    private final CancellationSignal whole = new CancellationSignal();

    @Test
    void whatTakesTooLongIsCancelledAndNotTheWhole() {
        try (var time = new TimeLimit(whole, Duration.ofMillis(10))) {
            await().atMost(Duration.ofSeconds(20)).until(() -> time.signal().isCancelled());
            assertThat(time.signal().reason()).contains(CancellationSignal.Reason.TOO_LONG);
        }
        assertThat(whole.isCancelled()).isFalse();
    }

    @Test
    void theEndOfTheWholeIsTheEndOfItsParts() {
        try (var time = new TimeLimit(whole, Duration.ofDays(1))) {
            whole.cancel(CancellationSignal.Reason.STOPPING);
            assertThat(time.signal().reason()).contains(CancellationSignal.Reason.STOPPING);
        }
    }

    @Test
    void whatIsDoneIsNotCancelledAnyMore() {
        var time = new TimeLimit(whole, Duration.ofDays(1));
        time.close();
        whole.cancel(CancellationSignal.Reason.CLIENT_GONE);
        assertThat(time.signal().isCancelled()).isFalse();
    }
}
