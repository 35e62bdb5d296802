package dev.tachograph.web;

import static dev.tachograph.web.CancellationSignal.Reason.CLIENT_GONE;
import static dev.tachograph.web.CancellationSignal.Reason.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellationSignalTest {
    private final CancellationSignal signal = new CancellationSignal();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void itRunsAListenerOnceAndKeepsTheFirstReason() {
        signal.onCancel(runs::incrementAndGet);
        assertThat(signal.isCancelled()).isFalse();
        signal.cancel(CLIENT_GONE);
        signal.cancel(STOPPING);
        assertThat(runs).hasValue(1);
        assertThat(signal.reason()).hasValue(CLIENT_GONE);
    }

    @Test
    void whoComesLateIsToldAtOnce() {
        signal.cancel(STOPPING);
        signal.onCancel(runs::incrementAndGet);
        assertThat(runs).hasValue(1);
    }

    @Test
    void whoHasLeftIsNotTold() {
        CancellationSignal.Registration registration = signal.onCancel(runs::incrementAndGet);
        registration.close();
        signal.cancel(STOPPING);
        assertThat(runs).hasValue(0);
    }
}
