package dev.tachograph.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder that is being made into a segment. It gets its place by one rename when all in it is on the disk, so that a folder
 * in its place is always whole.
 */
final class SegmentFolder {
    private static final String METADATA_KEY = "tachograph";

    private final Path dataDirectory;
    private final Path fresh;
    private final Description description;
    private final Map<SegmentTable, Long> rows = new EnumMap<>(SegmentTable.class);

    private SegmentFolder(Path dataDirectory, Path fresh, Description description) {
        this.dataDirectory = dataDirectory;
        this.fresh = fresh;
        this.description = description;
    }

    /** What is known of a segment before its files are. Each of its files carries this as JSON. */
    record Description(
            Segment.Type type,
            int number,
            long fromTick,
            long untilTick,
            LocalDate day,
            Instant from,
            Instant to,
            int hours,
            long samples,
            long maxProcessId,
            int schemaVersion,
            Instant sealedAt) {

        /** Another type of the same ticks. */
        Description as(Segment.Type other, int otherNumber, long otherSamples) {
            return new Description(
                    other,
                    otherNumber,
                    fromTick,
                    untilTick,
                    day,
                    from,
                    to,
                    hours,
                    otherSamples,
                    0,
                    schemaVersion,
                    sealedAt);
        }

        /** The text under the key "tachograph" in a file's metadata. */
        String json() {
            return """
                    {"type":"%s","segment":%d,"from_tick":%d,"until_tick":%d,"day":"%s","from_time":"%s","to_time":"%s",\
                    "hours":%d,"samples":%d,"max_process_id":%d,"schema_version":%d,"sealed_at":"%s"}\
                    """.formatted(
                            type.word(),
                            number,
                            fromTick,
                            untilTick,
                            day,
                            from,
                            to,
                            hours,
                            samples,
                            maxProcessId,
                            schemaVersion,
                            sealedAt);
        }

        Segment segment(List<Segment.File> files, String sha256) {
            return new Segment(
                    type,
                    number,
                    fromTick,
                    untilTick,
                    day,
                    from,
                    to,
                    hours,
                    samples,
                    maxProcessId,
                    schemaVersion,
                    sealedAt,
                    files,
                    sha256);
        }
    }

    /** The highest number that any folder of a segment has; 0 when there is none. */
    static int highestNumber(Path dataDirectory) throws IOException {
        int highest = 0;
        for (Segment.Type type : Segment.Type.values()) {
            for (Path folder : all(dataDirectory, type)) {
                String name = String.valueOf(folder.getFileName());
                if (name.matches(Segment.FOLDER_PATTERN)) {
                    highest = Math.max(highest, Integer.parseInt(name.substring(name.indexOf('=') + 1)));
                }
            }
        }
        return highest;
    }

    /** The folders that lie where whole segments of a type do, in the order of their paths. */
    static List<Path> all(Path dataDirectory, Segment.Type type) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (Path day : inside(dataDirectory.resolve(Segment.root(type)))) {
            if (!isUnfinished(day)) {
                folders.addAll(inside(day));
            }
        }
        return folders;
    }

    /** Folders whose making was cut short. */
    static List<Path> unfinished(Path dataDirectory, Segment.Type type) throws IOException {
        return inside(dataDirectory.resolve(Segment.root(type))).stream()
                .filter(SegmentFolder::isUnfinished)
                .toList();
    }

    private static List<Path> inside(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** Removes the folder of a segment, and that of its day with the last one. */
    static void remove(Path dataDirectory, Path folder) throws IOException {
        Path whole = dataDirectory.resolve(folder);
        Durable.remove(whole);
        Path day = whole.getParent();
        if (day != null) {
            try {
                Files.deleteIfExists(day);
            } catch (DirectoryNotEmptyException _) {
                // others are left of this day
            }
        }
    }

    /** Begins a folder beside the place that it shall have. */
    static SegmentFolder begin(Path dataDirectory, Description description) throws IOException {
        Path fresh = fresh(dataDirectory, description.type, description.number);
        Durable.remove(fresh);
        Durable.makeFolders(fresh);
        return new SegmentFolder(dataDirectory, fresh, description);
    }

    private static Path fresh(Path dataDirectory, Segment.Type type, int number) {
        return dataDirectory.resolve(Segment.root(type)).resolve(".new-" + number);
    }

    /** Whether a folder among the segments of a type is one whose making was cut short. */
    static boolean isUnfinished(Path folder) {
        return String.valueOf(folder.getFileName()).startsWith(".new-");
    }

    /** Writes the rows of a query in its order; a table without rows gets no file. */
    void write(Connection connection, SegmentTable table, String query) throws SQLException, IOException {
        Path file = fresh.resolve(table.file());
        long count = Sql.update(
                connection,
                "COPY (SELECT %s FROM (%s)) TO %s (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d, KV_METADATA {%s: %s})"
                        .formatted(
                                table.columns(),
                                query,
                                Sql.text(file),
                                table.rowGroup(),
                                METADATA_KEY,
                                Sql.text(description.json())));
        if (count == 0 && !table.isAlwaysThere()) {
            Files.delete(file);
        } else {
            rows.put(table, count);
        }
    }

    /** How many rows a table got. */
    long rows(SegmentTable table) {
        return rows.getOrDefault(table, 0L);
    }

    /** Brings everything to the disk and puts the folder in its place. */
    Segment finish(Connection connection) throws SQLException, IOException {
        List<Segment.File> files = new ArrayList<>();
        Map<String, String> sums = new TreeMap<>();
        for (SegmentTable table : rows.keySet()) {
            Path path = fresh.resolve(table.file());
            Durable.syncFile(path);
            Segment.File file = file(connection, table, path);
            if (file.rows() != rows(table)) {
                throw new SQLException("%s: has %d rows and %d were written".formatted(path, file.rows(), rows(table)));
            }
            files.add(file);
            sums.put(file.name(), file.sha256());
        }
        String text = new Checksums(sums).text();
        Path list = fresh.resolve(Segment.CHECKSUMS);
        Files.writeString(list, text, StandardCharsets.UTF_8);
        Durable.syncFile(list);
        Durable.syncFolder(fresh);
        Segment segment = description.segment(files, Checksums.sha256(text));
        Durable.move(fresh, dataDirectory.resolve(segment.folder()));
        return segment;
    }

    /** Gives up. */
    void discard() throws IOException {
        Durable.remove(fresh);
    }

    /** Reads a whole folder that the manifest does not know. @throws IOException when it is not what its checksums say */
    static Segment read(Connection connection, Path folder) throws IOException, SQLException {
        List<String> problems = Checksums.check(folder);
        if (!problems.isEmpty()) {
            throw new IOException(String.join("; ", problems));
        }
        String text = Files.readString(folder.resolve(Segment.CHECKSUMS), StandardCharsets.UTF_8);
        List<Segment.File> files = new ArrayList<>();
        Segment.Type type = type(folder);
        for (SegmentTable table : SegmentTable.of(type)) {
            Path path = folder.resolve(table.file());
            boolean isListed = Checksums.parse(text).sums().containsKey(table.file());
            if (isListed) {
                files.add(file(connection, table, path));
            } else if (table.isAlwaysThere() || Files.exists(path)) {
                throw new IOException("%s: is not in %s".formatted(path, Segment.CHECKSUMS));
            }
        }
        Segment segment = describe(
                        connection, folder.resolve(SegmentTable.main(type).file()))
                .segment(files, Checksums.sha256(text));
        if (!folder.endsWith(segment.folder())) {
            throw new IOException("%s: says of itself that it is %s".formatted(folder, segment.folder()));
        }
        return segment;
    }

    /** Of which type a folder must be by where it lies. */
    private static Segment.Type type(Path folder) throws IOException {
        for (Segment.Type type : Segment.Type.values()) {
            Path place = folder.getParent() == null ? null : folder.getParent().getParent();
            if (place != null && place.endsWith(Segment.root(type))) {
                return type;
            }
        }
        throw new IOException("%s: lies where no segments do".formatted(folder));
    }

    static Description describe(Connection connection, Path file) throws SQLException, IOException {
        List<Description> found = Sql.all(
                connection,
                """
                SELECT j->>'type', (j->>'segment')::INTEGER, (j->>'from_tick')::BIGINT, (j->>'until_tick')::BIGINT, j->>'day',
                       j->>'from_time', j->>'to_time', (j->>'hours')::INTEGER, (j->>'samples')::BIGINT,
                       (j->>'max_process_id')::BIGINT, (j->>'schema_version')::INTEGER, j->>'sealed_at'
                FROM (SELECT decode(value)::JSON AS j FROM parquet_kv_metadata(%s) WHERE decode(key) = '%s')
                """.formatted(Sql.text(file), METADATA_KEY),
                row -> new Description(
                        Segment.Type.ofWord(row.getString(1)),
                        row.getInt(2),
                        row.getLong(3),
                        row.getLong(4),
                        LocalDate.parse(row.getString(5)),
                        Instant.parse(row.getString(6)),
                        Instant.parse(row.getString(7)),
                        row.getInt(8),
                        row.getLong(9),
                        row.getLong(10),
                        row.getInt(11),
                        Instant.parse(row.getString(12))));
        if (found.size() != 1) {
            throw new IOException("%s: does not say what segment it belongs to".formatted(file));
        }
        return found.getFirst();
    }

    private static Segment.File file(Connection connection, SegmentTable table, Path path)
            throws SQLException, IOException {
        long bytes = Files.size(path);
        String sha256 = Checksums.sha256(path);
        return Sql.all(
                        connection,
                        "SELECT count(*), epoch_us(min(%1$s)), epoch_us(max(%1$s)) FROM read_parquet(%2$s, hive_partitioning = false)"
                                .formatted(table.time(), Sql.text(path)),
                        row -> new Segment.File(
                                table.file(),
                                row.getLong(1),
                                bytes,
                                sha256,
                                Manifest.instant(row, 2),
                                Manifest.instant(row, 3)))
                .getFirst();
    }
}
