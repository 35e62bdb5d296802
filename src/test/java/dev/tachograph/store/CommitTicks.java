package dev.tachograph.store;

import dev.tachograph.model.Observation;
import dev.tachograph.model.Tick;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that commits a tick every few milliseconds until it is killed, and says what it is about to do and what it has
 * done. A tick's number is said only after its commit.
 */
final class CommitTicks {
    static final String OPENING = "opening";
    static final String COMMITTED = "committed ";
    static final String CHECKPOINT = "checkpoint";
    static final String CHECKPOINT_DONE = "checkpoint done";
    private static final long PACE_NANOS = 20_000_000;
    private static final long CHECKPOINT_WAL_BYTES = 30_000;
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private CommitTicks() {}

    public static void main(String[] arguments) throws Exception {
        var host = new RandomHost(
                new Random(Long.parseLong(arguments[1])),
                60,
                InstantSource.system().instant());
        Child.say(OPENING);
        try (DataDirectory directory = DataDirectory.hold(Path.of(arguments[0]));
                Store store = Store.open(directory, INTERVAL, InstantSource.system(), CHECKPOINT_WAL_BYTES)) {
            Long interval = null;
            while (true) {
                host.pass(INTERVAL);
                Tick tick = host.look(interval);
                interval = INTERVAL.toNanos() / 1000;
                store.commit(new Observation(tick, List.of(), List.of()), List.of());
                Child.say(COMMITTED + store.status().committedTicks());
                if (store.status().walBytes() >= CHECKPOINT_WAL_BYTES) {
                    Child.say(CHECKPOINT);
                    store.checkpointIfDue();
                    Child.say(CHECKPOINT_DONE);
                }
                LockSupport.parkNanos(PACE_NANOS);
            }
        }
    }
}
