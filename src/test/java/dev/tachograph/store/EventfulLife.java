package dev.tachograph.store;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogPosition;
import dev.tachograph.model.Observation;
import dev.tachograph.model.Tick;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Some hundred ticks in which everything happens that can happen to a recorder: processes that are renamed, that may not be
 * looked into, whose pids are used again; ticks that were dropped, a suspend, a clock that is set, a stop, a kill, another
 * boot; across ten-minute boundaries, an hour and a day.
 */
final class EventfulLife {
    /** How it ends. */
    enum End {
        /** In order, with everything in the hot file. */
        STOPPED,
        /** By SIGKILL, with part of it in the log. */
        KILLED
    }

    static final String DONE = "done";

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Instant BEGIN = Instant.parse("2026-11-23T23:43:02Z");
    private static final int PROCESSES = 7;

    private final RandomHost host;
    private final RandomLog log;
    private final Path folder;
    private boolean isFirst = true;

    private EventfulLife(Path folder, long seed) {
        this.folder = folder;
        host = new RandomHost(new SplittableRandom(seed), PROCESSES, BEGIN);
        log = new RandomLog(seed);
    }

    /** For a process of its own: {@code FOLDER END}. One that is to be killed says when, and waits for it. */
    public static void main(String[] arguments) throws Exception {
        End end = End.valueOf(arguments[1]);
        new EventfulLife(Path.of(arguments[0]), end.name().hashCode()).live(end);
    }

    private void live(End end) throws Exception {
        run(store -> {
            ticks(store, 70);
            drop(store);
            lines(store, 60);
            ticks(store, 40);
            sayGoodbye(store);
        });
        host.pass(Duration.ofMinutes(2));
        run(store -> {
            ticks(store, 30);
            suppress(store);
            suspend(store);
            ticks(store, 20);
            stepClock(store);
            ticks(store, 30);
        });
        host.pass(Duration.ofMinutes(1));
        run(store -> ticks(store, 10));
        host.reboot(Duration.ofMinutes(3));
        run(store -> {
            ticks(store, 60);
            lines(store, 40);
            seal(store);
            store.checkpoint();
            lines(store, 30);
            ticks(store, 35);
            switch (end) {
                case STOPPED -> {
                    sayGoodbye(store);
                    store.checkpoint();
                }
                case KILLED -> {
                    Child.say(DONE);
                    new CountDownLatch(1).await();
                }
            }
        });
    }

    private interface Doing {
        void with(Store store) throws Exception;
    }

    private void run(Doing doing) throws Exception {
        try (DataDirectory directory = DataDirectory.hold(folder);
                Store store = Store.open(directory, INTERVAL, host::wall)) {
            isFirst = true;
            doing.with(store);
        }
    }

    private void ticks(Store store, int count) throws SQLException, IOException {
        for (int i = 0; i < count; i++) {
            host.pass(INTERVAL);
            commit(store, isFirst ? null : Long.valueOf(INTERVAL.toNanos() / 1000), List.of(), List.of());
        }
    }

    private void commit(Store store, @Nullable Long intervalMicros, List<Event> events, List<Gap> gaps)
            throws SQLException {
        isFirst = false;
        Tick tick = host.look(intervalMicros);
        store.commit(new Observation(tick, events, gaps), List.of());
    }

    /** What is over, an hour and then some stretches; what was told since is hot. */
    private void seal(Store store) throws SQLException, IOException {
        var keeper = new SegmentKeeper(store, SegmentKeeper.OnWriter.DIRECTLY, host::wall);
        while (keeper.sealHour()) {
            // the oldest first
        }
        keeper.sealEarly();
        keeper.sealLogs();
    }

    private void lines(Store store, int count) throws SQLException {
        store.commit(new LogBatch(
                log.lines(host.wall(), count),
                List.of(new LogPosition("journal", "behind " + host.wall())),
                List.of()));
    }

    private void suppress(Store store) throws SQLException {
        var gap = new Gap(
                Gap.Stream.LOGS,
                host.wall().minusSeconds(30),
                host.wall(),
                Gap.Cause.SUPPRESSED,
                17L,
                "Suppressed 17 messages from x.service");
        store.commit(new LogBatch(log.lines(host.wall(), 5), List.of(), List.of(gap)));
    }

    private void drop(Store store) throws SQLException {
        Instant from = host.wall().plus(INTERVAL);
        host.pass(INTERVAL.multipliedBy(4));
        var gap = new Gap(Gap.Stream.PROCESSES, from, host.wall(), Gap.Cause.DROPPED, 3L, "the writer was behind");
        commit(store, INTERVAL.multipliedBy(4).toNanos() / 1000, List.of(), List.of(gap));
    }

    private void suspend(Store store) throws SQLException {
        Instant from = host.wall().plus(INTERVAL);
        Duration slept = Duration.ofMinutes(7);
        host.sleep(slept);
        var event = new Event(host.wall(), host.bootId(), Event.Kind.SUSPEND, slept.toNanos() / 1000, "the host slept");
        var gap = new Gap(Gap.Stream.PROCESSES, from, host.wall(), Gap.Cause.SUSPENDED, null, "the host slept");
        commit(store, null, List.of(event), List.of(gap));
    }

    private void stepClock(Store store) throws SQLException {
        host.pass(INTERVAL);
        Duration step = Duration.ofSeconds(-12);
        host.step(step);
        var event = new Event(
                host.wall(), host.bootId(), Event.Kind.CLOCK_STEP, step.toNanos() / 1000, "the wall clock was set");
        commit(store, INTERVAL.toNanos() / 1000, List.of(event), List.of());
    }

    private void sayGoodbye(Store store) throws SQLException {
        store.commit(
                List.of(new Event(
                        host.wall(), host.bootId(), Event.Kind.RECORDER_STOP, null, "the recorder was stopped")),
                List.of());
    }
}
