package dev.tachograph.store;

import dev.tachograph.model.Observation;
import dev.tachograph.settings.Settings.Limit;
import dev.tachograph.settings.Settings.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * A process for which six hours pass in a moment, and which looks after its store each time, until it is killed. It says the
 * number of each tick once that is committed, and when a cleanup begins and ends.
 */
final class CommitAndCleanUp {
    static final String COMMITTED = "committed ";
    static final String CLEANING = "cleaning";
    static final String CLEANED = "cleaned";
    static final Limit LIMIT = new Limit(1, 3_000_000);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int TICKS = 4;

    private CommitAndCleanUp() {}

    static Retention retention() {
        return new Retention(LIMIT, LIMIT, LIMIT, LIMIT, Duration.ofMinutes(10), 1, true);
    }

    static CleanUp cleanUp(Store store, RandomHost host) {
        return new CleanUp(
                store,
                SegmentKeeper.OnWriter.DIRECTLY,
                retention(),
                new DiskRoom(store.folder(), 1, false),
                host::wall);
    }

    /** With the data directory, a seed, and what time it is. */
    public static void main(String[] arguments) throws Exception {
        var host = new RandomHost(new Random(Long.parseLong(arguments[1])), 30, Instant.parse(arguments[2]));
        try (DataDirectory directory = DataDirectory.hold(Path.of(arguments[0]));
                Store store = Store.open(directory, INTERVAL, host::wall, 30_000)) {
            CleanUp cleanUp = cleanUp(store, host);
            Long interval = null;
            while (true) {
                for (int i = 0; i < TICKS; i++) {
                    host.pass(INTERVAL);
                    store.commit(new Observation(host.look(interval), List.of(), List.of()), List.of());
                    interval = INTERVAL.toNanos() / 1000;
                    CommittedTick newest = store.latest();
                    Child.say(COMMITTED + (newest == null ? 0 : newest.number()));
                }
                host.pass(Duration.ofHours(6));
                Child.say(CLEANING);
                cleanUp.run(() -> false);
                Child.say(CLEANED);
            }
        }
    }
}
