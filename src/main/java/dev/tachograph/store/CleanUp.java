package dev.tachograph.store;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.tachograph.linux.Host;
import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.settings.Settings.Limit;
import dev.tachograph.settings.Settings.Retention;
import dev.tachograph.store.Eviction.Reason;
import dev.tachograph.store.StoreStatus.Failure;
import dev.tachograph.store.StoreStatus.Timed;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One look after the store: what has to go goes, hours and days that are over are sealed and merged, and folders that nobody
 * reads any more are removed. Each step is done whole or not at all; one that fails is told, and the others go on. For one
 * thread.
 */
final class CleanUp {
    private static final System.Logger LOG = System.getLogger(CleanUp.class.getName());
    private static final double BYTES_PER_MB = 1e6;
    private static final int MOST_SEALS = 1000;

    private final Store store;
    private final SegmentKeeper.OnWriter writer;
    private final SegmentKeeper keeper;
    private final Retention retention;
    private final DiskRoom room;
    private final InstantSource clock;
    private final TickClock time;
    private final Map<String, Failure> failures = new LinkedHashMap<>();
    private final Map<String, String> notes = new LinkedHashMap<>();
    private @Nullable Timed lastSeal;
    private @Nullable Timed lastCleanup;
    private long evictedSegments;
    private long evictedBytes;
    private boolean isNothingLeftToTrim;
    private BooleanSupplier isClosing = () -> false;

    CleanUp(Store store, SegmentKeeper.OnWriter writer, Retention retention, DiskRoom room, InstantSource clock) {
        this.store = store;
        this.writer = writer;
        this.keeper = new SegmentKeeper(store, writer, clock);
        this.retention = retention;
        this.room = room;
        this.clock = clock;
        this.time = new TickClock(store, shortestDays(retention));
    }

    private static int shortestDays(Retention retention) {
        return Stream.of(retention.processes(), retention.logs(), retention.metrics(), retention.rollups())
                .mapToInt(Limit::days)
                .min()
                .orElseThrow();
    }

    /** Something to do that may fail. */
    private interface Step {
        void take() throws SQLException, IOException;
    }

    /**
     * Looks at everything. What goes, goes first: nothing is merged that does not stay, and sealing needs room.
     *
     * @param closing whether what is left to seal and to merge may wait for the next start; limits don't
     */
    void run(BooleanSupplier closing) {
        isClosing = closing;
        Instant began = clock.instant();
        long beganNanos = System.nanoTime();
        attempt("reading the clock", time::read);
        attempt("retention", this::retain);
        attempt("removing folders", keeper::removeRetired);
        attempt("sealing", this::seal);
        attempt("merging", this::merge);
        attempt("retention", this::retain);
        attempt("removing folders", keeper::removeRetired);
        lastCleanup = new Timed(began, Duration.ofNanos(System.nanoTime() - beganNanos));
        tell();
    }

    /**
     * What is not left to the next cleanup: room where the disk is short of it, folders that wait for their last reader, and
     * one of the segments whose checksums were not compared for long, so that damage is found before somebody reads it.
     */
    void inBetween() {
        boolean isShort = room.look().missingBytes() > 0;
        boolean hadFailed = !failures.isEmpty();
        if (isShort && !isNothingLeftToTrim) {
            attempt("retention", this::retain);
        }
        if (keeper.isWaitingForReaders()) {
            attempt("removing folders", keeper::removeRetired);
        }
        attempt("sealing", this::sealFullLogs);
        attempt("checking", keeper::verifyNext);
        if (isShort || hadFailed || !notes.isEmpty() || !failures.isEmpty()) {
            tell();
        }
    }

    private void attempt(String what, Step step) {
        try {
            step.take();
            failures.remove(what);
        } catch (SQLException | IOException | RuntimeException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            Failure before = failures.get(what);
            if (before == null) {
                LOG.log(WARNING, what + " fails, and is tried again at the next cleanup", e);
            } else {
                LOG.log(WARNING, "{0} fails since {1}: {2}", what, before.at(), message);
            }
            Instant since = before == null ? clock.instant() : before.at();
            failures.put(what, new Failure(since, "%s fails: %s".formatted(what, message)));
        }
    }

    private void seal() throws SQLException, IOException {
        boolean sealedHours = sealAll(keeper::sealHour);
        boolean sealedLogs = sealAll(areLogsDue() ? keeper::sealLogs : keeper::sealFullLogs);
        if (sealedHours || sealedLogs) {
            writer.run(store::checkpointIfHalfDue); // rows that were sealed take their place until then
        }
    }

    /** A segment to be made. */
    private interface Making {
        boolean isMade() throws SQLException, IOException;
    }

    /** @return whether there was something to seal */
    private boolean sealAll(Making making) throws SQLException, IOException {
        int made = 0;
        while (made < MOST_SEALS && !isClosing.getAsBoolean() && timed(making)) {
            made++; // but not for ever: lines may come faster than they are sealed
        }
        return made > 0;
    }

    /** Log lines are sealed when the hour in which they were stored is over, or when they are many. */
    private boolean areLogsDue() {
        Instant since = store.unsealedLogsSince();
        return since != null
                && !since.truncatedTo(ChronoUnit.HOURS).equals(clock.instant().truncatedTo(ChronoUnit.HOURS));
    }

    /** Many log lines may come at once, and the hot file should not grow by all of them. */
    private void sealFullLogs() throws SQLException, IOException {
        if (sealAll(keeper::sealFullLogs)) {
            writer.run(store::checkpointIfHalfDue);
        }
    }

    private boolean timed(Making making) throws SQLException, IOException {
        Instant began = clock.instant();
        long beganNanos = System.nanoTime();
        boolean isMade = making.isMade();
        if (isMade) {
            lastSeal = new Timed(began, Duration.ofNanos(System.nanoTime() - beganNanos));
        }
        return isMade;
    }

    private void merge() throws SQLException, IOException {
        while (!isClosing.getAsBoolean() && keeper.mergeDay()) {
            keeper.removeRetired();
        }
    }

    /** What is over its limits goes; where nothing is left that could, it is sealed early and looked at once more. */
    private void retain() throws SQLException, IOException {
        if (isOverItsSize()) {
            writer.run(store::checkpointIfHalfDue); // what is in the log takes less once it is in the file
        }
        if (!evictOnce()) {
            return;
        }
        boolean sealedEarly = sealAll(keeper::sealEarly);
        boolean sealedLogs = sealAll(keeper::sealLogs);
        if (sealedEarly || sealedLogs) {
            writer.run(store::checkpointNow);
            evictOnce();
        }
    }

    private boolean isOverItsSize() throws SQLException {
        return holdings().stream()
                .flatMap(holding -> RetentionPlan.of(holding, time.now()).evictions().stream())
                .anyMatch(eviction -> eviction.reason() == Reason.SIZE);
    }

    /** @return whether a type is over its limit with nothing left to go */
    private boolean evictOnce() throws SQLException, IOException {
        List<Eviction> evictions = new ArrayList<>();
        List<Holding> left = new ArrayList<>();
        boolean sealEarly = false;
        boolean isWaiting = false;
        for (Holding holding : holdings()) {
            RetentionPlan plan = RetentionPlan.of(holding, time.now());
            isWaiting |= isWaiting(holding, plan);
            evictions.addAll(plan.evictions());
            left.add(holding.without(plan.evictions().size()));
            sealEarly |= plan.sealEarly();
        }
        noteWaiting(isWaiting);
        List<Eviction> early = trim(evictions, left);
        evictions.addAll(early);
        evict(evictions);
        if (!early.isEmpty()) {
            tellEarly(early);
        }
        return sealEarly;
    }

    private List<Holding> holdings() throws SQLException {
        HotFigures hot;
        try (Connection connection = store.connect()) {
            hot = HotFigures.read(connection);
        }
        long processBytes = hot.processBytes() + store.status().walBytes();
        Holding hours = rollUp(Segment.Type.HOURS, RollUpLimits.hours(retention.rollups()));
        return List.of(
                holding(Segment.Type.PROCESSES, processBytes, hot, retention.processes()),
                holding(Segment.Type.LOGS, hot.logBytes(), hot, retention.logs()),
                holding(Segment.Type.METRICS, hot.metricBytes(), hot, retention.metrics()),
                rollUp(Segment.Type.MINUTES, RollUpLimits.minutes(retention.rollups(), hours.bytes())),
                hours);
    }

    private Holding holding(Segment.Type type, long hotBytes, HotFigures hot, Limit limit) {
        return new Holding(
                type.word(),
                kept(type),
                hotBytes,
                hot.span(),
                hot.growth(hotBytes, retention.cleanupInterval()),
                limit);
    }

    /** Of these nothing is ever hot. */
    private Holding rollUp(Segment.Type type, Limit limit) {
        return new Holding(type.word(), kept(type), 0, Duration.ZERO, 0, limit);
    }

    private List<KeptSegment> kept(Segment.Type type) {
        return store.segments().stream()
                .filter(segment -> segment.type() == type)
                .map(Segment::kept)
                .toList();
    }

    /** What the disk is short of beyond what goes anyway, and what has gone already but for its last reader. */
    private List<Eviction> trim(List<Eviction> evictions, List<Holding> left) throws SQLException, IOException {
        DiskRoom.Room now = room.look();
        long coming = bytes(evictions) + keeper.retiredBytes();
        long missing = now.missingBytes() - coming;
        List<Eviction> early = EarlyTrim.of(left, missing);
        isNothingLeftToTrim = missing > bytes(early);
        room.setNothingLeftToTrim(isNothingLeftToTrim);
        if (now.missingBytes() > 0) {
            notes.put(
                    "disk",
                    "%.2f GB are free on the disk and min_free_disk_gb keeps %.2f GB: %s"
                            .formatted(
                                    now.freeBytes() / 1e9,
                                    now.leastBytes() / 1e9,
                                    isNothingLeftToTrim
                                            ? "only the newest hour is left of what was recorded before"
                                            : "the oldest data goes early"));
        } else {
            notes.remove("disk");
        }
        return early;
    }

    private static long bytes(List<Eviction> evictions) {
        return evictions.stream()
                .mapToLong(eviction -> eviction.segment().bytes())
                .sum();
    }

    private void evict(List<Eviction> evictions) throws SQLException, IOException {
        if (evictions.isEmpty()) {
            return;
        }
        List<Segment> gone = store.segments().stream()
                .filter(segment -> evictions.stream()
                        .anyMatch(each -> each.type().equals(segment.type().word())
                                && each.segment().tick() == segment.fromTick()))
                .toList();
        keeper.evict(gone);
        evictedSegments += gone.size();
        evictedBytes += bytes(evictions);
        for (Reason reason : Reason.values()) {
            List<Eviction> some =
                    evictions.stream().filter(each -> each.reason() == reason).toList();
            if (!some.isEmpty()) {
                LOG.log(INFO, "{0}", words(some));
            }
        }
        keeper.removeRetired();
    }

    private static String words(List<Eviction> evictions) {
        return "%s: %d segments from %s to %s with %.1f MB were deleted"
                .formatted(
                        switch (evictions.getFirst().reason()) {
                            case AGE -> "the limit of age was reached";
                            case SIZE -> "the limit of size was reached";
                            case DISK -> "free disk space was short";
                        },
                        evictions.size(),
                        evictions.getFirst().segment().from(),
                        evictions.getLast().segment().to(),
                        bytes(evictions) / BYTES_PER_MB);
    }

    /** A deletion that no limit of its type asked for is a fact that belongs to the record. */
    private void tellEarly(List<Eviction> early) throws SQLException {
        Instant at = clock.instant();
        notes.put("trim", "at %s %s".formatted(at.truncatedTo(ChronoUnit.SECONDS), words(early)));
        var event = new Event(at, bootId(), Event.Kind.DATA_TRIMMED, null, words(early));
        writer.run(() -> store.commit(List.of(event), List.<Gap>of()));
    }

    private UUID bootId() {
        CommittedTick newest = store.latest();
        return newest == null ? Host.bootId() : newest.tick().bootId();
    }

    /** Only where the wait changes something: nobody has to know of it in the first days. */
    private boolean isWaiting(Holding holding, RetentionPlan plan) {
        Instant newest = time.newest();
        return time.now() == null
                && newest != null
                && RetentionPlan.of(holding, newest).evictions().size()
                        > plan.evictions().size();
    }

    private void noteWaiting(boolean isWaiting) {
        if (isWaiting) {
            notes.put(
                    "clock",
                    "the wall clock was set, so nothing is deleted by age until it has been steady for another %d min"
                            .formatted(time.missing().toMinutes()));
        } else {
            notes.remove("clock");
        }
    }

    private void tell() {
        store.setUpkeep(new Upkeep(
                lastSeal,
                lastCleanup,
                evictedSegments,
                evictedBytes,
                time.now() == null ? time.missing() : Duration.ZERO,
                List.copyOf(failures.values()),
                List.copyOf(notes.values())));
    }
}
