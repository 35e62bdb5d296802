package dev.tachograph.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.LogLine;
import dev.tachograph.query.LogPatterns.Pattern;
import dev.tachograph.store.LogFixture;
import dev.tachograph.store.StoreException;
import dev.tachograph.text.LogPattern;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which patterns lines have, in hot lines and in sealed ones. */
@Timeout(60)
class LogPatternsTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T03:00:00Z");
    private static final Instant END = BEGIN.plus(Duration.ofHours(1));

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

    private LogLine line(int second, int priority, String unit, String message) {
        return log.line(BEGIN.plusSeconds(second), priority, unit, "app", 7, message, Map.of());
    }

    private LogPatterns patterns(String search, int limit) throws StoreException {
        return LogPatterns.of(log.recorded(), new LogQuestion(search, List.of(), BEGIN, END), limit);
    }

    private void someLines() throws Exception {
        log.add(List.of(
                line(1, 6, "a.service", "order 1 paid in 3 ms"),
                line(2, 6, "a.service", "order 2 paid in 4 ms"),
                line(3, 3, "b.service", "connection to 10.0.0.1:5432 lost")));
        log.seal();
        log.add(List.of(
                line(9, 4, "c.service", "order 3 paid in 1.5 s"),
                line(5, 6, "a.service", "order 4 paid in 1 min"),
                log.line(BEGIN.plusSeconds(6), 6, "a.service", "app", 7, null, Map.of())));
    }

    @Test
    void linesThatDifferInWhatVariesAreOnePatternTheMostFrequentFirst() throws Exception {
        someLines();
        LogPatterns found = patterns("", 10);
        assertThat(found.total()).isEqualTo(2);
        assertThat(found.lines()).isEqualTo(6);
        assertThat(found.linesWithout()).isEqualTo(1);
        assertThat(found.patterns())
                .containsExactly(
                        new Pattern(
                                LogPattern.numberOfTemplate("order * paid in *"),
                                "order * paid in *",
                                4,
                                BEGIN.plusSeconds(1),
                                BEGIN.plusSeconds(9),
                                "order 3 paid in 1.5 s",
                                "c.service",
                                4L),
                        new Pattern(
                                LogPattern.numberOfTemplate("connection to * lost"),
                                "connection to * lost",
                                1,
                                BEGIN.plusSeconds(3),
                                BEGIN.plusSeconds(3),
                                "connection to 10.0.0.1:5432 lost",
                                "b.service",
                                3L));
    }

    @Test
    void onlyLinesThatMatchTheSearchCount() throws Exception {
        someLines();
        assertThat(patterns("unit:a", 10).patterns()).extracting(Pattern::count).containsExactly(3L);
        LogPatterns none = patterns("nowhere", 10);
        assertThat(none).isEqualTo(new LogPatterns(0, 0, 0, List.of()));
        assertThat(patterns("-order", 10))
                .extracting(LogPatterns::lines, LogPatterns::total)
                .containsExactly(2L, 1L);
    }

    @Test
    void aLimitLeavesTheRareOnesOutAndStillCountsThem() throws Exception {
        someLines();
        LogPatterns found = patterns("", 1);
        assertThat(found.patterns()).extracting(Pattern::text).containsExactly("order * paid in *");
        assertThat(found.total()).isEqualTo(2);
        assertThat(found.linesWithout()).isEqualTo(1);
    }

    @Test
    void aSearchForANumberFindsTheLinesOfThatPattern() throws Exception {
        someLines();
        for (Pattern pattern : patterns("", 10).patterns()) {
            assertThat(lines("pattern:" + pattern.number())).hasSize((int) pattern.count());
        }
        assertThat(lines("-pattern:" + LogPattern.numberOfTemplate("order * paid in *")))
                .extracting(values -> values.get(1))
                .containsExactlyInAnyOrder(null, "connection to * lost");
        assertThat(lines("pattern:" + Long.MIN_VALUE)).isEmpty();
    }

    /** Number and text of each line's pattern. */
    private List<List<Object>> lines(String search) throws StoreException {
        var lines = new LogLines(log.recorded());
        LogPage page = lines.page(new LogQuestion(search, List.of(), BEGIN, END), LogOrder.NEWEST_FIRST, 100, null);
        List<List<Object>> found = new ArrayList<>();
        if (!page.keys().isEmpty()) {
            lines.read(page.keys(), List.of(LogColumn.PATTERN, LogColumn.PATTERN_TEXT), row -> {
                List<Object> values = new ArrayList<>();
                values.add(row.value(0));
                values.add(row.value(1));
                assertThat(values.get(0))
                        .isEqualTo(
                                values.get(1) instanceof String text
                                        ? Long.toString(LogPattern.numberOfTemplate(text))
                                        : null);
                found.add(values);
                return true;
            });
        }
        return found;
    }
}
