package dev.tachograph.query;

import dev.tachograph.store.StoreStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether everything is being recorded that can be.
 *
 * @param problems because of which something is not; each a sentence for people
 * @param notes what else people should know: what this host does not allow, what was damaged
 */
public record Health(List<String> problems, List<String> notes) {
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(15);
    private static final int PATIENCE_INTERVALS = 3;

    public Health {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    public boolean isGood() {
        return problems.isEmpty();
    }

    /** The health of a recorder that runs. */
    public static Health of(StoreStatus store, RecordingFigures recording) {
        List<String> problems = new ArrayList<>();
        StoreStatus.Failure failure = store.failure();
        if (failure != null) {
            problems.add("the store fails since %s: %s".formatted(failure.at(), failure.message()));
        }
        Duration age = store.sinceLastCommit();
        if (age == null) {
            problems.add("nothing has been committed yet");
        } else if (age.compareTo(patience(recording.interval())) > 0) {
            problems.add("the newest commit is %d s old, with an interval of %s s"
                    .formatted(age.toSeconds(), recording.interval().toMillis() / 1000.0));
        }
        for (StoreStatus.Failure missed : store.upkeep().failures()) {
            problems.add("%s (since %s)".formatted(missed.message(), missed.at()));
        }
        List<String> notes = new ArrayList<>(store.notes());
        notes.addAll(recording.notes());
        notes.addAll(store.upkeep().notes());
        return new Health(problems, notes);
    }

    /** The health of what a recorder has left behind. */
    public static Health ofStopped(StoreStatus store, StorageFigures figures) {
        if (!store.notes().isEmpty()) {
            return new Health(
                    List.of(), store.notes()); // a backup, say: how a recorder ended is nothing that it has to tell
        }
        return figures.endedInOrder()
                ? new Health(List.of(), List.of("no recorder is running"))
                : new Health(
                        List.of("no recorder is running, and the last one ended without a word, as after SIGKILL"),
                        List.of());
    }

    private static Duration patience(Duration interval) {
        Duration intervals = interval.multipliedBy(PATIENCE_INTERVALS);
        return intervals.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : intervals;
    }
}
