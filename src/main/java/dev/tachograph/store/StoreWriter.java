package dev.tachograph.store;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.model.Observation;
import dev.tachograph.model.Tick;
import dev.tachograph.record.LogChannel;
import dev.tachograph.record.PendingEvents;
import dev.tachograph.record.TickChannel;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Moves observations from the channel to the store on a thread of its own, from {@link #start} to {@link #close}.
 *
 * <p>What the store refuses (a full disk, say) becomes one growing gap in memory, which is the first thing to be committed
 * once there is room again.
 */
public final class StoreWriter implements AutoCloseable, SegmentKeeper.OnWriter {
    private static final System.Logger LOG = System.getLogger(StoreWriter.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int MOST_UNTOLD = 1000;

    private final TickChannel channel;
    private final LogWriter logWriter;
    private final Store store;
    private final Duration interval;
    private final UUID bootId;
    private final InstantSource clock;
    private final Thread thread;
    private final Queue<FutureTask<?>> changes = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    // The thread's own.
    private @Nullable Gap refused;
    private final List<Gap> untold = new ArrayList<>();
    private final PendingEvents untoldEvents = new PendingEvents();

    private StoreWriter(
            TickChannel channel, LogChannel logs, Store store, Duration interval, UUID bootId, InstantSource clock) {
        this.channel = channel;
        this.logWriter = new LogWriter(logs, store);
        this.store = store;
        this.interval = interval;
        this.bootId = bootId;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("store-writer").unstarted(this::run);
    }

    /** Begins to write ticks. */
    public static StoreWriter start(
            TickChannel channel, Store store, Duration interval, UUID bootId, InstantSource clock) {
        return start(channel, new LogChannel(1, channel::wake), store, interval, bootId, clock);
    }

    /**
     * Begins to write ticks and log lines.
     *
     * @param logs wakes the channel of ticks when there is something to take
     */
    public static StoreWriter start(
            TickChannel channel, LogChannel logs, Store store, Duration interval, UUID bootId, InstantSource clock) {
        var writer = new StoreWriter(channel, logs, store, interval, bootId, clock);
        writer.thread.start();
        return writer;
    }

    private void run() {
        try {
            while (!channel.isDrained()) {
                makeChanges();
                // One batch of lines between two ticks: a tick never waits for more.
                TickChannel.Taken taken = channel.take(logWriter.isReady() ? Duration.ZERO : PATIENCE);
                if (taken.dropped() != null) {
                    addGap(taken.dropped());
                }
                if (taken.observation() != null) {
                    write(taken.observation());
                }
                logWriter.restartIfReplaced();
                if (logWriter.isReady()) {
                    logWriter.writeNext();
                }
            }
            makeChanges();
            while (logWriter.isReady()) {
                logWriter.writeNext();
            }
            sayGoodbye();
        } catch (InterruptedException _) {
            LOG.log(WARNING, "interrupted; what lay in the channel is not stored");
        } catch (RuntimeException | Error e) {
            LOG.log(ERROR, "the writer ended by a mistake of ours; nothing is stored any more", e);
            store.refuse(e); // so that /health says it as long as the program lives
            throw e;
        } finally {
            ended = true;
            changes.forEach(change -> change.cancel(false));
        }
    }

    /** What others want changed is done between two ticks. */
    private void makeChanges() {
        for (FutureTask<?> change = changes.poll(); change != null; change = changes.poll()) {
            change.run();
        }
    }

    /**
     * Has this thread change something between two ticks, and waits until it has.
     *
     * @throws SQLException what the change threw, or that this thread has ended
     */
    @Override
    public void run(SegmentKeeper.Change change) throws SQLException {
        var task = new FutureTask<@Nullable Void>(() -> {
            change.make();
            return null;
        });
        changes.add(task);
        channel.wake();
        if (ended) {
            task.cancel(false);
        }
        try {
            task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException sql ? sql : new SQLException(e.getCause());
        } catch (CancellationException e) {
            throw new SQLException("the writer has ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while the writer was busy", e);
        }
    }

    /** Whatever goes wrong with one observation, the next one is tried. */
    private void write(Observation observation) {
        Tick tick = observation.tick();
        try {
            store.commit(
                    new Observation(tick, concat(untoldEvents.list(), observation.events()), observation.gaps()),
                    untold());
        } catch (SQLException | RuntimeException e) {
            refuse(observation, e);
            return;
        }
        if (refused != null) {
            LOG.log(INFO, "the store takes ticks again");
        }
        forgetUntold();
        store.checkpointIfDue();
    }

    /** What nobody has been told of yet, in the order in which it happened. */
    private List<Gap> untold() {
        return refused == null ? List.copyOf(untold) : concat(untold, List.of(refused));
    }

    private void forgetUntold() {
        refused = null;
        untold.clear();
        untoldEvents.clear();
    }

    private static <T> List<T> concat(List<T> before, List<T> after) {
        return Stream.concat(before.stream(), after.stream()).toList();
    }

    private void refuse(Observation observation, Exception cause) {
        if (refused == null) {
            LOG.log(ERROR, "the store takes nothing", cause);
        }
        store.refuse(cause);
        observation.gaps().forEach(this::addGap);
        observation.events().forEach(untoldEvents::add);
        var at = observation.tick().at().wall();
        var lost = new Gap(
                Gap.Stream.PROCESSES,
                at,
                at.plus(stretch(observation.tick())),
                Gap.Cause.STORE,
                1L,
                String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
        refused = refused == null ? lost : refused.merge(lost);
    }

    /** What a tick stands for: more than was wanted while the recorder saves on looks. */
    private Duration stretch(Tick tick) {
        Long micros = tick.intervalMicros();
        Duration real = micros == null ? interval : Duration.ofNanos(micros * 1000);
        return real.compareTo(interval) > 0 ? real : interval;
    }

    /** While the store takes nothing the stretch it refused grows over what else is missing: memory stays bounded. */
    private void addGap(Gap gap) {
        if (refused != null) {
            refused = refused.merge(gap);
        } else if (untold.size() < MOST_UNTOLD) {
            untold.add(gap);
        }
    }

    /** The last words tell the next start that this one ended in order. */
    private void sayGoodbye() {
        var stop = new Event(clock.instant(), bootId, Event.Kind.RECORDER_STOP, null, "the recorder was stopped");
        try {
            store.commit(concat(untoldEvents.list(), List.of(stop)), untold());
        } catch (SQLException | RuntimeException e) {
            LOG.log(ERROR, "the end of the recording could not be stored", e);
        }
        try {
            store.checkpoint();
        } catch (SQLException | RuntimeException e) {
            LOG.log(WARNING, "no checkpoint at the end; the next start reads the log: {0}", e.getMessage());
        }
    }

    /**
     * Stores what lies in the channel, makes a checkpoint, and ends. Close the channel first.
     *
     * @param patience how long that may take
     * @return whether it was done by then
     */
    public boolean close(Duration patience) {
        channel.close();
        try {
            return thread.join(patience);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(3));
    }
}
