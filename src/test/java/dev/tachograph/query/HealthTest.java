package dev.tachograph.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.store.StoreStatus;
import dev.tachograph.store.StoreStatus.Failure;
import dev.tachograph.store.StoreStatus.Timed;
import dev.tachograph.store.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Instant AT = Instant.parse("2026-11-23T03:12:05Z");

    @Test
    void aFreshCommitIsGoodAndNotesDoNotMatter() {
        Health health = health(Duration.ofSeconds(1), null, Duration.ofSeconds(5));
        assertThat(health.isGood()).isTrue();
        assertThat(health.notes()).containsExactly("a note");
    }

    @Test
    void beforeTheFirstCommitItIsDegraded() {
        assertThat(health(null, null, Duration.ofSeconds(5)).problems())
                .containsExactly("nothing has been committed yet");
    }

    @Test
    void anOldCommitIsAProblemAfterThreeIntervalsButNotBefore15Seconds() {
        assertThat(health(Duration.ofSeconds(15), null, Duration.ofSeconds(1)).isGood())
                .isTrue();
        assertThat(health(Duration.ofSeconds(16), null, Duration.ofSeconds(1)).problems())
                .containsExactly("the newest commit is 16 s old, with an interval of 1.0 s");
        assertThat(health(Duration.ofMinutes(3), null, Duration.ofMinutes(1)).isGood())
                .isTrue();
        assertThat(health(Duration.ofSeconds(181), null, Duration.ofMinutes(1)).isGood())
                .isFalse();
    }

    @Test
    void aFailureOfTheStoreIsSaidWithTheTimeOfItsBegin() {
        assertThat(health(Duration.ofSeconds(1), new Failure(AT, "disk full"), Duration.ofSeconds(5))
                        .problems())
                .containsExactly("the store fails since 2026-11-23T03:12:05Z: disk full");
    }

    private static final StoreStatus STOPPED =
            new StoreStatus(0, 0, 0, 0, 0, null, null, null, null, null, Upkeep.NONE, List.of());

    @Test
    void howARecorderEndedIsNoConcernOfABackup() {
        var backup =
                new StoreStatus(0, 0, 0, 0, 0, null, null, null, null, null, Upkeep.NONE, List.of("this is a backup"));
        Health health = Health.ofStopped(backup, stopped(false));
        assertThat(health.isGood()).isTrue();
        assertThat(health.notes()).containsExactly("this is a backup");
    }

    @Test
    void aStoppedRecorderIsWellWhenItEndedInOrder() {
        assertThat(Health.ofStopped(STOPPED, stopped(true)).isGood()).isTrue();
        assertThat(Health.ofStopped(STOPPED, stopped(false)).problems())
                .singleElement()
                .asString()
                .contains("without a word");
    }

    private static Health health(@Nullable Duration age, @Nullable Failure failure, Duration interval) {
        Timed commit = age == null ? null : new Timed(AT, Duration.ofMillis(3));
        return Health.of(
                new StoreStatus(0, 0, 1, 0, 0, commit, age, null, failure, failure, Upkeep.NONE, List.of()),
                new RecordingFigures(1, AT, interval, 0, 0, 0, 0, null, List.of("a note")));
    }

    private static StorageFigures stopped(boolean endedInOrder) {
        return new StorageFigures(
                1,
                0,
                1,
                1,
                1,
                0,
                List.of(),
                AT,
                AT,
                AT,
                0,
                endedInOrder,
                null,
                LogFigures.NONE,
                TypeFigures.NO_METRICS,
                TypeFigures.NO_ROLLUPS);
    }
}
