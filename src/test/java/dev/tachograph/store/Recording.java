package dev.tachograph.store;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.model.Observation;
import dev.tachograph.model.Tick;
import dev.tachograph.query.History;
import dev.tachograph.query.ProcessTable;
import dev.tachograph.query.ProcessTables;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;

/** Runs of a recorder on one directory and a host whose clocks obey, without threads. */
final class Recording implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofSeconds(5);
    static final Instant BEGIN = Instant.parse("2026-11-23T03:00:00Z");
    private static final Instant FOR_EVER = Instant.parse("9999-01-01T00:00:00Z");

    final RandomHost host = new RandomHost(new SplittableRandom(1), 5, BEGIN);
    private final Path folder;
    private DataDirectory directory;
    private Store store;
    private boolean isFirst = true;

    Recording(Path folder) throws IOException, SQLException, StoreException {
        this.folder = folder;
        directory = DataDirectory.hold(folder);
        store = Store.open(directory, INTERVAL, host::wall);
    }

    Store store() {
        return store;
    }

    /** The sealed segments of a type. */
    List<Segment> segments(Segment.Type type) {
        return segments(store, type);
    }

    static List<Segment> segments(Store store, Segment.Type type) {
        return store.segments().stream()
                .filter(segment -> segment.type() == type)
                .toList();
    }

    /** One interval later, a look is committed. */
    Tick tick(Gap... gaps) throws SQLException, StoreException {
        host.pass(INTERVAL);
        Tick tick = look();
        store.commit(new Observation(tick, List.of(), List.of()), List.of(gaps));
        return tick;
    }

    Tick look() {
        Tick tick = host.look(isFirst ? null : Long.valueOf(INTERVAL.toNanos() / 1000));
        isFirst = false;
        return tick;
    }

    void ticks(int count) throws SQLException, StoreException {
        for (int i = 0; i < count; i++) {
            tick();
        }
    }

    /** Ends in order. */
    void stop() throws SQLException, StoreException {
        store.commit(
                List.of(new Event(host.wall(), host.bootId(), Event.Kind.RECORDER_STOP, null, "stopped")), List.of());
        store.close();
        directory.close();
    }

    /** Ends without a word. */
    void kill() {
        store.close();
        directory.close();
    }

    void start() throws IOException, SQLException, StoreException {
        directory = DataDirectory.hold(folder);
        store = Store.open(directory, INTERVAL, InstantSource.system());
        isFirst = true;
    }

    /** Oldest first. */
    List<Gap> gaps() throws SQLException, StoreException {
        return new History(store).gaps(Instant.EPOCH, FOR_EVER, 1000).reversed();
    }

    /** Oldest first. */
    List<Event> events() throws SQLException, StoreException {
        return new History(store).events(Instant.EPOCH, FOR_EVER, 1000).reversed();
    }

    ProcessTable at(Instant instant) throws SQLException, StoreException {
        return new ProcessTables(store, host::wall).at(instant);
    }

    @Override
    public void close() {
        kill();
    }
}
