package dev.tachograph.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The list of sealed segments in the hot file: what the store knows of them without opening one, and the views through which
 * they are read. Its changes belong into a transaction of the writer, so that no reader ever sees a row twice or not at all.
 */
final class Manifest {
    private static final String COLUMNS =
            "type, segment, from_tick, until_tick, day::VARCHAR, epoch_us(from_time), epoch_us(to_time), hours, samples,"
                    + " max_process_id, schema_version, epoch_us(sealed_at), sha256";

    private Manifest() {}

    /** A folder that nothing reads any more. */
    record Retired(Segment.Type type, int number, LocalDate day) {
        Path folder() {
            return Segment.folder(type, day, number);
        }
    }

    /** Every segment, by type and tick. */
    static List<Segment> read(Connection connection) throws SQLException {
        Map<String, List<Segment.File>> files = new LinkedHashMap<>();
        for (NamedFile file : Sql.all(
                connection,
                "SELECT type, segment, file, rows, bytes, sha256, epoch_us(min_time), epoch_us(max_time) FROM hot.segment_files"
                        + " ORDER BY file",
                Manifest::file)) {
            files.computeIfAbsent(file.segment, _ -> new ArrayList<>()).add(file.file);
        }
        return Sql.all(
                connection,
                "SELECT %s FROM hot.segments ORDER BY type, from_tick".formatted(COLUMNS),
                row -> segment(row, files.getOrDefault(key(row), List.of())));
    }

    private record NamedFile(String segment, Segment.File file) {}

    private static String key(ResultSet row) throws SQLException {
        return row.getString(1) + "/" + row.getInt(2);
    }

    private static NamedFile file(ResultSet row) throws SQLException {
        return new NamedFile(
                key(row),
                new Segment.File(
                        row.getString(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getString(6),
                        instant(row, 7),
                        instant(row, 8)));
    }

    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Micros.toInstant(micros);
    }

    private static Segment segment(ResultSet row, List<Segment.File> files) throws SQLException {
        return new Segment(
                Segment.Type.ofWord(row.getString(1)),
                row.getInt(2),
                row.getLong(3),
                row.getLong(4),
                LocalDate.parse(row.getString(5)),
                Micros.toInstant(row.getLong(6)),
                Micros.toInstant(row.getLong(7)),
                row.getInt(8),
                row.getLong(9),
                row.getLong(10),
                row.getInt(11),
                Micros.toInstant(row.getLong(12)),
                files,
                row.getString(13));
    }

    static void add(Connection connection, Segment segment) throws SQLException {
        Sql.execute(
                connection,
                "INSERT INTO hot.segments VALUES (%s, %d, %d, %d, %s, %s, %s, %d, %d, %d, %d, %d, %s, %d, %s)"
                        .formatted(
                                Sql.text(segment.type().word()),
                                segment.number(),
                                segment.fromTick(),
                                segment.untilTick(),
                                Sql.text(segment.day()),
                                Sql.instant(segment.from()),
                                Sql.instant(segment.to()),
                                segment.hours(),
                                segment.ticks(),
                                segment.samples(),
                                segment.maxProcessId(),
                                segment.bytes(),
                                Sql.text(segment.sha256()),
                                segment.schemaVersion(),
                                Sql.instant(segment.sealedAt())));
        for (Segment.File file : segment.files()) {
            Sql.execute(
                    connection,
                    "INSERT INTO hot.segment_files VALUES (%s, %d, %s, %d, %d, %s, %s, %s)"
                            .formatted(
                                    Sql.text(segment.type().word()),
                                    segment.number(),
                                    Sql.text(file.name()),
                                    file.rows(),
                                    file.bytes(),
                                    Sql.text(file.sha256()),
                                    instant(file.minTime()),
                                    instant(file.maxTime())));
        }
    }

    private static String instant(@Nullable Instant instant) {
        return instant == null ? "NULL" : Sql.instant(instant);
    }

    /** Forgets a segment whose folder is not there any more, or not here. */
    static void remove(Connection connection, Segment segment) throws SQLException {
        for (String table : List.of("segments", "segment_files")) {
            Sql.execute(
                    connection,
                    "DELETE FROM hot.%s WHERE type = %s AND segment = %d"
                            .formatted(table, Sql.text(segment.type().word()), segment.number()));
        }
    }

    /** Forgets a segment and remembers that its folder has to go. */
    static void retire(Connection connection, Segment segment, Instant now) throws SQLException {
        remove(connection, segment);
        Sql.execute(
                connection,
                "INSERT INTO hot.retired_segments VALUES (%s, %d, %s, %s)"
                        .formatted(
                                Sql.text(segment.type().word()),
                                segment.number(),
                                Sql.text(segment.day()),
                                Sql.instant(now)));
    }

    static List<Retired> retired(Connection connection) throws SQLException {
        return Sql.all(
                connection,
                "SELECT type, segment, day::VARCHAR FROM hot.retired_segments ORDER BY ALL",
                row -> new Retired(
                        Segment.Type.ofWord(row.getString(1)), row.getInt(2), LocalDate.parse(row.getString(3))));
    }

    /** The folder has gone. */
    static void forget(Connection connection, Retired retired) throws SQLException {
        Sql.execute(
                connection,
                "DELETE FROM hot.retired_segments WHERE type = %s AND segment = %d AND day = %s"
                        .formatted(Sql.text(retired.type.word()), retired.number, Sql.text(retired.day)));
    }

    /**
     * Makes the views of what is sealed anew, over exactly the files of these segments. Those that read them already stay: each
     * is written with all its files, which may be hundreds.
     */
    static void renewViews(Connection connection, List<Segment> segments) throws SQLException {
        Map<String, List<String>> listed = listed(connection);
        for (SegmentTable table : SegmentTable.values()) {
            if (table.isReadSealed() && !isViewOf(listed, table, segments)) {
                Sql.execute(connection, view(table, segments));
            }
        }
    }

    /** Whether the views read exactly the files of these segments: then nothing has to be written. */
    static boolean areViewsOf(Connection connection, List<Segment> segments) throws SQLException {
        Map<String, List<String>> listed = listed(connection);
        return Stream.of(SegmentTable.values())
                .allMatch(table -> !table.isReadSealed() || isViewOf(listed, table, segments));
    }

    private static boolean isViewOf(Map<String, List<String>> listed, SegmentTable table, List<Segment> segments) {
        return listed.getOrDefault(table.word(), List.of()).equals(texts(files(table, segments)));
    }

    private record ListedFile(String view, String file) {}

    /** The files of each view that has some, in its order. */
    private static Map<String, List<String>> listed(Connection connection) throws SQLException {
        return Sql.all(connection, """
                        SELECT view_name, unnest(regexp_extract_all(sql, '''([^'']+[.]parquet)''', 1)) FROM duckdb_views()
                        WHERE database_name = current_database() AND schema_name = 'sealed'
                        """, row -> new ListedFile(row.getString(1), row.getString(2))).stream()
                .collect(Collectors.groupingBy(
                        ListedFile::view, Collectors.mapping(ListedFile::file, Collectors.toList())));
    }

    private static List<String> texts(List<Path> files) {
        return files.stream().map(Path::toString).toList();
    }

    private static List<Path> files(SegmentTable table, List<Segment> segments) {
        return bySchema(table, segments).values().stream().flatMap(List::stream).toList();
    }

    private static Stream<Segment> holding(SegmentTable table, List<Segment> segments) {
        return segments.stream()
                .filter(segment -> segment.holds(table))
                .sorted(Comparator.comparingLong(Segment::fromTick));
    }

    private static Function<Segment, Path> path(SegmentTable table) {
        return segment -> segment.folder().resolve(table.file());
    }

    /** Files in the order of their rows, and apart where they have other columns. */
    private static SortedMap<Integer, List<Path>> bySchema(SegmentTable table, List<Segment> segments) {
        return holding(table, segments)
                .collect(Collectors.groupingBy(
                        Segment::schemaVersion, TreeMap::new, Collectors.mapping(path(table), Collectors.toList())));
    }

    /** Paths are relative to the data directory, so that it may be moved as a whole. */
    private static String view(SegmentTable table, List<Segment> segments) {
        return "CREATE OR REPLACE VIEW sealed.%s AS %s".formatted(table.word(), query(table, segments, Path.of("")));
    }

    /** The statements that make the views over the files of these segments elsewhere, by the names of the views. */
    static Map<String, String> views(List<Segment> segments, Path dataDirectory) {
        return Stream.of(SegmentTable.values())
                .filter(SegmentTable::isReadSealed)
                .collect(Collectors.toMap(
                        SegmentTable::word,
                        table -> "CREATE VIEW sealed.%s AS %s"
                                .formatted(table.word(), query(table, segments, dataDirectory))));
    }

    private static String query(SegmentTable table, List<Segment> segments, Path dataDirectory) {
        List<String> parts = bySchema(table, segments).entrySet().stream()
                .map(part -> part(
                        table,
                        part.getKey(),
                        part.getValue().stream().map(dataDirectory::resolve).toList()))
                .toList();
        return parts.isEmpty()
                ? "SELECT %s, segment FROM %s WHERE false".formatted(table.columns(), empty(table))
                : String.join(" UNION ALL ", parts);
    }

    private static String part(SegmentTable table, int schema, List<Path> files) {
        return "SELECT %s, segment FROM read_parquet(%s, hive_partitioning = true, hive_types = {'day': DATE, 'segment': INTEGER})"
                .formatted(table.columns(schema), Sql.files(files));
    }

    private static String empty(SegmentTable table) {
        return switch (table) {
            case PROCESSES ->
                "(SELECT *, 0 AS last_tick, now() AS last_seen, false AS gone, 0 AS segment FROM hot.processes)";
            case EVENTS, GAPS -> throw new IllegalArgumentException(table + " is read where it is hot");
            default -> "(SELECT *, 0 AS segment FROM %s)".formatted(table.hot());
        };
    }
}
