package dev.tachograph.store;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Seals, merges and evicts. Files are written and read on the thread that calls, on connections of their own; what changes
 * the manifest is handed to the writer, for which it is a matter of milliseconds. For one thread.
 */
final class SegmentKeeper {
    /** A disk may spoil what was whole; a month of segments is read in a second or two. */
    private static final long VERIFIED_FOR_NANOS = Duration.ofDays(1).toNanos();

    private static final long VERIFY_RETRY_NANOS = Duration.ofMinutes(10).toNanos();

    private static final System.Logger LOG = System.getLogger(SegmentKeeper.class.getName());

    private final Store store;
    private final OnWriter writer;
    private final Sealer sealer;
    private final SegmentMerger merger;
    private final LogSealer logSealer;
    private final InstantSource clock;
    private final Map<Manifest.Retired, Long> retiredAt = new HashMap<>();
    private final Map<Segment, Long> verifyAt = new HashMap<>();

    SegmentKeeper(Store store, OnWriter writer, InstantSource clock) {
        this.store = store;
        this.writer = writer;
        this.clock = clock;
        this.sealer = new Sealer(store.folder(), clock);
        this.merger = new SegmentMerger(store.folder(), clock);
        this.logSealer = new LogSealer(store.folder(), clock);
    }

    /** How to have something done by the thread that writes. */
    interface OnWriter {
        /** For a store that nobody else writes to. */
        OnWriter DIRECTLY = Change::make;

        /** Returns when it is done, and throws what it threw. */
        void run(Change change) throws SQLException;
    }

    /** A change of the manifest. */
    interface Change {
        void make() throws SQLException;
    }

    /** Writes a segment that is due, if one is. */
    private interface Step {
        Optional<Sealed> on(Connection connection, int number) throws SQLException, IOException;
    }

    /** Seals the oldest hour that is over. @return whether there was one */
    boolean sealHour() throws SQLException, IOException {
        return keep(sealer::sealHour);
    }

    /** Seals all but the present stretch, also where the hour is not over. @return whether there was something */
    boolean sealEarly() throws SQLException, IOException {
        return keep(sealer::sealEarly);
    }

    /** Seals log lines, if there are as many as a segment has. @return whether there were */
    boolean sealFullLogs() throws SQLException, IOException {
        return keep(logSealer::sealFull);
    }

    /** Seals the oldest log lines, however few they are. @return whether there were any */
    boolean sealLogs() throws SQLException, IOException {
        return keep(logSealer::sealAll);
    }

    /** Merges the hours of the oldest day that is over. @return whether there was one */
    boolean mergeDay() throws SQLException, IOException {
        return keep((connection, number) -> merger.mergeDay(connection, store.segments(), number));
    }

    private boolean keep(Step step) throws SQLException, IOException {
        Optional<Sealed> sealed;
        try (Connection connection = store.connect()) {
            sealed = step.on(connection, nextNumber(connection));
        }
        if (sealed.isEmpty()) {
            return false;
        }
        Sealed made = sealed.get();
        try {
            writer.run(() -> store.adopt(made));
        } catch (SQLException e) {
            takeBack(made.segments(), e);
            throw e;
        }
        made.replaced().forEach(this::retired);
        return true;
    }

    /** By the writer, which alone knows: whenever it opens the store anew, that takes in the folders that it finds. */
    private void takeBack(List<Segment> made, SQLException why) {
        try {
            writer.run(() -> store.takeBack(made));
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    /** One that no folder has, and none had that waits to be removed. */
    private int nextNumber(Connection connection) throws SQLException, IOException {
        int listed = (int) Sql.number(connection, """
                SELECT coalesce(max(segment), 0) FROM (
                    SELECT segment FROM hot.segments UNION ALL SELECT segment FROM hot.retired_segments
                )
                """);
        return Math.max(listed, SegmentFolder.highestNumber(store.folder())) + 1;
    }

    /** Ends the reading of segments. Their folders go with {@link #removeRetired}. */
    void evict(List<Segment> segments) throws SQLException {
        if (!segments.isEmpty()) {
            writer.run(() -> store.evict(segments));
            segments.forEach(this::retired);
        }
    }

    private void retired(Segment segment) {
        retiredAt.put(
                new Manifest.Retired(segment.type(), segment.number(), segment.day()),
                store.readings().mark());
    }

    /** Removes the folders of segments that nobody reads any more. @return how many */
    int removeRetired() throws SQLException, IOException {
        List<Manifest.Retired> all;
        try (Connection connection = store.connect()) {
            all = Manifest.retired(connection);
        }
        int removed = 0;
        for (Manifest.Retired retired : all) {
            if (store.readings().haveEnded(retiredAt.getOrDefault(retired, 0L))) {
                SegmentFolder.remove(store.folder(), retired.folder());
                writer.run(() -> store.forget(retired));
                retiredAt.remove(retired);
                removed++;
            }
        }
        return removed;
    }

    /** Whether folders are still there only since somebody may read them. */
    boolean isWaitingForReaders() {
        return !retiredAt.isEmpty();
    }

    /** What these take. */
    long retiredBytes() throws SQLException, IOException {
        long bytes = 0;
        if (!isWaitingForReaders()) {
            return bytes;
        }
        try (Connection connection = store.connect()) {
            for (Manifest.Retired retired : Manifest.retired(connection)) {
                bytes += FolderFigures.of(store.folder().resolve(retired.folder()))
                        .bytes();
            }
        }
        return bytes;
    }

    /**
     * Compares the newest segment that was not compared since the start, or not for a day, with its checksums. A damaged one
     * is set aside, and its stretch becomes a gap.
     *
     * @return whether there was one to compare
     */
    boolean verifyNext() throws SQLException, IOException {
        List<Segment> segments = store.segments();
        verifyAt.keySet().retainAll(segments);
        Optional<Segment> next =
                segments.reversed().stream().filter(this::isToVerify).findFirst();
        if (next.isPresent()) {
            verify(next.get());
        }
        return next.isPresent();
    }

    private boolean isToVerify(Segment segment) {
        Long due = verifyAt.get(segment);
        return due == null || System.nanoTime() - due >= 0;
    }

    private void verify(Segment segment) throws SQLException, IOException {
        Path folder = store.folder().resolve(segment.folder());
        verifyAt.put(segment, System.nanoTime() + VERIFY_RETRY_NANOS); // one that can't be read keeps no other waiting
        List<String> problems = segment.checksums().compare(folder);
        if (problems.isEmpty()) {
            verifyAt.put(segment, System.nanoTime() + VERIFIED_FOR_NANOS);
            return;
        }
        String why = problems.getFirst();
        writer.run(() -> store.lose(segment, why));
        if (Files.exists(folder)) {
            Path aside = SetAside.move(store.folder(), folder, "segment", clock.instant());
            LOG.log(ERROR, "{0}; the segment is set aside as {1}", why, aside);
        } else {
            LOG.log(INFO, "{0}", why);
        }
    }
}
