package dev.tachograph.record;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogPosition;
import dev.tachograph.probe.LogReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A source is read from where the stored lines end, whatever happens to it or to the store. */
@Timeout(60)
class LogReadingTest {
    private final LogChannel channel = new LogChannel(2, () -> {});
    private final List<Integer> stored = new ArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicBoolean fails = new AtomicBoolean();

    /** Counts from a number to another, one at a time. */
    private final class Counting implements LogReader {
        private final int last;
        private int at;

        Counting(int after, int last) {
            at = after;
            this.last = last;
            opened.incrementAndGet();
        }

        @Override
        public LogBatch read(int mostLines, Duration patience) throws IOException {
            if (fails.getAndSet(false)) {
                throw new IOException("the disk is on fire");
            }
            if (at == last) {
                return LogBatch.NOTHING;
            }
            at++;
            return new LogBatch(List.of(), List.of(new LogPosition("test", Integer.toString(at))), List.of());
        }

        @Override
        public boolean isAtEnd() {
            return at == last;
        }

        @Override
        public void close() {}
    }

    private LogReading read(int last) {
        return LogReading.start("test", () -> new Counting(stored.isEmpty() ? 0 : stored.getLast(), last), channel);
    }

    /** As the writer does. */
    private void storeOne() {
        await().until(() -> !channel.isEmpty());
        stored.add(Integer.valueOf(
                requireNonNull(channel.first()).positions().getFirst().position()));
        channel.remove();
    }

    @Test
    void aHistoryIsReadToItsEndAndThenNoMore() {
        try (LogReading _ = read(3)) {
            storeOne();
            storeOne();
            storeOne();
        }
        assertThat(stored).containsExactly(1, 2, 3);
        assertThat(opened).hasValue(1);
    }

    @Test
    void anotherRecordIsGoneOnWithFromWhereItEnds() {
        try (LogReading _ = read(1000)) {
            storeOne();
            storeOne();
            await().until(() -> !channel.isEmpty());
            stored.removeLast(); // an old file was put in place of the one that was written
            channel.restart();
            storeOne();
            storeOne();
            channel.close();
        }
        assertThat(stored).containsExactly(1, 2, 3);
        assertThat(opened).hasValue(2);
    }

    @Test
    void aSourceThatCannotBeReadIsToldAndTriedAgain() {
        try (LogReading reading = read(1000)) {
            storeOne();
            fails.set(true);
            await().untilAsserted(() -> {
                if (!channel.isEmpty()) {
                    storeOne();
                }
                assertThat(reading.problem()).isEqualTo("test can't be read: the disk is on fire");
            });
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                if (!channel.isEmpty()) {
                    storeOne();
                }
                assertThat(reading.problem()).isNull();
            });
            channel.close();
        }
        assertThat(stored).doesNotHaveDuplicates().startsWith(1, 2);
    }
}
