package dev.tachograph.store;

import dev.tachograph.store.Verification.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a check has found so far. For one thread. */
final class Findings {
    static final String RESTART =
            "restart the recorder, which sets the segment aside and tells of the gap, or restore a backup";
    static final String START =
            "start the recorder, which keeps what can be read and sets the rest aside, or restore a backup";
    static final String ANOTHER = "this backup is not what was written: use another one, and look at the disk";
    static final String REPORT = "make a backup of what is left, and restore an older one to get the rest back";

    static final String MOVE_AWAY = "move it away";

    private final Path dataDirectory;
    private final boolean isBackup;
    private final List<Problem> problems = new ArrayList<>();
    private int segments;
    private int files;
    private long rows;
    private long bytes;

    Findings(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
        this.isBackup = Files.exists(dataDirectory.resolve(Segment.CHECKSUMS));
    }

    /** @param remedy for the record of a recorder; none starts in a backup to repair it */
    void problem(Path file, String what, String remedy) {
        Path shown = file.startsWith(dataDirectory) ? dataDirectory.relativize(file) : file;
        problems.add(new Problem(
                shown.toString(),
                what.lines().findFirst().orElse(""),
                isBackup && !remedy.equals(MOVE_AWAY) ? ANOTHER : remedy));
    }

    int problems() {
        return problems.size();
    }

    /** Forgets the newest problems: what they are about is not in use any more. */
    void forgetSince(int problemsThen) {
        problems.subList(problemsThen, problems.size()).clear();
    }

    void segment() {
        segments++;
    }

    void file(long bytesOfIt) {
        files++;
        bytes += bytesOfIt;
    }

    void rows(long count) {
        rows += count;
    }

    Verification result(long ticks, long samples) {
        return new Verification(segments, files, rows, bytes, ticks, samples, problems);
    }
}
