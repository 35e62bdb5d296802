package dev.tachograph.store;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogPosition;
import dev.tachograph.model.Observation;
import dev.tachograph.model.Tick;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The store of a recorder that runs. One thread, the writer's, calls what writes; any thread may read.
 */
public final class Store implements Recorded {
    /** See docs/decisions/0003-checkpoints.md for what other sizes cost. */
    static final long CHECKPOINT_WAL_BYTES = 16_000_000;

    private static final long MOST_UNSEALED_LARGE_BYTES = 2 * LogSealer.MOST_LARGE_BYTES;
    private static final int CHECKPOINT_RETRY_TICKS = 12;
    private static final Duration TRIAL_PAUSE = Duration.ofHours(1);

    private static final System.Logger LOG = System.getLogger(Store.class.getName());

    private final HotOpening hotOpening;
    private final Path folder;
    private final Duration interval;
    private final InstantSource clock;
    private final long checkpointWalBytes;
    private volatile @Nullable Recovered recovered;
    private volatile HotDatabase database;
    private volatile @Nullable CommittedTick latest;
    private volatile List<Segment> segments;
    /** What was found to be lost of what is sealed, since this recorder started. */
    private final List<String> lost = new CopyOnWriteArrayList<>();

    /** Since when there are log lines that are not sealed; {@code null} while there are none. */
    private volatile @Nullable Instant unsealedLogsSince;
    /** Of log lines that are not sealed; see {@link #takesLogLines}. */
    private final AtomicLong unsealedLargeBytes = new AtomicLong();
    /** Grows whenever another record takes the place of the one that was written so far. */
    private final AtomicInteger logGeneration = new AtomicInteger();

    private volatile @Nullable DiskRoom room;
    private final StoreActivity activity;
    private final OpenReadings readings = new OpenReadings();
    private final SnapshotMaking snapshots;

    // The writer's own.
    private @Nullable LastRun lastRun;
    private @Nullable Recovered untoldDamage;
    private @Nullable Long lastTrialNanos;
    private @Nullable Opening opening;
    private boolean isOpeningTold;
    private ProcessEncoder encoder;
    private volatile LogEncoder logEncoder;
    private int nextTick;
    private int ticksToCheckpointRetry;

    private Store(
            HotOpening hotOpening,
            Duration interval,
            long checkpointWalBytes,
            HotDatabase database,
            List<String> lost,
            @Nullable Recovered recovered)
            throws SQLException {
        this.hotOpening = hotOpening;
        this.interval = interval;
        this.checkpointWalBytes = checkpointWalBytes;
        this.database = database;
        this.recovered = recovered;
        folder = hotOpening.folder();
        clock = hotOpening.clock();
        activity = new StoreActivity(clock);
        snapshots = new SnapshotMaking(folder, database.snapshots());
        removeSnapshots();
        untoldDamage = recovered;
        LastRun before = LastRun.read(database.writer());
        lastRun = before;
        nextTick = nextTick(before);
        encoder = newEncoder();
        logEncoder = newLogEncoder();
        countUnsealedLogs(Instant.EPOCH); // who knows for how long
        segments = Manifest.read(database.writer());
        this.lost.addAll(lost);
    }

    /** Roll-ups stay longer than the ticks that they were made from: their numbers are taken, too. */
    private int nextTick(@Nullable LastRun last) throws SQLException {
        long taken = Sql.number(
                database.writer(), "SELECT coalesce(max(until_tick), 1) FROM hot.segments WHERE type <> 'logs'");
        return Math.toIntExact(Math.max(taken, last == null ? 1 : last.tick() + 1));
    }

    private LogEncoder newLogEncoder() throws SQLException {
        return Sql.all(database.writer(), """
                        SELECT greatest((SELECT coalesce(max(line), 0) + 1 FROM hot.log_lines),
                                        (SELECT coalesce(max(until_tick), 1) FROM hot.segments WHERE type = 'logs')),
                               (SELECT coalesce(max(origin_id), 0) + 1 FROM hot.log_origins)
                        """, row -> new LogEncoder(row.getLong(1), row.getLong(2)))
                .getFirst();
    }

    private void countUnsealedLogs(Instant since) throws SQLException {
        boolean isAny = Sql.number(database.writer(), "SELECT count(*) FROM (FROM hot.log_lines LIMIT 1)") > 0;
        unsealedLogsSince = isAny ? since : null;
        unsealedLargeBytes.set(Sql.number(
                database.writer(), "SELECT coalesce(sum(octet_length(value)), 0)::BIGINT FROM hot.log_values"));
    }

    /**
     * Whether more log lines may come. The database has to hold all large values of the hot file in memory when it makes a
     * checkpoint: beyond a few of them, the next lines wait until these are sealed.
     */
    boolean takesLogLines() {
        return unsealedLargeBytes.get() < MOST_UNSEALED_LARGE_BYTES;
    }

    private ProcessEncoder newEncoder() throws SQLException {
        return new ProcessEncoder(Sql.number(database.writer(), """
                SELECT coalesce(max(id), 0) + 1 FROM (
                    SELECT max(process_id) AS id FROM hot.processes UNION ALL SELECT max(max_process_id) FROM hot.segments
                )
                """));
    }

    /**
     * Opens or makes the database in a directory that this recorder holds.
     *
     * @throws StoreException when it can't be opened, or was written by a newer program
     */
    public static Store open(DataDirectory directory, Duration interval, InstantSource clock) throws StoreException {
        return open(directory, interval, clock, Store::log);
    }

    /**
     * Opens or makes the database in a directory that this recorder holds.
     *
     * @param progress is told in lines for people what takes long, such as a change of schema
     * @throws StoreException when it can't be opened, or was written by a newer program
     */
    public static Store open(DataDirectory directory, Duration interval, InstantSource clock, Consumer<String> progress)
            throws StoreException {
        try {
            return open(directory, interval, clock, CHECKPOINT_WAL_BYTES, OpeningTrial::inChild, progress);
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    /** @param checkpointWalBytes how large the log grows before it becomes part of the hot file */
    static Store open(DataDirectory directory, Duration interval, InstantSource clock, long checkpointWalBytes)
            throws SQLException {
        return open(directory, interval, clock, checkpointWalBytes, OpeningTrial::inChild);
    }

    /** @param trial how a database that may be damaged is tried first */
    static Store open(
            DataDirectory directory,
            Duration interval,
            InstantSource clock,
            long checkpointWalBytes,
            OpeningTrial.Way trial)
            throws SQLException {
        return open(directory, interval, clock, checkpointWalBytes, trial, Store::log);
    }

    private static Store open(
            DataDirectory directory,
            Duration interval,
            InstantSource clock,
            long checkpointWalBytes,
            OpeningTrial.Way trial,
            Consumer<String> progress)
            throws SQLException {
        var hotOpening = new HotOpening(directory.path(), clock, trial);
        SchemaUpgrade.removeLeftovers(directory.path());
        Recovered recovered = hotOpening.setDamageAside();
        try {
            Store store = open(hotOpening, interval, checkpointWalBytes, recovered, progress);
            StoreRecovery.opened(directory.path());
            return store;
        } catch (SQLException e) {
            StoreRecovery.refused(directory.path());
            throw e;
        }
    }

    private static Store open(
            HotOpening hotOpening,
            Duration interval,
            long checkpointWalBytes,
            @Nullable Recovered recovered,
            Consumer<String> progress)
            throws SQLException {
        List<String> lost = new ArrayList<>();
        HotDatabase database = hotOpening.open(progress, lost::add);
        try {
            return new Store(hotOpening, interval, checkpointWalBytes, database, lost, recovered);
        } catch (SQLException e) {
            database.close();
            throw e;
        }
    }

    private static void log(String line) {
        LOG.log(INFO, "{0}", line);
    }

    /**
     * Commits one observation, and what else is to be told with it.
     *
     * @throws SQLException when it is not in the store; the next call may succeed
     */
    void commit(Observation observation, Collection<Gap> moreGaps) throws SQLException {
        checkRoom();
        Tick tick = observation.tick();
        int number = nextTick;
        Instant began = clock.instant();
        long beganNanos = System.nanoTime();
        ensureInPlace();
        Opening first = opening(tick);
        List<Event> events = concat(first.events(), observation.events());
        List<Gap> gaps = concat(first.gaps(), until(tick, concat(moreGaps, observation.gaps())));
        if (!gaps.isEmpty()) {
            encoder.endStretch(); // what was not stored is missing in the sums: begin anew
        }
        ProcessEncoder.Rows rows = encoder.encode(tick, number);
        try {
            write(transaction -> TickWriting.add(transaction, number, tick, rows, events, gaps));
        } catch (SQLException | RuntimeException e) {
            if (!recover(tick)) {
                throw e;
            }
        }
        encoder.committed(rows);
        openingTold();
        nextTick = number + 1;
        latest = new CommittedTick(number, tick, newestTimestamp(), rows.startTimes());
        activity.committed(began, beganNanos); // last: whoever sees the count sees the rest
    }

    private void checkRoom() throws SQLException {
        DiskRoom disk = room;
        if (disk != null) {
            disk.check();
        }
    }

    /** Commits log lines to whatever record there is. */
    void commit(LogBatch batch) throws SQLException {
        ensureInPlace();
        commit(batch, logGeneration());
    }

    /**
     * Commits log lines, and how far their reader is with them.
     *
     * @param generation of the record that the reader goes on with
     * @return whether they are in the store: not if another record has taken its place, to which they do not belong
     * @throws SQLException when they are not in the store; the next call may succeed
     */
    boolean commit(LogBatch batch, int generation) throws SQLException {
        checkRoom();
        ensureInPlace();
        if (generation != logGeneration()) {
            return false;
        }
        LogEncoder.Rows rows = logEncoder.encode(batch.lines());
        try {
            write(transaction -> {
                LogWriting.add(transaction, rows);
                LogWriting.add(transaction, batch.positions());
                TickWriting.add(transaction, nextTick - 1, batch.events(), batch.gaps());
            });
        } catch (SQLException | RuntimeException e) {
            recover(null);
            if (!hasStored(batch)) {
                throw e;
            }
            return true; // a commit that fails late may have been done
        }
        logEncoder.committed(rows);
        if (unsealedLogsSince == null && !rows.lines().isEmpty()) {
            unsealedLogsSince = clock.instant();
        }
        unsealedLargeBytes.addAndGet(LogWriting.largeBytes(rows));
        activity.committedLogs(rows.lines().size());
        return true;
    }

    /** Whether a batch whose commit failed is there after all. */
    boolean hasStored(LogBatch batch) throws SQLException {
        return !batch.positions().isEmpty()
                && LogPositions.read(database.writer()).containsAll(batch.positions());
    }

    /** How far the readers of log lines are, for them to go on from there; for any thread. */
    public List<LogPosition> logPositions() throws StoreException {
        try (Connection connection = connect()) {
            return LogPositions.read(connection);
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    @Override
    public long newestLine() {
        return logEncoder.nextLine() - 1;
    }

    /** Which log lines there are. For any thread. */
    public StoredLog storedLog() throws StoreException {
        try (Connection connection = connect()) {
            return StoredLog.read(connection);
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    /** The newest events that more than one source knows of, the oldest first. For any thread. */
    public List<Event> lateEvents() throws StoreException {
        try (Connection connection = connect()) {
            return StoredEvents.read(connection);
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    /** Bytes of sealed log lines; for any thread. */
    public long sealedLogBytes() {
        return segments.stream()
                .filter(segment -> segment.type() == Segment.Type.LOGS)
                .mapToLong(Segment::bytes)
                .sum();
    }

    /** Which record log lines are written to; another one has positions of its own. */
    int logGeneration() {
        return logGeneration.get();
    }

    /** Since when log lines lie in the hot file; {@code null} while there are none. */
    @Nullable Instant unsealedLogsSince() {
        return unsealedLogsSince;
    }

    /** Whether the newest tick was taken. */
    boolean takesTicks() {
        return latest != null && !activity.isRefusing();
    }

    private void openingTold() {
        isOpeningTold = true;
        if (untoldDamage != null) {
            untoldDamage = null;
            Recovered.told(folder);
        }
    }

    private @Nullable Instant newestTimestamp() {
        CommittedTick before = latest;
        return before != null ? before.tick().at().wall() : lastRun == null ? null : lastRun.timestamp();
    }

    /** From the first tick that was offered; if that one is refused, the first that is not tells it. */
    private Opening opening(Tick tick) throws SQLException {
        if (isOpeningTold) {
            return Opening.NOTHING;
        }
        Opening first = opening == null ? Opening.of(lastRun, untoldDamage, tick, interval) : opening;
        opening = first;
        if (lastRun != null && lastRun.bootId().equals(tick.bootId())) {
            encoder.resume(lastRun.alive(database.writer()));
        }
        return first;
    }

    /**
     * A gap is told with the tick that ends it. It was reckoned from the pace of the looks, which come some milliseconds
     * early or late: this makes the one begin where the other ends.
     */
    private List<Gap> until(Tick tick, List<Gap> gaps) {
        Instant at = tick.at().wall();
        Instant near = at.minus(interval.dividedBy(2));
        return gaps.stream()
                .map(gap ->
                        gap.to() != null && gap.to().isAfter(near) && gap.from().isBefore(at) ? gap.until(at) : gap)
                .toList();
    }

    private static <T> List<T> concat(Collection<T> before, Collection<T> after) {
        return Stream.concat(before.stream(), after.stream()).toList();
    }

    /** Commits what has no tick. */
    void commit(Collection<Event> events, Collection<Gap> gaps) throws SQLException {
        ensureInPlace();
        try {
            write(transaction -> TickWriting.add(transaction, nextTick - 1, events, gaps));
        } catch (SQLException | RuntimeException e) {
            recover(null);
            throw e;
        }
    }

    /** What is to be in one transaction. */
    private interface Rows {
        void addTo(WriteTransaction transaction) throws SQLException;
    }

    private void write(Rows rows) throws SQLException {
        try (WriteTransaction transaction = WriteTransaction.begin(database)) {
            rows.addTo(transaction);
            transaction.commit();
        }
    }

    /** Sealed segments count from now on, in the place of the rows or the segments that they were made from. */
    void adopt(Sealed sealed) throws SQLException {
        changeManifest(connection -> ManifestChange.adopt(connection, folder, sealed, clock.instant()));
        if (sealed.segments().getFirst().type() == Segment.Type.LOGS) {
            logEncoder.forgetOrigins();
            countUnsealedLogs(clock.instant());
        } else {
            encoder.forgetOlderDescriptions();
        }
    }

    /**
     * Removes the folders of segments that the manifest did not take: their rows are where they were, and are sealed anew. Where
     * the manifest can't be asked, or has taken one of them, the folders stay, and the next opening of the store decides.
     */
    void takeBack(List<Segment> made) throws SQLException {
        List<Segment> listed = Manifest.read(database.writer());
        if (made.stream().anyMatch(segment -> listed.stream().anyMatch(segment::isSame))) {
            return;
        }
        for (Segment segment : made) {
            try {
                SegmentFolder.remove(folder, segment.folder());
            } catch (IOException e) {
                throw new SQLException("%s: %s".formatted(segment.folder(), e.getMessage()), e);
            }
        }
    }

    /** Segments are not read from now on, and their folders may go. */
    void evict(List<Segment> evicted) throws SQLException {
        changeManifest(connection -> ManifestChange.evict(connection, evicted, clock.instant()));
    }

    /** A segment turned out to be damaged. */
    void lose(Segment lost, String why) throws SQLException {
        changeManifest(connection -> {
            Manifest.remove(connection, lost);
            ManifestChange.tellLost(connection, lost, why, clock.instant());
            Manifest.renewViews(connection, Manifest.read(connection));
        });
        this.lost.add(why);
    }

    /** The folder of a segment that is not read any more has gone. */
    void forget(Manifest.Retired retired) throws SQLException {
        changeManifest(connection -> Manifest.forget(connection, retired));
    }

    /** What belongs to a change of the manifest. */
    private interface ManifestWork {
        void on(DuckDBConnection connection) throws SQLException;
    }

    private void changeManifest(ManifestWork work) throws SQLException {
        ensureInPlace();
        DuckDBConnection connection = database.writer();
        try {
            Sql.execute(connection, "BEGIN TRANSACTION");
            work.on(connection);
            Sql.execute(connection, "COMMIT");
            segments = Manifest.read(connection);
        } catch (SQLException | RuntimeException e) {
            recover(null);
            throw e;
        }
    }

    /** What is sealed, in the order of ticks. */
    List<Segment> segments() {
        return segments;
    }

    OpenReadings readings() {
        return readings;
    }

    /** Ticks are refused from now on when this says that the disk is full. */
    void setRoom(DiskRoom disk) {
        room = disk;
    }

    /** How the store was looked after so far. */
    void setUpkeep(Upkeep done) {
        activity.upkept(done);
    }

    Path folder() {
        return folder;
    }

    /**
     * Makes the store usable after a transaction failed, by opening it anew if need be.
     *
     * @param tick that was to be committed, if one was
     * @return whether it is in the store after all: a commit that fails late may have been done
     */
    private boolean recover(@Nullable Tick tick) throws SQLException {
        encoder.endStretch();
        try (Statement rollback = database.writer().createStatement()) {
            rollback.execute("ROLLBACK");
        } catch (SQLException _) {
            connectAnew(); // the whole instance is unusable after an error it could not handle
        }
        logEncoder = newLogEncoder();
        LastRun found = LastRun.read(database.writer());
        if (found != null && tick != null && found.isAt(nextTick, tick)) {
            return true;
        }
        adoptUnlessOurs(found);
        return false;
    }

    /** Whoever removes the file of a recorder that runs leaves it writing into nothing. */
    private void ensureInPlace() throws SQLException {
        if (!database.isInPlace()) {
            reopen();
            LOG.log(WARNING, "{0} was not there for a while, or is another one now", database.file());
        }
    }

    private void reopen() throws SQLException {
        encoder.endStretch();
        connectAnew();
        adoptUnlessOurs(LastRun.read(database.writer()));
    }

    private void connectAnew() throws SQLException {
        closeUnusable();
        try {
            database = hotOpening.open(Store::log, lost::add);
        } catch (SQLException e) {
            if (!setDamageAside()) {
                throw e;
            }
            database = hotOpening.open(Store::log, lost::add);
        }
        // Opening may have taken in a segment, and with it rows and descriptions from the hot file.
        segments = Manifest.read(database.writer());
        encoder.forgetOlderDescriptions();
        logEncoder = newLogEncoder();
        countUnsealedLogs(clock.instant());
    }

    private void closeUnusable() {
        try {
            if (database.isInPlace()) {
                database.close();
            } else {
                database.closeUntouched(); // a checkpoint would remove the log of the file that has the name now
            }
        } catch (SQLException _) {
            // it was unusable already
        }
    }

    /**
     * Has the database tried, which must be closed: what can't be opened or not be checkpointed may be damaged. Most often
     * the disk is full, so not each time.
     *
     * @return whether something was set aside
     */
    private boolean setDamageAside() {
        Long last = lastTrialNanos;
        if (last != null && System.nanoTime() - last < TRIAL_PAUSE.toNanos()) {
            return false;
        }
        lastTrialNanos = System.nanoTime();
        try {
            Recovered found = hotOpening.setDamageAside();
            StoreRecovery.opened(folder);
            if (found == null) {
                return false;
            }
            recovered = found.and(recovered);
            untoldDamage = found;
            return true;
        } catch (SQLException e) {
            LOG.log(WARNING, "{0}", e.getMessage());
            return false;
        }
    }

    /** Another file than the one that was written so far, a backup put back perhaps, is gone on with as after a start. */
    private void adoptUnlessOurs(@Nullable LastRun found) throws SQLException {
        CommittedTick newest = latest;
        boolean isOurs = newest == null
                ? Objects.equals(found, lastRun)
                : found != null && found.isAt(newest.number(), newest.tick());
        if (!isOurs) {
            lastRun = found;
            nextTick = nextTick(found);
            encoder = newEncoder();
            opening = null;
            isOpeningTold = false;
            logGeneration.incrementAndGet();
        }
    }

    /** Says that log lines could not be stored. */
    void refuseLogs(Throwable cause) {
        activity.refusedLogs(cause);
    }

    /** Says that an observation could not be stored. */
    void refuse(Throwable cause) {
        activity.refused(cause);
    }

    /** Makes the log part of the hot file once it has grown large enough to be worth it. */
    void checkpointIfDue() {
        if (ticksToCheckpointRetry > 0) {
            ticksToCheckpointRetry--;
            return;
        }
        if (database.walBytes() >= checkpointWalBytes) {
            checkpointNow();
        }
    }

    /** The same sooner, when there is a reason beside the length of the log: each one writes some two megabytes. */
    void checkpointIfHalfDue() {
        if (database.walBytes() >= checkpointWalBytes / 2) {
            checkpointNow();
        }
    }

    /** A checkpoint whose failure is told and tried again later. */
    void checkpointNow() {
        try {
            checkpoint();
        } catch (SQLException e) {
            if (isRefusedForReaders(e)) {
                ticksToCheckpointRetry = CHECKPOINT_RETRY_TICKS;
                return;
            }
            LOG.log(WARNING, "no checkpoint: {0}", e.getMessage());
            activity.notCheckpointed(e);
            ticksToCheckpointRetry = CHECKPOINT_RETRY_TICKS;
            closeUnusable();
            setDamageAside();
            reopenQuietly();
        }
    }

    /**
     * What was deleted while somebody reads is kept for him, and with it DuckDB's lock against checkpoints. Nothing was done
     * then, and nothing is wrong: those who read must not lose their connections for it.
     */
    private static boolean isRefusedForReaders(SQLException e) {
        return String.valueOf(e.getMessage()).contains("other write transactions active");
    }

    /** A checkpoint that failed leaves an instance that refuses everything, and all data in the log. */
    private void reopenQuietly() {
        try {
            reopen();
        } catch (SQLException e) {
            LOG.log(WARNING, "the next commit tries again: {0}", e.getMessage());
        }
    }

    void checkpoint() throws SQLException {
        Instant began = clock.instant();
        long beganNanos = System.nanoTime();
        try (Statement statement = database.writer().createStatement()) {
            statement.execute("CHECKPOINT");
        }
        activity.checkpointed(began, beganNanos);
    }

    @Override
    public Reading read() throws StoreException {
        long number = readings.begin();
        QueryThreads threads = database.threads();
        threads.begin();
        Runnable afterwards = () -> {
            threads.end();
            readings.end(number);
        };
        try {
            return Reading.begin(connect(), afterwards);
        } catch (SQLException e) {
            afterwards.run();
            throw new StoreException(e);
        }
    }

    @Override
    public Snapshot snapshot(String statement) throws StoreException {
        long number = readings.begin();
        return snapshots.make(database, statement, () -> readings.end(number));
    }

    /** Of whoever asked an earlier run of the program, or this one until now. */
    private void removeSnapshots() {
        try {
            snapshots.remove();
        } catch (IOException e) {
            LOG.log(WARNING, "snapshots can''t be removed: {0}", FileErrors.sentence(e));
        }
    }

    @Override
    public Path scratch() {
        return database.scratch();
    }

    /** Whether nothing was ever recorded. */
    boolean isEmpty() {
        return lastRun == null && nextTick == 1 && logEncoder.nextLine() == 1;
    }

    /** For a history that is made up: nothing else writes beside it. */
    DuckDBConnection writer() {
        return database.writer();
    }

    /** For the same. */
    ProcessEncoder encoder() {
        return encoder;
    }

    /** For the same. */
    LogEncoder logEncoder() {
        return logEncoder;
    }

    /** For questions that no other package asks. */
    Connection connect() throws SQLException {
        return database.newReader();
    }

    @Override
    public @Nullable CommittedTick latest() {
        return latest;
    }

    @Override
    public StoreStatus status() {
        HotDatabase hot = database;
        Recovered damage = recovered;
        List<String> notes = Stream.concat(Stream.ofNullable(damage).map(Recovered::detail), lost.stream())
                .map(note -> "store: " + note)
                .toList();
        return activity.status(hot.fileBytes(), hot.walBytes(), notes);
    }

    /** Closes without a checkpoint: the writer has made one. */
    @Override
    public void close() {
        try {
            if (database.isInPlace()) {
                database.close();
                CleanMark.leave(new HotFiles(folder));
            } else {
                database.closeUntouched();
            }
        } catch (SQLException e) {
            LOG.log(WARNING, "the database did not close", e);
        }
        removeSnapshots();
    }
}
