package dev.tachograph.store;

import dev.tachograph.store.OpeningTrial.Manner;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Trials in the test's own process, which saves the start of a JVM for each: for files that can't take one down. */
final class TrialHere {
    private TrialHere() {}

    static Verdict trial(Path folder, Manner manner) {
        var said = new ByteArrayOutputStream();
        TrialRun.run(folder, manner, new PrintStream(said, true, StandardCharsets.UTF_8));
        return TrialReport.parse(said.toString(StandardCharsets.UTF_8))
                .verdict()
                .orElseThrow();
    }
}
