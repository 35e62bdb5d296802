package dev.tachograph.store;

import dev.tachograph.store.OpeningTrial.Manner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The check of a directory in which nobody writes: of a recorder that has stopped, or of a backup. A process of its own opens the
 * hot file first, since a damaged one may take down whoever opens it.
 */
final class StoppedVerification {
    private final Path dataDirectory;
    private final HotFiles files;
    private final OpeningTrial.Way trial;
    private final Course course;
    private final Findings findings;

    StoppedVerification(Path dataDirectory, OpeningTrial.Way trial, Course course) {
        this.dataDirectory = dataDirectory;
        this.files = new HotFiles(dataDirectory);
        this.trial = trial;
        this.course = course;
        this.findings = new Findings(dataDirectory);
    }

    Verification run() throws IOException, SQLException, InterruptedException {
        findings.file(Files.size(files.hot()));
        for (Path companion : files.companions()) {
            findings.file(Files.size(companion));
        }
        boolean isLogWhole = isLogWhole();
        boolean isAsBackedUp = isAsBackedUp();
        if (!isLogWhole || !isAsBackedUp || !isReadable()) {
            checkFoldersAlone();
            return findings.result(0, 0);
        }
        try (HotDatabase database = HotDatabase.openReadOnly(dataDirectory)) {
            refuseNewer(database);
            return new Verifying(database.writer(), dataDirectory, false, findings, course).run();
        }
    }

    private static void refuseNewer(HotDatabase database) throws SQLException {
        try {
            Migrations.refuseNewer(Migrations.version(database.writer()), Migrations.all());
        } catch (SQLException e) {
            throw Verifying.beforeSegments(e);
        }
    }

    private boolean isLogWhole() throws IOException {
        if (!Files.exists(files.log())) {
            return true;
        }
        WriteAheadLog log = WriteAheadLog.read(files.log());
        if (log.isDamaged()) {
            findings.problem(
                    files.log(),
                    "is damaged after %d commits, and %d later ones can't be reached"
                            .formatted(log.commits(), log.laterCommits()),
                    Findings.START);
        }
        return !log.isDamaged();
    }

    /** Of what has a list of checksums, all that is no segment: those are compared one by one. */
    private boolean isAsBackedUp() throws IOException {
        Path list = dataDirectory.resolve(Segment.CHECKSUMS);
        if (!Files.exists(list)) {
            return true;
        }
        Map<String, String> sums = new TreeMap<>();
        try {
            sums.putAll(Checksums.parse(Files.readString(list, StandardCharsets.UTF_8))
                    .sums());
        } catch (IOException e) {
            findings.problem(list, FileErrors.reason(e), Findings.ANOTHER);
            return false;
        }
        sums.keySet().removeIf(name -> name.startsWith("segments/"));
        var problems = new Checksums(sums).compare(dataDirectory, course);
        for (String problem : problems) {
            Path file = Path.of(problem.substring(0, problem.indexOf(": ")));
            findings.problem(file, problem.substring(problem.indexOf(": ") + 2), Findings.ANOTHER);
        }
        return problems.isEmpty();
    }

    private boolean isReadable() throws InterruptedException {
        if (trial.trial(dataDirectory, Manner.READ) instanceof Verdict.Broken broken) {
            findings.problem(files.hot(), broken.reason(), Findings.START);
            return false;
        }
        return true;
    }

    /** Without a manifest, each folder has its own word only. */
    private void checkFoldersAlone() throws IOException {
        for (Path list : Copying.files(dataDirectory.resolve("segments"))) {
            if (list.endsWith(Segment.CHECKSUMS)) {
                findings.segment();
                Path folder = list.resolveSibling("");
                for (String problem : Checksums.check(folder)) {
                    findings.problem(folder, problem, Findings.RESTART);
                }
            }
        }
    }
}
