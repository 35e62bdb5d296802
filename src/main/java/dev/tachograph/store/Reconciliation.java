package dev.tachograph.store;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the manifest and the folders of segments together when the store is opened. They differ after the recorder was
 * killed between the rename of a folder and the commit that makes it count, and after the hot file was lost, or replaced by
 * an old one:
 *
 * <ul>
 *   <li>A folder that the manifest does not know is taken in; hot rows that it holds are removed, and so are segments that
 *       it was merged from. It has to be whole by its own checksums and to tell the same history; otherwise it is set aside.
 *   <li>A segment whose folder is missing or cut short is taken out, and its stretch is a gap.
 *   <li>What was being written is removed, and what the manifest has retired.
 * </ul>
 */
final class Reconciliation {
    private static final System.Logger LOG = System.getLogger(Reconciliation.class.getName());

    private final Path dataDirectory;
    private final Connection connection;
    private final InstantSource clock;
    /** Taken out of the manifest, and not told of yet: a segment that was merged from them may turn up. */
    private final List<Segment> missing = new ArrayList<>();

    private final List<String> lost = new ArrayList<>();

    private Reconciliation(Path dataDirectory, Connection connection, InstantSource clock) {
        this.dataDirectory = dataDirectory;
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * Leaves a manifest that lists exactly what lies in the folder, each in one transaction.
     *
     * @return what was found to be lost, in sentences
     */
    static List<String> run(Path dataDirectory, Connection connection, InstantSource clock) throws SQLException {
        try {
            var reconciliation = new Reconciliation(dataDirectory, connection, clock);
            reconciliation.run();
            return List.copyOf(reconciliation.lost);
        } catch (IOException e) {
            throw new SQLException("%s: %s".formatted(dataDirectory.resolve("segments"), e.getMessage()), e);
        }
    }

    private void run() throws IOException, SQLException {
        try {
            reconcile();
        } catch (SQLException e) {
            rollBack();
            if (dropDamaged() == 0) {
                throw e;
            }
            reconcile();
        }
    }

    private void reconcile() throws IOException, SQLException {
        removeRetired();
        dropMissing();
        for (Segment.Type type : Segment.Type.values()) {
            takeIn(type);
        }
        List<Segment> segments = Manifest.read(connection);
        if (!Manifest.areViewsOf(connection, segments)) {
            inTransaction(() -> Manifest.renewViews(connection, segments));
        }
        removeRetired(); // hours from which a day was merged that was taken in
    }

    /** What belongs into one transaction. */
    private interface Work {
        void done() throws SQLException;
    }

    private void inTransaction(Work work) throws SQLException {
        Sql.execute(connection, "BEGIN TRANSACTION");
        work.done();
        Sql.execute(connection, "COMMIT");
    }

    private void rollBack() {
        try {
            Sql.execute(connection, "ROLLBACK");
        } catch (SQLException _) {
            // there was nothing to roll back
        }
    }

    /**
     * Views can't be made over a file whose end can't be read. All segments are compared with their checksums then, which is
     * else done bit by bit while the recorder runs.
     *
     * @return how many are damaged
     */
    private int dropDamaged() throws IOException, SQLException {
        int damaged = 0;
        for (Segment segment : Manifest.read(connection)) {
            Path folder = dataDirectory.resolve(segment.folder());
            List<String> problems = segment.checksums().compare(folder);
            if (!problems.isEmpty()) {
                damaged++;
                drop(segment, problems.getFirst());
                setAside(folder, problems.getFirst());
            }
        }
        return damaged;
    }

    private void drop(Segment segment, String why) throws SQLException {
        inTransaction(() -> {
            Manifest.remove(connection, segment);
            ManifestChange.tellLost(connection, segment, why, clock.instant());
        });
        lost.add(why);
        LOG.log(WARNING, "{0} is lost: {1}", segment, why);
    }

    /** The folders first: where the disk is full, that makes room for what has to be written. */
    private void removeRetired() throws SQLException {
        List<Manifest.Retired> removed = new ArrayList<>();
        for (Manifest.Retired retired : Manifest.retired(connection)) {
            try {
                SegmentFolder.remove(dataDirectory, retired.folder());
                removed.add(retired);
            } catch (IOException e) {
                LOG.log(WARNING, "{0} can''t be removed yet: {1}", retired.folder(), e.getMessage());
            }
        }
        for (Manifest.Retired retired : removed) {
            Manifest.forget(connection, retired);
        }
    }

    /** Takes segments out of the manifest whose files are not there, or not as long as they were. */
    private void dropMissing() throws SQLException {
        for (Segment segment : Manifest.read(connection)) {
            if (!isInPlace(segment)) {
                missing.add(segment);
                drop(segment, ManifestChange.whyMissing(segment));
                Path folder = dataDirectory.resolve(segment.folder());
                if (Files.exists(folder)) {
                    setAside(folder, "it is cut short");
                }
            }
        }
    }

    private boolean isInPlace(Segment segment) {
        Path folder = dataDirectory.resolve(segment.folder());
        return segment.files().stream().allMatch(file -> {
            try {
                return Files.size(folder.resolve(file.name())) == file.bytes();
            } catch (NoSuchFileException e) {
                return false;
            } catch (IOException e) {
                return true; // nobody knows; whoever compares checksums will
            }
        });
    }

    /** Larger folders first: a day before the hours that it was merged from. */
    private void takeIn(Segment.Type type) throws IOException, SQLException {
        List<Segment> unknown = new ArrayList<>();
        Set<Path> known = new HashSet<>();
        Manifest.read(connection).forEach(segment -> known.add(dataDirectory.resolve(segment.folder())));
        for (Path folder : SegmentFolder.unfinished(dataDirectory, type)) {
            Durable.remove(folder);
        }
        for (Path folder : SegmentFolder.all(dataDirectory, type)) {
            if (!known.contains(folder)) {
                read(folder).ifPresent(unknown::add);
            }
        }
        unknown.sort(Comparator.comparingLong(Segment::ticks).reversed());
        for (Segment segment : unknown) {
            takeIn(segment);
        }
    }

    private Optional<Segment> read(Path folder) {
        try {
            return Optional.of(SegmentFolder.read(connection, folder));
        } catch (IOException | SQLException e) {
            setAside(folder, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void takeIn(Segment segment) throws SQLException {
        List<Segment> others =
                Manifest.read(connection).stream().filter(segment::overlaps).toList();
        if (!others.stream().allMatch(segment::covers)) {
            setAside(dataDirectory.resolve(segment.folder()), "its ticks are in other segments");
        } else if (!tellsSameHistory(segment)) {
            setAside(dataDirectory.resolve(segment.folder()), "other ticks have its numbers");
        } else if (hotTicksOfMadeFrom(segment) == segment.ticks()) {
            remove(segment);
        } else if (hotTicksOfMadeFrom(segment) > 0) {
            setAside(dataDirectory.resolve(segment.folder()), "some of its ticks will be sealed again");
        } else {
            inTransaction(() -> {
                ManifestChange.adopt(connection, dataDirectory, new Sealed(segment, others), clock.instant());
                takeBackFewRows(segment);
                for (Segment found : missing.stream().filter(segment::covers).toList()) {
                    ManifestChange.takeBackLost(connection, found);
                }
            });
            missing.stream()
                    .filter(segment::covers)
                    .map(ManifestChange::whyMissing)
                    .forEach(lost::remove);
            LOG.log(INFO, "{0} was not in the list of segments and is again", segment);
        }
    }

    /**
     * What was made from ticks counts with them: as long as all of these are hot, all will be made again, as after sealing that was
     * cut short. Where an older hot file has but some of them, the rest is nowhere else.
     */
    private long hotTicksOfMadeFrom(Segment segment) throws SQLException {
        return switch (segment.type()) {
            case PROCESSES, LOGS -> 0;
            case METRICS, MINUTES, HOURS ->
                Sql.number(
                        connection,
                        "SELECT count(*) FROM hot.ticks WHERE tick >= %d AND tick < %d"
                                .formatted(segment.fromTick(), segment.untilTick()));
        };
    }

    private void remove(Segment segment) throws SQLException {
        try {
            SegmentFolder.remove(dataDirectory, segment.folder());
            LOG.log(INFO, "{0} was not finished, and will be made again", segment);
        } catch (IOException e) {
            throw new SQLException("%s: %s".formatted(segment.folder(), e.getMessage()), e);
        }
    }

    /** Hot ticks or lines with the same numbers have to be the same ones; roll-ups say of which time each tick was. */
    private boolean tellsSameHistory(Segment segment) throws SQLException {
        return switch (segment.type()) {
            case PROCESSES ->
                isSame(segment, SegmentTable.TICKS, "s.timestamp = h.timestamp AND s.boot_id = h.boot_id");
            case LOGS ->
                isSame(segment, SegmentTable.LOG_LINES, "s.timestamp = h.timestamp AND s.sequence = h.sequence");
            case METRICS -> isSame(segment, SegmentTable.HOST, "s.timestamp = h.timestamp");
            case MINUTES, HOURS -> areOfSameTime(segment);
        };
    }

    private boolean areOfSameTime(Segment segment) throws SQLException {
        String period = segment.type() == Segment.Type.HOURS ? "hour" : "minute";
        return Sql.number(connection, """
                SELECT count(*) FROM read_parquet(%s, hive_partitioning = false) s JOIN hot.ticks h USING (tick)
                WHERE s.timestamp <> date_trunc('%s', h.timestamp)
                """.formatted(Sql.text(dataDirectory.resolve(segment.mainFile())), period)) == 0;
    }

    private boolean isSame(Segment segment, SegmentTable table, String same) throws SQLException {
        return Sql.number(connection, """
                SELECT count(*) FROM hot.%1$s h LEFT JOIN read_parquet(%2$s, hive_partitioning = false) s
                    ON s.%3$s = h.%3$s AND %4$s
                WHERE h.%3$s >= %5$d AND h.%3$s < %6$d AND s.%3$s IS NULL
                """.formatted(
                                table.word(),
                                Sql.text(dataDirectory.resolve(segment.mainFile())),
                                table.number(),
                                same,
                                segment.fromTick(),
                                segment.untilTick()))
                == 0;
    }

    private Path file(Segment segment, SegmentTable table) {
        return dataDirectory.resolve(segment.folder()).resolve(table.file());
    }

    /** Events and gaps are read where they are hot; some may have been told since these were sealed. */
    private void takeBackFewRows(Segment segment) throws SQLException {
        for (SegmentTable table : SegmentTable.values()) {
            if (!table.isReadSealed() && segment.holds(table)) {
                Sql.execute(connection, """
                        INSERT INTO hot.%1$s (%2$s)
                        SELECT %3$s FROM read_parquet(%4$s, hive_partitioning = false) EXCEPT ALL SELECT %2$s FROM hot.%1$s
                        """.formatted(
                                table.word(),
                                table.columns(),
                                table.columns(segment.schemaVersion()),
                                Sql.text(file(segment, table))));
            }
        }
    }

    /** A folder that can't be moved stays where nobody reads it: that must not keep the recorder from starting. */
    private void setAside(Path folder, String why) {
        try {
            Path now = SetAside.move(dataDirectory, folder, "segment", clock.instant());
            LOG.log(WARNING, "{0} is set aside as {1}: {2}", folder, now, why);
        } catch (IOException e) {
            LOG.log(WARNING, "{0} is not used and can''t be set aside ({1}): {2}", folder, e.getMessage(), why);
        }
    }
}
