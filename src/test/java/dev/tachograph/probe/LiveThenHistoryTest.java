package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogPosition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Neither the lines of now nor those of the past keep the others waiting. */
class LiveThenHistoryTest {

    /** Hands out names, one at a time, and is at its end without any. */
    private static final class Names implements LogReader {
        private final Deque<String> left;

        Names(String... names) {
            left = new ArrayDeque<>(List.of(names));
        }

        @Override
        public LogBatch read(int mostLines, Duration patience) {
            String name = left.poll();
            return name == null
                    ? LogBatch.NOTHING
                    : new LogBatch(List.of(), List.of(new LogPosition(name, "")), List.of());
        }

        @Override
        public boolean isAtEnd() {
            return left.isEmpty();
        }

        @Override
        public void close() {}
    }

    private static List<String> read(LogReader reader, int times) throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            reader.read(10, Duration.ZERO).positions().forEach(position -> names.add(position.reader()));
        }
        return names;
    }

    @Test
    void aLogThatIsNeverSilentDoesNotKeepItsPastFromBeingRead() throws Exception {
        try (var both = new LiveThenHistory(new Names("a", "b", "c", "d"), new Names("1", "2"))) {
            assertThat(read(both, 6)).containsExactly("a", "1", "b", "2", "c", "d");
        }
    }

    @Test
    void aSilentLogLetsItsPastGoOn() throws Exception {
        try (var both = new LiveThenHistory(new Names(), new Names("1", "2", "3"))) {
            assertThat(read(both, 4)).containsExactly("1", "2", "3");
        }
    }

    @Test
    void withoutAPastThereIsOnlyNow() throws Exception {
        try (var both = new LiveThenHistory(new Names("a", "b"), null)) {
            assertThat(read(both, 3)).containsExactly("a", "b");
        }
    }
}
