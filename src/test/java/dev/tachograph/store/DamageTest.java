package dev.tachograph.store;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.Gap;
import dev.tachograph.query.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damage at random places: the recorder starts every time and records, what is left is as it was recorded, and what is lost
 * lies in a gap that says so. What was damaged is set aside as it was found.
 */
@Tag("crash")
@Timeout(1200)
class DamageTest {
    private static final System.Logger LOG = System.getLogger(DamageTest.class.getName());
    private static final int PLACES = Integer.getInteger("damage.places", 200);
    private static final int PLACES_IN_PROCESSES_OF_THEIR_OWN = 10;
    private static final int TICKS = 150;
    private static final int TICKS_UNTIL_CHECKPOINT = 110;
    private static final int TICKS_IN_BACKUP = 90;
    private static final Instant FOR_EVER = Instant.parse("9999-01-01T00:00:00Z");

    /** Every column that users see; the numbers of processes are given anew when the newest are lost. */
    private static final String TICK_SUMS = """
            SELECT epoch_us(timestamp), count(*), bit_xor(hash(COLUMNS(* EXCLUDE (process_id)))) FROM process_metrics GROUP BY ALL
            """;

    /** What is damaged. */
    private enum Target {
        /** The log of a recorder that was killed. */
        LOG,
        /** The hot file of a recorder that was killed. */
        FILE,
        /** The hot file of a recorder that was killed, with a backup beside it. */
        FILE_WITH_BACKUP,
        /** The hot file of a recorder that ended in order. */
        CLEAN_FILE,
        /** Any file of a segment. */
        SEGMENT,
        /** The mark of an orderly end. */
        MARK
    }

    /** How many rows a tick has, and what they add up to. */
    private record TickSum(long rows, long sum) {}

    /** What was counted. */
    private static final class Toll {
        final Map<Target, Integer> places = new EnumMap<>(Target.class);
        final Map<Damage.Kind, Integer> kinds = new EnumMap<>(Damage.Kind.class);
        int withoutEffect;
        int setAside;
        int trials;
        int crashes;
        long acknowledged;
        long left;
        long lostAndReported;
        final List<String> wrong = new ArrayList<>();

        @Override
        public String toString() {
            return "places %s %s, of which %d were of no consequence and %d made it set something aside; %d trials, of which %d ended their process; ticks acknowledged %d, left %d, lost and reported %d; wrong: %s"
                    .formatted(
                            places,
                            kinds,
                            withoutEffect,
                            setAside,
                            trials,
                            crashes,
                            acknowledged,
                            left,
                            lostAndReported,
                            wrong);
        }
    }

    @TempDir
    private Path temporary;

    private final long seed = new Random().nextLong();
    private final RandomGenerator random = new Random(seed);
    private final Toll toll = new Toll();
    private final TrialServer trials = new TrialServer();
    /** Before everything that is made here, as the age of files tells when recording began. */
    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3600);

    private Path killed;
    private Path ended;
    private Map<Instant, TickSum> recorded = Map.of();

    @BeforeEach
    void record() throws Exception {
        killed = temporary.resolve("killed");
        history(killed, TICKS, TICKS_UNTIL_CHECKPOINT);
        ended = temporary.resolve("ended");
        copy(killed, ended);
        try (DataDirectory directory = DataDirectory.hold(ended)) {
            Store store = Store.open(directory, CommitHistory.INTERVAL, () -> begin, Long.MAX_VALUE, trials);
            recorded = sums(store);
            store.checkpoint();
            store.close();
        }
        assertThat(recorded).hasSize(TICKS);
        assertThat(killed.resolve(Segment.root(Segment.Type.PROCESSES))).isNotEmptyDirectory();
        assertThat(ended.resolve(CleanMark.FILE)).exists();
        Path backup = temporary.resolve("backup");
        history(backup, TICKS_IN_BACKUP, TICKS_IN_BACKUP);
    }

    @AfterEach
    void end() throws IOException {
        trials.close();
    }

    private void history(Path folder, int ticks, int checkpoint) throws Exception {
        try (Child child = Child.start(
                CommitHistory.class, folder.toString(), begin.toString(), "0", "" + ticks, "" + checkpoint)) {
            assertThat(child.nextLine()).isEqualTo(CommitHistory.COMMITTED);
            child.kill();
        }
    }

    @Test
    void whateverIsDamagedTheRecorderStartsAndWhatIsLostIsReported() throws Exception {
        for (int place = 0; place < PLACES; place++) {
            damageOnce(place, place < PLACES_IN_PROCESSES_OF_THEIR_OWN);
        }
        toll.trials = trials.trials();
        toll.crashes = trials.crashes();
        LOG.log(INFO, "seed {0}: {1}", Long.toString(seed), toll);
        assertThat(toll.wrong).as("seed %d: %s", seed, toll).isEmpty();
        assertThat(toll.places).as(toll.toString()).containsOnlyKeys(Target.values());
    }

    private Target target() {
        Target[] targets = {
            Target.LOG,
            Target.LOG,
            Target.LOG,
            Target.LOG,
            Target.FILE,
            Target.FILE,
            Target.FILE_WITH_BACKUP,
            Target.CLEAN_FILE,
            Target.SEGMENT,
            Target.SEGMENT,
            Target.MARK
        };
        return targets[random.nextInt(targets.length)];
    }

    private void damageOnce(int place, boolean inProcessOfItsOwn) throws Exception {
        Target target = target();
        Path folder = temporary.resolve("place" + place);
        copy(target == Target.CLEAN_FILE || target == Target.MARK ? ended : killed, folder);
        if (target == Target.FILE_WITH_BACKUP) {
            copy(temporary.resolve("backup"), folder.resolve("backups").resolve("earlier"));
        }
        Path file = file(target, folder);
        Damage damage = Damage.random(random, file);
        toll.places.merge(target, 1, Integer::sum);
        toll.kinds.merge(damage.kind(), 1, Integer::sum);
        damage.applyTo(file, random);
        byte[] damaged = Files.readAllBytes(file);
        String what = "place %d, %s of %s".formatted(place, damage, file);
        try {
            if (inProcessOfItsOwn) {
                goOnInProcessOfItsOwn(folder);
            }
            goOn(folder, file, damaged, what, inProcessOfItsOwn ? TICKS + 1 : TICKS);
        } catch (SQLException | StoreException | IOException e) {
            toll.wrong.add(what + ": " + e);
        }
        Durable.remove(folder);
    }

    private Path file(Target target, Path folder) throws IOException {
        var files = new HotFiles(folder);
        return switch (target) {
            case LOG -> files.log();
            case FILE, FILE_WITH_BACKUP, CLEAN_FILE -> files.hot();
            case MARK -> folder.resolve(CleanMark.FILE);
            case SEGMENT -> {
                try (var all = Files.walk(folder.resolve(Segment.root(Segment.Type.PROCESSES)))) {
                    List<Path> sealed = all.filter(Files::isRegularFile).toList();
                    yield sealed.get(random.nextInt(sealed.size()));
                }
            }
        };
    }

    /** A start for real, with its trial in a process of that process. */
    private void goOnInProcessOfItsOwn(Path folder) throws Exception {
        try (Child child =
                Child.start(CommitHistory.class, folder.toString(), begin.toString(), "" + TICKS, "1", "9")) {
            assertThat(child.nextLine()).isEqualTo(CommitHistory.COMMITTED);
            child.kill();
        }
    }

    private void goOn(Path folder, Path file, byte[] damaged, String what, int past) throws Exception {
        try (DataDirectory directory = DataDirectory.hold(folder)) {
            RandomHost host = CommitHistory.host(begin, past);
            try (Store store = Store.open(directory, CommitHistory.INTERVAL, host::wall, Long.MAX_VALUE, trials)) {
                CommitHistory.commit(store, host, CommitHistory.TICKS_PER_HOUR); // the first of a run has no interval
                CommitHistory.commit(store, host, past + 1);
                var keeper = new SegmentKeeper(store, SegmentKeeper.OnWriter.DIRECTLY, host::wall);
                while (keeper.verifyNext()) {
                    // until all are
                }
                check(store, what);
                if (Files.exists(folder.resolve(SetAside.FOLDER))) {
                    toll.setAside++;
                    checkSetAside(folder.resolve(SetAside.FOLDER), file, damaged, what);
                }
            }
        }
    }

    private void check(Store store, String what) throws SQLException, StoreException {
        Map<Instant, TickSum> found = sums(store);
        List<Gap> gaps = new History(store).gaps(Instant.EPOCH, FOR_EVER, 1000);
        long left = 0;
        for (var tick : recorded.entrySet()) {
            Instant at = tick.getKey();
            boolean isInGap = gaps.stream().anyMatch(gap -> covers(gap, at));
            TickSum sum = found.remove(at);
            if (sum == null && !isInGap) {
                toll.wrong.add("%s: the tick of %s is lost, and %s".formatted(what, at, gaps));
            } else if (sum != null && !sum.equals(tick.getValue())) {
                toll.wrong.add("%s: the tick of %s is not what was recorded".formatted(what, at));
            } else if (sum != null && isInGap) {
                toll.wrong.add("%s: the tick of %s is there, and within %s".formatted(what, at, gaps));
            }
            left += sum == null ? 0 : 1;
        }
        toll.acknowledged += recorded.size();
        toll.left += left;
        toll.lostAndReported += recorded.size() - left;
        if (left == recorded.size()) {
            toll.withoutEffect++;
        }
        if (found.size() < 2 || found.size() > 3) {
            toll.wrong.add(
                    "%s: there are other ticks than those that were recorded: %s".formatted(what, found.keySet()));
        }
    }

    private static boolean covers(Gap gap, Instant at) {
        Instant to = gap.to();
        return (gap.cause() == Gap.Cause.DAMAGED || gap.cause() == Gap.Cause.KILLED)
                && !gap.from().isAfter(at)
                && to != null
                && at.isBefore(to);
    }

    private void checkSetAside(Path setAside, Path file, byte[] damaged, String what) throws IOException {
        try (var all = Files.walk(setAside)) {
            List<Path> same =
                    all.filter(aside -> aside.endsWith(file.getFileName())).toList();
            if (same.size() != 1 || !Arrays.equals(Files.readAllBytes(same.getFirst()), damaged)) {
                toll.wrong.add("%s: what was damaged is not in %s: %s".formatted(what, setAside, same));
            }
        }
    }

    private static Map<Instant, TickSum> sums(Store store) throws SQLException, StoreException {
        Map<Instant, TickSum> sums = new TreeMap<>();
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement();
                ResultSet tick = statement.executeQuery(TICK_SUMS)) {
            while (tick.next()) {
                sums.put(
                        Micros.toInstant(tick.getLong(1)),
                        new TickSum(tick.getLong(2), tick.getObject(3).hashCode()));
            }
        }
        return sums;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.toAbsolutePath().getParent());
        try (var all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
