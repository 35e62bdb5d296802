package dev.tachograph.store;

import dev.tachograph.model.Event;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.Observation;
import dev.tachograph.model.Tick;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes a history that nobody has to wait for into a new data directory: by the encoder, the rows and the segments of a
 * recorder that runs, but a whole hour of the history's own time in one transaction. For one thread.
 *
 * <p>Memory holds one observation and some thousand log lines at a time, whatever there is of them. Whenever it ends, even by SIGKILL, whole hours are
 * there.
 */
public final class HistoryWriter implements AutoCloseable {
    private static final int MOST_WAITING = 5000;

    private final Store store;
    private final Content content;
    private final SegmentKeeper keeper;
    private final List<LogLine> waiting = new ArrayList<>();
    private @Nullable Observation next;
    private int ticks;
    private long samples;
    private long rows;
    private long lines;

    private HistoryWriter(Store store, Content content) {
        this.store = store;
        this.content = content;
        keeper = new SegmentKeeper(store, SegmentKeeper.OnWriter.DIRECTLY, InstantSource.system());
    }

    /**
     * What of a history is written.
     *
     * @param processes whether its processes are, and their ends
     * @param metrics whether the figures of the host are
     * @param log the log lines that came before a look and after the one before; asked for each look in order
     */
    public record Content(boolean processes, boolean metrics, Function<Tick, List<LogLine>> log) {
        /** Processes and nothing else. */
        public static final Content PROCESSES = new Content(true, false, _ -> List.of());

        /** Ticks are written for the sake of what belongs to them. */
        boolean hasTicks() {
            return processes || metrics;
        }

        /** What a recorder of no more than that would have seen. */
        Tick of(Tick tick) {
            return processes && metrics
                    ? tick
                    : new Tick(
                            tick.bootId(),
                            tick.at(),
                            tick.intervalMicros(),
                            processes ? tick.processes() : List.of(),
                            processes ? tick.exits() : List.of(),
                            metrics ? tick.host() : HostSample.NOTHING,
                            tick.costMicros(),
                            tick.balance(),
                            tick.recorder());
        }
    }

    /**
     * What was written.
     *
     * @param processes that were ever seen
     * @param samples processes summed over ticks
     * @param rows that these take
     * @param lines of the log
     */
    public record Written(long ticks, long processes, long samples, long rows, long lines) {}

    /** Begins a history. @throws StoreException when it can't be written there, or something is recorded already */
    public static HistoryWriter begin(DataDirectory directory, Duration interval, Content content)
            throws StoreException {
        Store store = Store.open(directory, interval, InstantSource.system());
        if (store.isEmpty()) {
            return new HistoryWriter(store, content);
        }
        store.close();
        throw new StoreException(directory.path() + ": something is recorded here already");
    }

    /**
     * Writes what the observations have of the next hour in UTC in one transaction.
     *
     * @return whether there was something
     * @throws StoreException when it could not be written; nothing of the hour is there then
     */
    public boolean writeHour(Iterator<Observation> observations) throws StoreException {
        Observation first = next(observations);
        if (first == null) {
            return false;
        }
        try {
            writeHour(first, observations);
            store.checkpointIfDue();
            keep();
            return true;
        } catch (SQLException | IOException e) {
            throw new StoreException(e);
        }
    }

    private void writeHour(Observation first, Iterator<Observation> more) throws SQLException {
        try (WriteTransaction transaction = WriteTransaction.begin(store.writer())) {
            for (Observation each = first; each != null; each = next(more)) {
                if (!hour(each).equals(hour(first))) {
                    next = each;
                    break;
                }
                add(transaction, each);
            }
            addWaiting(transaction);
            transaction.commit();
        }
    }

    private @Nullable Observation next(Iterator<Observation> observations) {
        Observation kept = next;
        next = null;
        return kept != null ? kept : observations.hasNext() ? observations.next() : null;
    }

    private static Instant hour(Observation observation) {
        return observation.tick().at().wall().truncatedTo(ChronoUnit.HOURS);
    }

    private void add(WriteTransaction transaction, Observation observation) throws SQLException {
        if (content.hasTicks()) {
            addTick(transaction, observation);
        }
        waiting.addAll(content.log.apply(observation.tick()));
        if (waiting.size() >= MOST_WAITING) {
            addWaiting(transaction);
        }
    }

    private void addWaiting(WriteTransaction transaction) throws SQLException {
        LogEncoder encoder = store.logEncoder();
        LogEncoder.Rows encoded = encoder.encode(waiting);
        LogWriting.add(transaction, encoded);
        encoder.committed(encoded);
        lines += waiting.size();
        waiting.clear();
    }

    private void addTick(WriteTransaction transaction, Observation observation) throws SQLException {
        ProcessEncoder encoder = store.encoder();
        if (!observation.gaps().isEmpty()) {
            encoder.endStretch();
        }
        int number = ticks + 1;
        Tick tick = content.of(observation.tick());
        ProcessEncoder.Rows encoded = encoder.encode(tick, number);
        TickWriting.add(transaction, number, tick, encoded, observation.events(), observation.gaps());
        encoder.committed(encoded);
        ticks = number;
        samples += tick.processes().size();
        rows += encoded.samples().size();
    }

    /** Hours that are over leave the hot file, and days that are over become one segment, as for a recorder that runs. */
    private void keep() throws SQLException, IOException {
        while (keeper.sealHour()) {
            // the oldest first
        }
        while (keeper.sealFullLogs()) {
            // the oldest first
        }
        while (keeper.mergeDay()) {
            keeper.removeRetired();
        }
    }

    /** Ends the history in order, with these last words. */
    public Written end(List<Event> events) throws StoreException {
        try (WriteTransaction transaction = WriteTransaction.begin(store.writer())) {
            if (content.hasTicks()) {
                TickWriting.add(transaction, ticks, events, List.of());
            }
            transaction.commit();
            store.checkpoint();
        } catch (SQLException e) {
            throw new StoreException(e);
        }
        return new Written(ticks, store.encoder().processes(), samples, rows, lines);
    }

    @Override
    public void close() {
        store.close();
    }
}
