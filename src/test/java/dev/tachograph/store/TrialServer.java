package dev.tachograph.store;

import dev.tachograph.store.OpeningTrial.Manner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Trials one after the other in one process, which saves the start of a JVM for each; one that ends it is answered like any. */
final class TrialServer implements OpeningTrial.Way, AutoCloseable {
    private static final String END = "end of trial";

    private @Nullable Child child;
    private int trials;
    private int crashes;

    public static void main(String[] arguments) throws IOException {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String folder = input.readLine(); folder != null; folder = input.readLine()) {
            TrialRun.run(Path.of(folder), Manner.valueOf(input.readLine()), System.out);
            Child.say(END);
        }
    }

    @Override
    public Verdict trial(Path folder, Manner manner) throws InterruptedException {
        trials++;
        try {
            Child server = child;
            if (server == null) {
                server = Child.start(TrialServer.class);
                child = server;
            }
            server.tell(folder + "\n" + manner + "\n");
            var said = new StringBuilder();
            String line;
            while ((line = server.nextLine()) != null && !line.equals(END)) {
                said.append(line).append('\n');
            }
            TrialReport report = TrialReport.parse(said.toString());
            if (line == null) {
                crashes++;
                child = null;
                return new Verdict.Broken("opening it ends a process with " + server.waitFor(), report.contents());
            }
            return report.verdict().orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    int trials() {
        return trials;
    }

    int crashes() {
        return crashes;
    }

    @Override
    public void close() throws IOException {
        if (child != null) {
            child.close();
        }
    }
}
