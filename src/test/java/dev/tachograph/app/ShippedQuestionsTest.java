package dev.tachograph.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.cli.Simulation;
import dev.tachograph.pipe.Moment;
import dev.tachograph.pipe.Pipes;
import dev.tachograph.query.SavedQuestion;
import dev.tachograph.query.SavedQuestions;
import dev.tachograph.simulation.HistoryPlan;
import dev.tachograph.store.Reading;
import dev.tachograph.store.StoppedStore;
import dev.tachograph.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every question that comes with the program is asked of a made-up history in which something goes wrong. */
@Timeout(180)
class ShippedQuestionsTest {
    private static final Instant UNTIL = Instant.parse("2026-11-25T12:00:00Z");

    /** What may not have happened on the made-up host in the time that they ask about. */
    private static final Set<String> MAY_HAVE_NO_ROWS = Set.of(
            "longest-gaps",
            "zombies",
            "new-units",
            "new-programs",
            "kernel-warnings",
            "throttled-groups",
            "slow-leaks",
            "restarted-units");

    @TempDir
    private Path folder;

    private static final class NoCourse implements Simulation.Course {
        @Override
        public void reached(long looks) {}

        @Override
        public boolean isToEnd() {
            return false;
        }
    }

    @Test
    void eachOfThemHasAnAnswerAndAlmostAllHaveRows() throws Exception {
        Path data = folder.resolve("data");
        var plan = new HistoryPlan(UNTIL, Duration.ofDays(1), 30, Duration.ofMinutes(5), 7, true);
        SimulatedHistory.write(data, plan, new Simulation.Content(true, true, true), new NoCourse());
        var withoutRows = new TreeSet<String>();
        var wrong = new TreeMap<String, String>();
        try (StoppedStore store = StoppedStore.open(data)) {
            for (SavedQuestion question : SavedQuestions.of(data).all()) {
                try {
                    if (rows(store, question) == 0) {
                        withoutRows.add(question.name());
                    }
                } catch (StoreException e) {
                    wrong.put(question.name(), String.valueOf(e.getMessage()));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(withoutRows).isSubsetOf(MAY_HAVE_NO_ROWS);
    }

    private static int rows(StoppedStore store, SavedQuestion question) throws StoreException {
        try (Reading reading = store.read()) {
            return reading.all(sql(question), row -> 1).size();
        }
    }

    private static String sql(SavedQuestion question) {
        return switch (question.language()) {
            case SQL -> question.text().replace("now()", "TIMESTAMPTZ '" + UNTIL + "'");
            case ASK ->
                Pipes.compile(
                                question.text(),
                                new Moment(UNTIL.minus(Duration.ofDays(1)), UNTIL, UNTIL, ZoneOffset.UTC))
                        .sql();
        };
    }
}
