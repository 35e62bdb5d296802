package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was cut from a record says of its window of time what the record says. */
class CutTest {
    @TempDir
    static Path shared;

    private static Path record;

    /** Records that are asked again and again. */
    private static final Map<Path, CutHere> open = new HashMap<>();

    @TempDir
    Path work;

    @AfterAll
    static void close() throws SQLException {
        for (CutHere each : open.values()) {
            each.close();
        }
        open.clear();
    }

    /** Two runs, a clock that is set, a suspend, another boot; sealed up to some stretch, the rest hot. */
    @BeforeAll
    static void live() throws Exception {
        record = shared.resolve("record");
        EventfulLife.main(new String[] {record.toString(), "STOPPED"});
    }

    @Test
    void everyWindowSaysTheSameAsTheRecord() throws Exception {
        var random = new SplittableRandom(20);
        List<Instant> ticks = ticks();
        assertThat(ticks).hasSizeGreaterThan(250);
        check(ticks.getFirst(), ticks.getLast().plusSeconds(60), "all");
        for (int i = 0; i < 9; i++) {
            Instant from = ticks.get(random.nextInt(ticks.size() - 2)).plusMillis(random.nextInt(-3000, 3000));
            Instant to = from.plusSeconds(random.nextInt(1, 1500));
            check(from, to, "seed 20, window " + i);
        }
    }

    @Test
    void aCutOfACutIsTheSame() throws Exception {
        List<Instant> ticks = ticks();
        Instant from = ticks.get(40);
        Instant to = ticks.get(200).plusSeconds(2);
        Path first = cut(record, from, to, work.resolve("1"));
        Path second = cut(first, from, to, work.resolve("2"));
        for (CutTable table : CutTable.values()) {
            equal(rows(second, table.whole()), rows(first, table.whole()), table.word());
        }
    }

    @Test
    void aWindowWithoutTicksHasWhatElseThereIs() throws Exception {
        Instant end = ticks().getLast();
        Path made = cut(record, end.plusSeconds(1), end.plusSeconds(3), work.resolve("1"));
        assertThat(rows(made, "SELECT * FROM ticks")).isEmpty();
        assertThat(rows(made, "SELECT * FROM process_metrics")).isEmpty();
        try (StoppedStore store = StoppedStore.open(made)) {
            assertThat(store.latest()).isNull();
        }
    }

    @Test
    void otherColumnsOrTypesAreRefused() throws Exception {
        List<Instant> ticks = ticks();
        Map<CutTable, Path> files = files(record, ticks.get(3), ticks.get(60), work.resolve("raw"));
        refused(
                files,
                CutTable.TICKS,
                "SELECT * EXCLUDE (exits), 1 AS extra FROM %s",
                "exits is missing",
                "extra does not belong");
        refused(
                files,
                CutTable.HOST,
                "SELECT * REPLACE (tick::VARCHAR AS tick) FROM %s",
                "tick is VARCHAR and has to be INTEGER");
        refused(files, CutTable.EVENTS, "SELECT *, 1 AS \"a'; DROP TABLE hot.ticks; --\" FROM %s", "does not belong");
        refused(files, CutTable.PROCESS_SAMPLES, "SELECT * REPLACE ([name] AS name) FROM %s", "name is VARCHAR[]");
        refused(files, CutTable.PROCESSES, "SELECT process_id FROM %s", "boot_id is missing");
        Files.writeString(files.get(CutTable.GAPS), "PAR1 this is none PAR1");
        assertThatThrownBy(() -> take(files)).isInstanceOf(StoreException.class);
    }

    private void refused(Map<CutTable, Path> files, CutTable table, String query, String... said) throws Exception {
        Path file = Objects.requireNonNull(files.get(table));
        Path whole = work.resolve("whole.parquet");
        Files.move(file, whole);
        try (var here = new CutHere(record)) {
            here.write(query.formatted("read_parquet(" + Sql.text(whole) + ")"), file);
        }
        for (String part : said) {
            assertThatThrownBy(() -> take(files))
                    .hasMessageContaining(table.word())
                    .hasMessageContaining(part);
        }
        Files.delete(file);
        Files.move(whole, file);
    }

    private void take(Map<CutTable, Path> files) throws Exception {
        Path folder = Files.createTempDirectory(work, "made");
        try (CutStore made = CutStore.make(folder.resolve("data"), work, CutStore.schema())) {
            made.take(files);
        }
    }

    private void check(Instant from, Instant to, String name) throws Exception {
        Path place = Files.createTempDirectory(work, "cut");
        Path made = cut(record, from, to, place);
        CutSpan span = span(record, from, to);
        String window = "timestamp >= %s AND timestamp < %s".formatted(Sql.instant(from), Sql.instant(to));
        String ticks = span.ticks() == null
                ? "false"
                : "tick BETWEEN %d AND %d"
                        .formatted(span.ticks().first(), span.ticks().last());
        for (String view :
                List.of("process_metrics", "ticks", "cpu", "memory", "load", "pressure", "disks", "networks")) {
            same(made, "SELECT * FROM %s WHERE %s".formatted(view, ticks), name);
        }
        for (String view : List.of("process_exits", "journal_logs", "log_values", "events")) {
            same(made, "SELECT * FROM %s WHERE %s".formatted(view, window), name);
        }
        same(
                made,
                "SELECT process_id, sum(cpu_us), sum(read_bytes), sum(write_bytes) FROM process_changes WHERE %s GROUP BY ALL HAVING sum(cpu_us) > 0"
                        .formatted(ticks),
                name);
        same(
                made,
                "SELECT * EXCLUDE (last_seen, exited, name, cmdline, \"user\", user_id, parent_pid, unit, user_unit, slice,"
                        + " session, container, container_runtime, container_name, cgroup, generation) FROM processes WHERE process_id IN"
                        + " (SELECT process_id FROM process_metrics WHERE " + ticks + ")",
                name);
        equal(
                rows(made, "SELECT process_id, last_seen, name, cmdline, unit, generation, parent_pid FROM processes"),
                rows(
                        record,
                        "SELECT process_id, max_by(timestamp, tick) AS last_seen, max_by(name, tick) AS name,"
                                + " arg_max_null(cmdline, tick) AS cmdline, arg_max_null(unit, tick) AS unit, max_by(generation, tick) AS generation,"
                                + " max_by(parent_pid, tick) AS parent_pid FROM process_metrics WHERE " + ticks
                                + " GROUP BY process_id"),
                name);
        states(made, span, "filesystems", "mount_point", name);
        states(made, span, "cgroups", "cgroup", name);
        same(
                made,
                "SELECT * FROM gaps WHERE from_time < make_timestamptz(%2$d) AND coalesce(to_time > make_timestamptz(%1$d), true)"
                        .formatted(Micros.of(from), Micros.of(to)),
                name);
    }

    /** Behind the first tick every row; at the first all that the record knew then. */
    private void states(Path made, CutSpan span, String view, String key, String name) throws Exception {
        if (span.ticks() == null) {
            assertThat(rows(made, "SELECT * FROM " + view)).isEmpty();
            return;
        }
        int first = span.ticks().first();
        same(
                made,
                "SELECT * FROM %s WHERE tick > %d AND tick <= %d"
                        .formatted(view, first, span.ticks().last()),
                name);
        String state = "SELECT %2$s FROM %1$s WHERE tick <= %3$d AND tick >= %4$d GROUP BY %2$s %5$s"
                .formatted(
                        view,
                        key,
                        first,
                        span.ticks().keyframe(),
                        view.equals("cgroups") ? "HAVING NOT max_by(gone, tick) OR max(tick) = " + first : "");
        same(made, state, name);
    }

    private void same(Path made, String query, String name) throws Exception {
        equal(rows(made, query), rows(record, query), name + ": " + query);
    }

    private static void equal(List<String> found, List<String> wanted, String name) {
        List<String> more = new ArrayList<>(found);
        wanted.forEach(more::remove);
        List<String> missing = new ArrayList<>(wanted);
        found.forEach(missing::remove);
        assertThat(more.stream().limit(3)).as("%s: too much", name).isEmpty();
        assertThat(missing.stream().limit(3)).as("%s: missing", name).isEmpty();
    }

    private static List<String> rows(Path folder, String query) throws IOException, SQLException {
        CutHere here = open.get(folder);
        if (here == null) {
            here = new CutHere(folder);
            open.put(folder, here);
        }
        return Sql.all(here.connection(), "SELECT t::VARCHAR FROM (%s) t".formatted(query), row -> row.getString(1))
                .stream()
                .sorted()
                .toList();
    }

    private static List<Instant> ticks() throws IOException, SQLException {
        try (var here = new CutHere(record)) {
            return Sql.all(
                    here.connection(),
                    "SELECT epoch_us(timestamp) FROM ticks ORDER BY tick",
                    row -> Instant.EPOCH.plus(row.getLong(1), ChronoUnit.MICROS));
        }
    }

    private static CutSpan span(Path folder, Instant from, Instant to) throws StoreException {
        try (StoppedStore store = StoppedStore.open(folder);
                Reading reading = store.read()) {
            return CutSpan.read(reading, from, to);
        }
    }

    private static Map<CutTable, Path> files(Path folder, Instant from, Instant to, Path place) throws Exception {
        Files.createDirectories(place);
        Map<CutTable, Path> files = CutStore.files(place);
        CutSpan span = span(folder, from, to);
        try (var here = new CutHere(folder)) {
            for (CutTable table : CutTable.values()) {
                here.write(table.cut(span), Objects.requireNonNull(files.get(table)));
            }
        }
        return files;
    }

    private static Path cut(Path folder, Instant from, Instant to, Path place) throws Exception {
        Map<CutTable, Path> files = files(folder, from, to, place.resolve("raw"));
        Path data = place.resolve("data");
        try (CutStore made = CutStore.make(data, place, CutStore.schema())) {
            made.take(files);
            made.finish();
        }
        return data;
    }
}
