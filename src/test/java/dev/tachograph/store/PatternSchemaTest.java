package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.LogBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lines that were stored before there were patterns, beside those that have one. */
@Timeout(120)
class PatternSchemaTest {
    private static final Instant DAY = Instant.parse("2026-11-20T03:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void hotLinesOfSchema4HaveNoneAndLaterOnesDo() throws Exception {
        Path data = Golden.of(4).getFirst().unpack(folder.resolve("data"));
        long before;
        try (var log = new LogFixture(data)) {
            before = number(log, "SELECT count(*) FROM journal_logs");
            assertThat(before).isPositive();
            assertThat(number(log, "SELECT count(pattern) FROM journal_logs")).isZero();
            log.add(List.of(log.line(DAY, "session 5 closed")));
            log.seal();
            assertThat(number(log, "SELECT count(*) FROM journal_logs")).isEqualTo(before + 1);
            assertThat(number(log, "SELECT count(pattern) FROM journal_logs")).isOne();
        }
    }

    @Test
    void sealedLinesOfSchema4AreReadAndMergedLikeOthers() throws Exception {
        Path data = folder.resolve("data");
        try (var log = new LogFixture(data)) {
            for (int hour = 0; hour < 3; hour++) {
                Instant at = DAY.plus(Duration.ofHours(hour));
                log.add(IntStream.range(0, 5)
                        .mapToObj(i -> log.line(at.plusSeconds(i), "line " + i))
                        .toList());
                log.seal();
            }
        }
        makeOlder(data);
        try (var log = new LogFixture(data)) {
            assertThat(number(log, "SELECT count(*) FROM journal_logs")).isEqualTo(15);
            assertThat(number(log, "SELECT count(pattern) FROM journal_logs")).isZero();
            log.add(List.of(log.line(DAY.plus(Duration.ofDays(1)), "line 5")));
            log.seal();
            assertThat(log.merge()).isTrue();
            assertThat(number(log, "SELECT count(*) FROM hot.segments")).isEqualTo(2);
            assertThat(number(log, "SELECT count(DISTINCT message) FROM journal_logs"))
                    .isEqualTo(6);
            assertThat(number(log, "SELECT count(pattern) FROM journal_logs")).isOne();
        }
    }

    private static long number(LogFixture log, String query) throws Exception {
        try (Reading reading = log.recorded().read()) {
            return reading.first(query, row -> row.number(1)).orElseThrow();
        }
    }

    /** Every segment becomes one as schema 4 wrote it, and the list forgets them, so that they are read anew. */
    private static void makeOlder(Path data) throws Exception {
        try (HotDatabase database = HotDatabase.open(data)) {
            Connection connection = database.writer();
            for (Path segment : SegmentFolder.all(data, Segment.Type.LOGS)) {
                makeOlder(connection, segment);
            }
            Sql.execute(connection, "DELETE FROM hot.segments");
            Sql.execute(connection, "DELETE FROM hot.segment_files");
        }
    }

    private static void makeOlder(Connection connection, Path segment) throws Exception {
        Path file = segment.resolve(SegmentTable.LOG_LINES.file());
        Path older = segment.resolve("older.parquet");
        String description = SegmentFolder.describe(connection, file)
                .json()
                .replace("\"schema_version\":" + Migrations.NEWEST, "\"schema_version\":4");
        Sql.execute(
                connection,
                "COPY (SELECT * EXCLUDE (pattern) FROM read_parquet(%s, hive_partitioning = false)) TO %s (FORMAT parquet, KV_METADATA {tachograph: %s})"
                        .formatted(Sql.text(file), Sql.text(older), Sql.text(description)));
        Files.move(older, file, StandardCopyOption.REPLACE_EXISTING);
        var sums = new TreeMap<String, String>();
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(segment)) {
            all.filter(path -> path.toString().endsWith(".parquet")).forEach(files::add);
        }
        for (Path each : files) {
            sums.put(String.valueOf(each.getFileName()), Checksums.sha256(each));
        }
        Files.writeString(segment.resolve(Segment.CHECKSUMS), new Checksums(sums).text());
    }

    @Test
    void aLineHasAPatternIfAndOnlyIfItHasAMessage() throws Exception {
        Path data = folder.resolve("data");
        try (DataDirectory directory = DataDirectory.hold(data);
                Store store = Store.open(directory, Duration.ofSeconds(5), InstantSource.system())) {
            var lines = new RandomLog(7).lines(DAY, 300);
            store.commit(new LogBatch(lines, List.of(), List.of()));
            try (Connection connection = store.connect()) {
                assertThat(Sql.number(
                                connection,
                                "SELECT count(*) FROM journal_logs WHERE (pattern IS NULL) <> (message IS NULL)"))
                        .isZero();
                assertThat(Sql.number(connection, "SELECT count(DISTINCT pattern) FROM journal_logs"))
                        .isPositive();
            }
        }
    }
}
