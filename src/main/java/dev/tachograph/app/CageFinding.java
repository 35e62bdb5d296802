package dev.tachograph.app;

import dev.tachograph.linux.Sandbox;
import dev.tachograph.model.Finding;
import dev.tachograph.model.Finding.Level;
import dev.tachograph.worker.CagedRunner;
import dev.tachograph.worker.SqlRefusal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What keeps SQL that somebody types from everything but the record, found out by a process that puts itself in the cage. */
final class CageFinding {
    private static final String SUBJECT = "typed SQL";

    private CageFinding() {}

    static Finding examine() {
        try {
            return of(CagedRunner.examine(Path.of(System.getProperty("java.io.tmpdir"))));
        } catch (SqlRefusal e) {
            return new Finding(
                    Level.MISSING,
                    SUBJECT,
                    "can't be run: " + e.getMessage(),
                    "everything else works without it; a limit of processes or of memory is the usual cause");
        }
    }

    static Finding of(Sandbox.Report report) {
        List<Sandbox.Outcome> missing = report.missing();
        if (missing.isEmpty()) {
            return new Finding(
                    Level.OK,
                    SUBJECT,
                    "caged: it runs in a process of its own that reads the record and reaches nothing else",
                    null);
        }
        String what = missing.stream()
                .map(outcome -> "%s (%s): %s"
                        .formatted(
                                outcome.part().words(),
                                outcome.detail(),
                                outcome.part().without()))
                .collect(Collectors.joining("; "));
        return new Finding(
                Level.LIMITED,
                SUBJECT,
                "%s; missing: %s".formatted(report.isCaged() ? "caged" : "not caged by the kernel", what),
                "Linux 5.13 or newer with Landlock (lsm=landlock,… on the kernel's command line) and seccomp has all of it");
    }
}
