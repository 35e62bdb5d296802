package dev.tachograph.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.model.LargeValue;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import dev.tachograph.model.LogPosition;
import dev.tachograph.model.LogSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches wait for their turn, and whoever offers waits for room. */
@Timeout(30)
class LogChannelTest {
    private static final LogOrigin ORIGIN = new LogOrigin(
            LogSource.JOURNAL,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);

    private final AtomicInteger filled = new AtomicInteger();
    private final LogChannel channel = new LogChannel(2, filled::incrementAndGet);

    private static LogBatch batch(String position) {
        return new LogBatch(List.of(), List.of(new LogPosition("test", position)), List.of());
    }

    private CompletableFuture<Boolean> offering(LogBatch batch) {
        int generation = channel.generation();
        return CompletableFuture.supplyAsync(() -> {
            try {
                return channel.offer(batch, generation);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    @Test
    void aBatchStaysFirstUntilItIsRemoved() throws Exception {
        channel.offer(batch("a"), 0);
        channel.offer(batch("b"), 0);
        assertThat(channel.first()).isEqualTo(batch("a"));
        assertThat(channel.first()).isEqualTo(batch("a"));
        channel.remove();
        assertThat(channel.first()).isEqualTo(batch("b"));
        channel.remove();
        assertThat(channel.first()).isNull();
        assertThat(filled).hasValue(2);
    }

    @Test
    void whoOffersWaitsWhileItIsFull() throws Exception {
        channel.offer(batch("a"), 0);
        channel.offer(batch("b"), 0);
        CompletableFuture<Boolean> third = offering(batch("c"));
        assertThat(third).isNotDone();
        channel.remove();
        assertThat(third.get()).isTrue();
        channel.remove();
        assertThat(channel.first()).isEqualTo(batch("c"));
    }

    @Test
    void whoOffersWaitsWhileWhatWaitsIsTooHeavy() throws Exception {
        int half = (int) LogChannel.MOST_WEIGHT / 2;
        channel.offer(heavy(half), 0);
        CompletableFuture<Boolean> second = offering(heavy(half));
        assertThat(second).isNotDone();
        channel.remove();
        assertThat(second.get()).isTrue();
        assertThat(channel.offer(heavy(half / 2), 0)).isTrue();
    }

    @Test
    void aBatchThatIsTooHeavyAloneIsTakenWhenNothingWaits() throws Exception {
        int tooMuch = (int) LogChannel.MOST_WEIGHT + 1;
        assertThat(channel.offer(heavy(tooMuch), 0)).isTrue();
        CompletableFuture<Boolean> second = offering(batch("b"));
        assertThat(second).isNotDone();
        channel.remove();
        assertThat(second.get()).isTrue();
    }

    @Test
    void theNextGenerationHasRoomForAsMuchAsTheOneBefore() throws Exception {
        channel.offer(heavy((int) LogChannel.MOST_WEIGHT), 0);
        channel.restart();
        channel.offer(batch("a"), 1);
        assertThat(channel.offer(heavy((int) LogChannel.MOST_WEIGHT / 2), 1)).isTrue();
    }

    private static LogBatch heavy(int bytes) {
        var line = new LogLine(
                ORIGIN,
                Instant.EPOCH,
                null,
                1,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of(new LargeValue("A", new byte[bytes])));
        return new LogBatch(List.of(line), List.of(), List.of());
    }

    @Test
    void closingLetsGoOfThoseWhoWaitAndKeepsWhatIsThere() throws Exception {
        channel.offer(batch("a"), 0);
        channel.offer(batch("b"), 0);
        CompletableFuture<Boolean> third = offering(batch("c"));
        channel.close();
        assertThat(third.get()).isFalse();
        assertThat(channel.offer(batch("d"), 0)).isFalse();
        assertThat(channel.first()).isEqualTo(batch("a"));
    }

    @Test
    void theNextGenerationBeginsEmptyAndTakesNothingOfTheOneBefore() throws Exception {
        channel.offer(batch("a"), 0);
        channel.offer(batch("b"), 0);
        CompletableFuture<Boolean> third = offering(batch("c"));
        channel.restart();
        assertThat(third.get()).isFalse();
        assertThat(channel.isEmpty()).isTrue();
        assertThat(channel.offer(batch("d"), 0)).isFalse();
        assertThat(channel.offer(batch("e"), channel.generation())).isTrue();
    }

    @Test
    void whoeverAsksLearnsWhenAllIsStored() throws Exception {
        assertThat(channel.awaitEmpty(Duration.ZERO)).isTrue();
        channel.offer(batch("a"), 0);
        assertThat(channel.awaitEmpty(Duration.ofMillis(1))).isFalse();
        CompletableFuture<Boolean> empty = CompletableFuture.supplyAsync(() -> {
            try {
                return channel.awaitEmpty(Duration.ofSeconds(20));
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
        channel.remove();
        await().untilAsserted(() -> assertThat(empty.getNow(false)).isTrue());
    }
}
