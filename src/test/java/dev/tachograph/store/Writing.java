package dev.tachograph.store;

import static org.awaitility.Awaitility.await;

import dev.tachograph.model.Event;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.Observation;
import dev.tachograph.model.Tick;
import dev.tachograph.query.Health;
import dev.tachograph.query.RecordingFigures;
import dev.tachograph.record.LogChannel;
import dev.tachograph.record.TickChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A recorder without its looks: what a random host shows goes through the channel and the writer's thread. */
public final class Writing implements AutoCloseable {
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    public final RandomHost host;
    public final Store store;
    private final DataDirectory directory;
    private final TickChannel channel = new TickChannel(64, INTERVAL);
    private final LogChannel logs = new LogChannel(1_000_000, channel::wake);
    private final StoreWriter writer;
    private boolean first = true;

    public Writing(Path folder, int processes, long checkpointWalBytes)
            throws IOException, SQLException, StoreException {
        host = new RandomHost(new SplittableRandom(2), processes, Instant.parse("2026-11-23T03:00:00Z"));
        directory = DataDirectory.hold(folder);
        store = Store.open(directory, INTERVAL, InstantSource.system(), checkpointWalBytes);
        writer = StoreWriter.start(channel, logs, store, INTERVAL, host.bootId(), InstantSource.system());
    }

    /** One tick later, the writer has committed or refused it. */
    public Tick tick() {
        return tick(tick -> tick);
    }

    /** The same with what the look shows besides. */
    public Tick tick(UnaryOperator<Tick> look, Event... events) {
        host.pass(INTERVAL);
        Tick tick = look.apply(host.look(first ? null : Long.valueOf(INTERVAL.toNanos() / 1000)));
        first = false;
        long before = settled();
        channel.offer(new Observation(tick, List.of(events), List.of()));
        await().pollInterval(Duration.ofMillis(1)).until(() -> settled() > before);
        return tick;
    }

    /** The boot that is under way. */
    public UUID bootId() {
        return host.bootId();
    }

    /** The writer has committed these log lines. */
    public void write(List<LogLine> lines) throws InterruptedException {
        long before = store.status().committedLines();
        logs.offer(new LogBatch(lines, List.of(), List.of()), logs.generation());
        await().pollInterval(Duration.ofMillis(1))
                .until(() -> store.status().committedLines() >= before + lines.size());
    }

    private long settled() {
        StoreStatus status = store.status();
        return status.committedTicks() + status.refusedTicks();
    }

    StoreWriter writer() {
        return writer;
    }

    Health health() {
        return Health.of(
                store.status(),
                new RecordingFigures(1, Instant.EPOCH, INTERVAL, 0, 0, 0, channel.depth(), null, List.of()));
    }

    /** Ends in order. @return whether everything could be stored in time */
    public boolean end() {
        boolean done = writer.close(Duration.ofSeconds(60));
        store.close();
        directory.close();
        return done;
    }

    @Override
    public void close() {
        end();
    }
}
