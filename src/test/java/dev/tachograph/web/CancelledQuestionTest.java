package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.query.RecordingFigures;
import dev.tachograph.settings.SettingsLoader;
import dev.tachograph.settings.Surroundings;
import dev.tachograph.store.DataDirectory;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.Row;
import dev.tachograph.store.Store;
import dev.tachograph.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions that would take hours to a real store. */
class CancelledQuestionTest {
    private static final String HOURS = "SELECT count(*) FROM range(100000000) a, range(100000000) b";

    @TempDir
    Path folder;

    private final CountDownLatch asking = new CountDownLatch(1);
    private DataDirectory directory;
    private Store store;

    @BeforeEach
    void open() throws IOException, StoreException {
        directory = DataDirectory.hold(folder.resolve("data"));
        store = Store.open(directory, Duration.ofSeconds(5), InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
        directory.close();
    }

    private Long count(Recorded recorded) throws StoreException {
        try (Reading reading = recorded.read()) {
            asking.countDown();
            return reading.first(HOURS, row -> row.number(1)).orElseThrow();
        }
    }

    @Test
    void theTimeLimitEndsTheQuestionItself() throws Exception {
        var questions = new Questions(store);
        Route slow = Route.get("/slow", Set.of(), request -> TestApi.text("" + questions.ask(request, this::count)));
        Api api = new Api(List.of(slow));
        ApiRequest request = ApiRequest.get("/slow", Map.of());
        try (var threads = Executors.newSingleThreadExecutor()) {
            var answer = threads.submit(() -> api.answer(request));
            asking.await();
            assertThat(answer.isDone()).isFalse();
            request.cancellation().cancel(CancellationSignal.Reason.TOO_LONG);
            assertThat(answer.get(60, TimeUnit.SECONDS))
                    .isEqualTo(new Answer.Failure(Problem.cancelled(CancellationSignal.Reason.TOO_LONG)));
        }
    }

    @Test
    void whatIsCancelledAlreadyDoesNotBegin() {
        var signal = new CancellationSignal();
        signal.cancel(CancellationSignal.Reason.STOPPING);
        try (var recorded = new CancellableRecorded(store, signal, new Semaphore(1), Duration.ZERO)) {
            assertThatThrownBy(() -> count(recorded)).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void whoFindsNoPlaceInTimeIsToldSoAndEveryPlaceComesBack() {
        var places = new Semaphore(1);
        var signal = new CancellationSignal();
        try (var first = new CancellableRecorded(store, signal, places, Duration.ZERO);
                var second = new CancellableRecorded(store, signal, places, Duration.ZERO)) {
            assertThatCode(() -> first.read().close()).doesNotThrowAnyException();
            assertThatCode(() -> first.read().close()).doesNotThrowAnyException();
            assertThatThrownBy(second::read)
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().status()).isEqualTo(503))
                    .hasMessageStartingWith("busy: ");
        }
        assertThat(places.availablePermits()).isEqualTo(1);
    }

    @Test
    void healthNeedsNoPlaceWhileTheRecorderRuns() throws Exception {
        var running = new RecordingFigures(1, Instant.EPOCH, Duration.ofSeconds(5), 0, 0, 0, 0, null, List.of());
        var retention = SettingsLoader.loadForClient(
                        List.of(),
                        new Surroundings(Map.of(), false, folder, folder, folder.resolve("config.toml"), folder))
                .retention();
        store.close();
        Api api = RecordedApi.of(store, () -> running, folder, retention, InstantSource.system());
        assertThat(api.answer(ApiRequest.get("/health", Map.of())))
                .isInstanceOfSatisfying(
                        Answer.Json.class,
                        answer -> assertThat(answer.status())
                                .isEqualTo(503)); // nothing is committed yet, and it says so without the database
    }

    @Test
    void aReadingThatIsIdleCanBeCancelled() throws StoreException {
        try (Reading reading = store.read()) {
            assertThat(reading.first("SELECT 1", (Row row) -> row.number(1))).hasValue(1L);
            reading.cancel();
        }
    }
}
