package dev.tachograph.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.model.LogLine;
import dev.tachograph.store.LogFixture;
import dev.tachograph.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages neither skip nor repeat a line, whatever is stored meanwhile. */
@Timeout(120)
class LogPagingTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T03:00:00Z");
    private static final Instant END = BEGIN.plus(Duration.ofHours(3));

    private final long seed = Long.getLong("tachograph.seed", System.nanoTime());
    private final RandomGenerator random = new SplittableRandom(seed);
    private final List<LogKey> stored = new ArrayList<>();

    @TempDir
    private Path folder;

    private LogFixture log;

    @BeforeEach
    void open() throws Exception {
        log = new LogFixture(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        log.close();
    }

    /** Many of them at the same instant; a third are not looked for. */
    private void store(int count) throws Exception {
        List<LogLine> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant at = BEGIN.plusSeconds(random.nextInt(60) * 100L);
            boolean isWanted = random.nextInt(3) > 0;
            lines.add(log.line(at, isWanted ? "wanted" : "other"));
            if (isWanted) {
                stored.add(new LogKey(
                        at.getEpochSecond() * 1_000_000, log.recorded().newestLine() + i + 1));
            }
        }
        log.add(lines);
    }

    private LogPage page(Instant now, boolean isDescending, int limit, @Nullable String cursor) throws StoreException {
        var question = new LogQuestion("wanted", List.of(), now.minus(Duration.ofHours(3)), now);
        return new LogLines(log.recorded())
                .page(question, new LogOrder(LogColumn.TIMESTAMP, isDescending), limit, cursor);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pagesBothWaysHaveEachLineOnceWhileLinesArriveAndAreSealed(boolean isDescending) throws Exception {
        store(300);
        log.seal();
        store(200);
        List<LogKey> expected = new ArrayList<>(stored);
        expected.sort(isDescending ? Comparator.reverseOrder() : Comparator.naturalOrder());
        List<LogKey> seen = new ArrayList<>();
        List<LogPage> pages = new ArrayList<>();
        String cursor = null;
        Instant now = END;
        do {
            LogPage page = page(now, isDescending, 1 + random.nextInt(60), cursor);
            pages.add(page);
            seen.addAll(page.keys());
            cursor = page.next();
            store(20);
            now = now.plusSeconds(7); // whoever says "the last three hours" says another thing each time
            if (random.nextInt(3) == 0) {
                log.seal();
            }
        } while (cursor != null);
        assertThat(seen).as("seed %d", seed).isEqualTo(expected);
        assertThat(pages.getFirst().previous()).isNull();
        assertThat(pages).allSatisfy(page -> {
            assertThat(page.total()).isEqualTo(expected.size());
            assertThat(page.from()).isEqualTo(BEGIN);
            assertThat(page.to()).isEqualTo(END);
        });
        backFrom(pages.getLast(), expected, isDescending);
    }

    private void backFrom(LogPage last, List<LogKey> expected, boolean isDescending) throws Exception {
        List<LogKey> seen = new ArrayList<>(last.keys());
        String cursor = last.previous();
        while (cursor != null) {
            LogPage page = page(END.plusSeconds(999), isDescending, 1 + random.nextInt(60), cursor);
            seen.addAll(0, page.keys());
            assertThat(page.next()).isNotNull();
            cursor = page.previous();
            store(20);
        }
        assertThat(seen).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void theMergedDayIsPagedAsItsSegmentsWere() throws Exception {
        for (int i = 0; i < 5; i++) {
            store(60);
            log.seal();
        }
        LogPage first = page(END, true, 50, null);
        log.add(List.of(log.line(BEGIN.plus(Duration.ofDays(2)), "a day later")));
        log.seal();
        assertThat(log.merge()).isTrue();
        LogPage second = page(END, true, 1000, first.next());
        List<LogKey> seen = new ArrayList<>(first.keys());
        seen.addAll(second.keys());
        assertThat(seen)
                .isEqualTo(stored.stream().sorted(Comparator.reverseOrder()).toList());
    }

    @Test
    void aCursorIsGoodForItsSearchOnly() throws Exception {
        store(100);
        String cursor = page(END, true, 5, null).next();
        assertThat(cursor).isNotNull();
        assertThatThrownBy(() -> page(END, false, 5, cursor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another search");
        var other = new LogQuestion("other", List.of(), BEGIN, END);
        assertThatThrownBy(() -> new LogLines(log.recorded()).page(other, LogOrder.NEWEST_FIRST, 5, cursor))
                .isInstanceOf(IllegalArgumentException.class);
        var sameByWords = new LogQuestion(" \"wanted\" ", List.of(), BEGIN, END);
        assertThat(new LogLines(log.recorded())
                        .page(sameByWords, LogOrder.NEWEST_FIRST, 5, cursor)
                        .keys())
                .hasSize(5);
        assertThatThrownBy(() ->
                        new LogLines(log.recorded()).page(sameByWords, new LogOrder(LogColumn.PID, true), 5, cursor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("by timestamp");
    }

    @Test
    void rowsAreReadInTheOrderOfTheirKeysHoweverMany() throws Exception {
        store(2500);
        List<LogKey> keys = new ArrayList<>(stored);
        keys.sort(Comparator.comparingLong(key -> key.line() * 7919 % 1009));
        log.seal();
        var lines = new LogLines(log.recorded());
        List<Object> read = new ArrayList<>();
        int done = 0;
        while (done < keys.size()) {
            done += lines.read(keys.subList(done, keys.size()), List.of(LogColumn.MESSAGE, LogColumn.LINE), row -> {
                read.add(row.value(1));
                return read.size() % 37 != 0;
            });
        }
        assertThat(read).isEqualTo(keys.stream().map(LogKey::line).toList());
    }

    @Test
    void whatWentMeanwhileIsLeftOut() throws Exception {
        store(10);
        List<LogKey> keys = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> new LogKey(BEGIN.getEpochSecond() * 1_000_000, 1000 + i))
                .toList();
        List<Object> read = new ArrayList<>();
        int done = new LogLines(log.recorded()).read(keys, List.of(LogColumn.LINE), row -> read.add(row.value(0)));
        assertThat(done).isEqualTo(5);
        assertThat(read).isEmpty();
    }
}
