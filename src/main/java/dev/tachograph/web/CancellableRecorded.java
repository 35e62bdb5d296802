package dev.tachograph.web;

import dev.tachograph.store.CommittedTick;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.Snapshot;
import dev.tachograph.store.StoreException;
import dev.tachograph.store.StoreStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded, for one request: it takes one of the places for questions when it first reads, and the signal that
 * nobody waits any more ends its questions. Closing gives the place back and leaves the rest open.
 */
final class CancellableRecorded implements Recorded {
    private final Recorded recorded;
    private final CancellationSignal signal;
    private final Semaphore places;
    private final Duration patience;
    private final List<CancellationSignal.Registration> registrations = new ArrayList<>();
    private boolean hasPlace;

    CancellableRecorded(Recorded recorded, CancellationSignal signal, Semaphore places, Duration patience) {
        this.recorded = recorded;
        this.signal = signal;
        this.places = places;
        this.patience = patience;
    }

    /** @throws ProblemException when all places stay taken */
    @Override
    public Reading read() throws StoreException {
        takePlace();
        Reading reading = recorded.read();
        registrations.add(signal.onCancel(reading::cancel));
        return reading;
    }

    @Override
    public Snapshot snapshot(String statement) throws StoreException {
        return recorded.snapshot(statement);
    }

    @Override
    public Path scratch() {
        return recorded.scratch();
    }

    @Override
    public @Nullable CommittedTick latest() {
        return recorded.latest();
    }

    @Override
    public long newestLine() throws StoreException {
        return recorded.newestLine();
    }

    @Override
    public StoreStatus status() {
        return recorded.status();
    }

    /** Ends the interest in the signal. */
    @Override
    public void close() {
        registrations.forEach(CancellationSignal.Registration::close);
        registrations.clear();
        if (hasPlace) {
            hasPlace = false;
            places.release();
        }
    }

    private void takePlace() throws StoreException {
        try {
            hasPlace = hasPlace || places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for other questions");
        }
        if (!hasPlace) {
            throw new ProblemException(
                    Problem.busy("other questions take longer than %d ms; ask again".formatted(patience.toMillis())));
        }
    }
}
