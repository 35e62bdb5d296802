package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares everything recorded with what the manifest says of it, over a connection that reads, and changes nothing. The hot
 * tables are looked at in one transaction, and so as they were at one moment; segments never change. The views over both are
 * looked at only where nobody writes: a long question to the recorder's database keeps it from its checkpoints.
 */
final class Verifying {
    /** From the rename of a sealed folder to its place in the manifest, the writer has to get round to it. */
    private static final int LOOKS_AT_UNKNOWN = 50;

    private static final int FIRST_WITH_SEGMENTS = 2;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final Connection connection;
    private final Path dataDirectory;
    private final boolean isWrittenTo;
    private final Course course;
    private final Findings findings;

    /** @param isWrittenTo whether segments come and go meanwhile; the folders of those that go have to stay */
    Verifying(Connection connection, Path dataDirectory, boolean isWrittenTo, Findings findings, Course course) {
        this.connection = connection;
        this.dataDirectory = dataDirectory;
        this.isWrittenTo = isWrittenTo;
        this.course = course;
        this.findings = findings;
    }

    Verification run() throws SQLException, IOException {
        HotContents contents = hot();
        course.expect(contents.segments().stream().mapToLong(Segment::bytes).sum());
        if (contents.schema() >= FIRST_WITH_SEGMENTS) {
            segments(contents.segments());
            unknownFolders();
            if (!isWrittenTo && findings.problems() == 0) {
                new ManifestCheck(connection, dataDirectory, findings).checkViews(contents);
            }
        }
        return findings.result(contents.ticks(), contents.samples());
    }

    private HotContents hot() throws SQLException {
        Sql.execute(connection, "BEGIN TRANSACTION");
        try {
            HotContents contents = HotContents.of(connection);
            new HotCheck(connection).run(dataDirectory.resolve(DataDirectory.HOT_FILE), findings);
            if (contents.schema() >= FIRST_WITH_SEGMENTS) {
                new ManifestCheck(connection, dataDirectory, findings).checkNumbers(contents.segments());
            }
            return contents;
        } catch (SQLException e) {
            throw beforeSegments(e);
        } finally {
            Sql.execute(connection, "ROLLBACK");
        }
    }

    /** Whoever reads why it stopped has to know that it stopped early. */
    static SQLException beforeSegments(SQLException e) {
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new SQLException(reason + "; the segments were not checked", e);
    }

    private void segments(List<Segment> segments) throws SQLException, IOException {
        try (SegmentReader reader = SegmentReader.open(dataDirectory)) {
            var check = new SegmentCheck(reader.connection(), dataDirectory, findings, course);
            for (Segment segment : segments) {
                int before = findings.problems();
                check.run(segment);
                boolean isWrong = findings.problems() > before;
                if (isWrong && isWrittenTo && !Manifest.read(connection).contains(segment)) {
                    findings.forgetSince(before); // the recorder has found it itself, and told of it
                }
            }
        }
    }

    private void unknownFolders() throws SQLException, IOException {
        var manifest = new ManifestCheck(connection, dataDirectory, findings);
        Set<Path> unknown = manifest.unknown();
        for (int look = 1; isWrittenTo && !unknown.isEmpty() && look < LOOKS_AT_UNKNOWN; look++) {
            pause();
            unknown.retainAll(manifest.unknown());
        }
        for (Path path : new TreeSet<>(unknown)) {
            findings.problem(
                    path,
                    "the manifest does not know it",
                    "restart the recorder, which takes it in when it belongs to the record, and else sets it aside");
        }
    }

    private void pause() throws IOException {
        course.check();
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
