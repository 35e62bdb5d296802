package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.query.History;
import dev.tachograph.store.OpeningTrial.Manner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a store that is damaged, and what is told of it. */
@Timeout(180)
class StoreRecoveryTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T03:00:00Z");
    private static final Instant FOR_EVER = Instant.parse("9999-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final List<Manner> trials = new ArrayList<>();

    /** A start on a host that has seen so many ticks, which commits two more. */
    private Started start(int past) throws Exception {
        return start(past, OpeningTrial::inChild);
    }

    private Started start(int past, OpeningTrial.Way way) throws Exception {
        try (DataDirectory directory = DataDirectory.hold(folder)) {
            RandomHost host = CommitHistory.host(BEGIN, past);
            OpeningTrial.Way counted = (where, manner) -> {
                trials.add(manner);
                return way.trial(where, manner);
            };
            try (Store store = Store.open(directory, CommitHistory.INTERVAL, host::wall, Long.MAX_VALUE, counted)) {
                CommitHistory.commit(store, host, CommitHistory.TICKS_PER_HOUR);
                CommitHistory.commit(store, host, CommitHistory.TICKS_PER_HOUR + 1);
                return new Started(
                        new History(store).gaps(Instant.EPOCH, FOR_EVER, 100).reversed(),
                        new History(store).events(Instant.EPOCH, FOR_EVER, 100).reversed(),
                        store.status().notes(),
                        ticks(store));
            }
        }
    }

    private static long ticks(Store store) throws SQLException {
        try (var connection = store.connect()) {
            return Sql.number(connection, "SELECT count(*) FROM ticks");
        }
    }

    /** What a start has left. */
    private record Started(List<Gap> gaps, List<Event> events, List<String> notes, long ticks) {}

    /** A recorder commits ticks and is killed; the log holds those after the checkpoint. */
    private HotFiles killed(int ticks, int checkpoint) throws Exception {
        try (Child child = Child.start(
                CommitHistory.class, folder.toString(), BEGIN.toString(), "0", "" + ticks, "" + checkpoint)) {
            assertThat(child.nextLine()).isEqualTo(CommitHistory.COMMITTED);
            child.kill();
        }
        return new HotFiles(folder);
    }

    private Path aside(String what, String name) throws IOException {
        try (var all = Files.walk(folder.resolve(SetAside.FOLDER))) {
            return all.filter(path -> path.toString().endsWith("-%s/%s".formatted(what, name)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void afterAnOrderlyEndNothingIsTriedUnlessTheFileIsAnotherOne() throws Exception {
        start(0);
        assertThat(trials).isEmpty();
        start(2);
        assertThat(trials).isEmpty();
        HotFiles files = new HotFiles(folder);
        Files.write(files.hot(), new byte[1], StandardOpenOption.APPEND);
        start(4);
        assertThat(trials).containsExactly(Manner.READ);
        Files.delete(folder.resolve(CleanMark.FILE));
        assertThat(start(6).notes()).isEmpty();
        assertThat(trials).containsExactly(Manner.READ, Manner.READ);
    }

    @Test
    void aLogThatIsWholeOrTornIsNoDamage() throws Exception {
        HotFiles files = killed(10, 4);
        Files.write(files.log(), new byte[] {9, 0, 0, 0, 0}, StandardOpenOption.APPEND);
        Started started = start(10);
        assertThat(trials).containsExactly(Manner.READ);
        assertThat(started.ticks()).isEqualTo(12);
        assertThat(started.notes()).isEmpty();
        assertThat(started.gaps()).singleElement().extracting(Gap::cause).isEqualTo(Gap.Cause.KILLED);
        assertThat(folder.resolve(SetAside.FOLDER)).doesNotExist();
    }

    @Test
    void ofADamagedLogTheBeginIsKeptAndTheRestIsReported() throws Exception {
        HotFiles files = killed(30, 10);
        byte[] log = Files.readAllBytes(files.log());
        log[log.length / 2] ^= 1;
        Files.write(files.log(), log);
        Started started = start(30);
        long left = started.ticks() - 2;
        assertThat(left).isBetween(11L, 29L);
        assertThat(aside("wal", files.log().getFileName().toString())).hasBinaryContent(log);
        Gap gap = started.gaps().getLast();
        assertThat(gap.cause()).isEqualTo(Gap.Cause.DAMAGED);
        assertThat(gap.from()).isEqualTo(at((int) left).plus(CommitHistory.INTERVAL));
        assertThat(gap.to()).isEqualTo(at(30).plus(CommitHistory.AWAY).plus(Duration.ofHours(1)));
        assertThat(gap.detail()).contains("set-aside/").contains("its first").contains("without a word");
        assertThat(started.events())
                .filteredOn(event -> event.kind() == Event.Kind.STORE_DAMAGED)
                .hasSize(1);
        assertThat(started.notes()).singleElement().asString().contains("set-aside/");
        assertThat(start(32).notes()).isEmpty();
        assertThat(folder.resolve(Recovered.FILE)).doesNotExist();
    }

    /** DuckDB takes this for a torn end, and would forget everything after it. */
    @Test
    void aLogThatDuckDbWouldSilentlyCutIsDamaged() throws Exception {
        HotFiles files = killed(30, 10);
        byte[] log = Files.readAllBytes(files.log());
        WriteAheadLog whole = WriteAheadLog.read(files.log());
        Files.write(files.log(), Arrays.copyOf(log, log.length * 2 / 3));
        long cut = WriteAheadLog.read(files.log()).wholeBytes();
        log[(int) cut + 7] = 1; // the highest byte of a length
        Files.write(files.log(), log);
        assertThat(OpeningTrial.inChild(folder, Manner.READ)).isInstanceOf(Verdict.Sound.class);
        Started started = start(30);
        assertThat(started.ticks()).isLessThan(32);
        assertThat(started.gaps().getLast().cause()).isEqualTo(Gap.Cause.DAMAGED);
        assertThat(started.gaps().getLast().detail())
                .contains("later ones can't be reached")
                .contains("" + (whole.commits() - started.ticks() + 12));
        assertThat(aside("wal", files.log().getFileName().toString())).hasBinaryContent(log);
    }

    @Test
    void aDamagedFileIsSetAsideWithItsLogAndTheNewestBackupThatCanBeReadTakesItsPlace() throws Exception {
        HotFiles files = killed(30, 20);
        Path backups = Files.createDirectory(folder.resolve("backups"));
        Path good = Files.createDirectory(backups.resolve("good"));
        try (DataDirectory directory = DataDirectory.hold(good)) {
            RandomHost host = CommitHistory.host(BEGIN, 0);
            try (Store store = Store.open(directory, CommitHistory.INTERVAL, host::wall)) {
                for (int i = 0; i < 5; i++) {
                    CommitHistory.commit(store, host, i);
                }
            }
        }
        Path newer = Files.createDirectory(backups.resolve("newer"));
        Files.writeString(newer.resolve(DataDirectory.HOT_FILE), "damaged, too");
        byte[] before = Files.readAllBytes(good.resolve(DataDirectory.HOT_FILE));
        byte[] hot = Files.readAllBytes(files.hot());
        byte[] log = Files.readAllBytes(files.log());
        hot[5000] ^= 1;
        Files.write(files.hot(), hot);
        Started started = start(30);
        assertThat(started.ticks()).isEqualTo(7);
        assertThat(started.gaps().getLast().cause()).isEqualTo(Gap.Cause.DAMAGED);
        assertThat(started.gaps().getLast().from()).isEqualTo(at(5).plus(CommitHistory.INTERVAL));
        assertThat(started.gaps().getLast().detail()).contains("the backup backups/good, which reaches until " + at(5));
        assertThat(aside("database", DataDirectory.HOT_FILE)).hasBinaryContent(hot);
        assertThat(aside("database", files.log().getFileName().toString())).hasBinaryContent(log);
        assertThat(good.resolve(DataDirectory.HOT_FILE)).hasBinaryContent(before);
    }

    @Test
    void withoutABackupOrASegmentEverythingSinceTheFirstFileWasMadeIsAGap() throws Exception {
        HotFiles files = killed(10, 10);
        Files.write(files.hot(), new byte[20_000]);
        Started started = start(10);
        assertThat(started.ticks()).isEqualTo(2);
        assertThat(started.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(Gap.Cause.DAMAGED);
            assertThat(gap.count()).isNull();
            assertThat(gap.detail()).contains("an empty one took its place");
        });
    }

    @Test
    void whatWasSetAsideIsToldByTheNextStartIfThisOneCouldNot() throws Exception {
        HotFiles files = killed(30, 10);
        byte[] log = Files.readAllBytes(files.log());
        log[log.length / 2] ^= 1;
        Files.write(files.log(), log);
        try (DataDirectory directory = DataDirectory.hold(folder)) {
            Store.open(directory, CommitHistory.INTERVAL, () -> BEGIN).close();
        }
        Started started = start(30);
        assertThat(started.gaps().getLast().cause()).isEqualTo(Gap.Cause.DAMAGED);
        assertThat(started.gaps().getLast().detail()).contains("its first");
        assertThat(started.notes()).hasSize(1);
        assertThat(start(32).notes()).isEmpty();
    }

    @Test
    void aRecorderThatDiedWhileOpeningIsFollowedByARehearsal() throws Exception {
        start(0);
        Files.move(folder.resolve(CleanMark.FILE), folder.resolve(CleanMark.OPENING));
        Started started = start(2);
        assertThat(trials).containsExactly(Manner.REHEARSE);
        assertThat(started.notes()).isEmpty();
        assertThat(started.ticks()).isEqualTo(4);
        assertThat(folder.resolve(CleanMark.OPENING)).doesNotExist();
        try (var all = Files.list(folder)) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(DataDirectory.HOT_FILE, "tachograph.lock", CleanMark.FILE);
        }
    }

    @Test
    void whatNobodyCouldTryStaysAsItIs() throws Exception {
        HotFiles files = killed(10, 4);
        Started started = start(10, (where, manner) -> new Verdict.Untried("no process could be started"));
        assertThat(started.ticks()).isEqualTo(12);
        assertThat(files.folder().resolve(SetAside.FOLDER)).doesNotExist();
    }

    @Test
    void aStoreOfANewerProgramIsRefusedAndStaysAsItIs() throws Exception {
        start(0);
        try (HotDatabase database = HotDatabase.open(folder)) {
            Sql.execute(database.writer(), "INSERT INTO schema_version VALUES (99, now(), 'future')");
        }
        byte[] content = Files.readAllBytes(folder.resolve(DataDirectory.HOT_FILE));
        CleanMark.leave(new HotFiles(folder));
        assertThatThrownBy(() -> start(2)).hasMessageContaining("use the newer program");
        assertThat(folder.resolve(DataDirectory.HOT_FILE)).hasBinaryContent(content);
        assertThat(folder.resolve(SetAside.FOLDER)).doesNotExist();
        assertThat(folder.resolve(CleanMark.FILE)).exists();
        assertThat(folder.resolve(CleanMark.OPENING)).doesNotExist();
    }

    /** When a tick was, counted from 1. */
    private static Instant at(int tick) {
        return BEGIN.plus(Duration.ofHours(1)).plus(CommitHistory.INTERVAL.multipliedBy(tick - 1));
    }
}
