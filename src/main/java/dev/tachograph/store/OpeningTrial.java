package dev.tachograph.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens a database where it can do no harm: read-only, in a process of its own, which may crash, hang or be killed. What it
 * needs for itself is a Java like this one, and that it ends when this process does.
 */
final class OpeningTrial {
    /** How it can be done. */
    interface Way {
        /**
         * Tries the hot file of a folder with the log beside it, and changes neither.
         *
         * @param manner how carefully
         */
        Verdict trial(Path folder, Manner manner) throws InterruptedException;
    }

    /** How carefully. */
    enum Manner {
        /** Reads everything. */
        READ,
        /** Also does to a copy what a recorder does to a database that it opens: for one that ended a recorder before. */
        REHEARSE,
        /** Of a copy that nobody else uses: makes its log part of its hot file, and then reads everything. */
        SETTLE
    }

    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(60);
    private static final long BYTES_PER_SECOND = 1_000_000;
    private static final int MOST_OUTPUT = 1 << 16;
    private static final int SIGNALLED = 128;
    /** SIGHUP, SIGINT, SIGKILL, SIGTERM: somebody ends it, or us all. */
    private static final List<Integer> FROM_OUTSIDE = List.of(129, 130, 137, 143);

    private OpeningTrial() {}

    /** In a process of its own. */
    static Verdict inChild(Path folder, Manner manner) throws InterruptedException {
        Process child;
        try {
            child = new ProcessBuilder(command(folder, manner))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return new Verdict.Untried("no process could be started: " + e.getMessage());
        }
        try {
            return verdict(child, patience(folder));
        } finally {
            child.destroyForcibly();
        }
    }

    private static List<String> command(Path folder, Manner manner) {
        List<String> options = List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xms4m",
                "-Xmx48m",
                "-Xss512k",
                "-XX:-UsePerfData",
                "-XX:+SuppressFatalErrorMessage",
                "-XX:-CreateCoredumpOnCrash");
        return ChildJvm.command(options, TrialRun.class.getName(), List.of(folder.toString(), "" + manner));
    }

    /** A hundred times what it usually takes: only a process that hangs needs so long. */
    private static Duration patience(Path folder) {
        var files = new HotFiles(folder);
        try {
            long bytes = Files.size(files.hot());
            for (Path companion : files.companions()) {
                bytes += Files.size(companion);
            }
            return LEAST_PATIENCE.plusSeconds(bytes / BYTES_PER_SECOND);
        } catch (IOException e) {
            return LEAST_PATIENCE;
        }
    }

    private static Verdict verdict(Process child, Duration patience) throws InterruptedException {
        CompletableFuture<String> output = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("opening-trial").start(() -> output.complete(read(child)));
        boolean ended = child.waitFor(patience);
        if (!ended) {
            child.destroyForcibly();
        }
        TrialReport report = TrialReport.parse(text(output));
        if (!report.isReady()) {
            return new Verdict.Untried("the process for it could not begin: " + report.firstLine());
        }
        if (!ended) {
            return new Verdict.Broken(
                    "opening it took more than %d s".formatted(patience.toSeconds()), report.contents());
        }
        int exit = child.exitValue();
        if (FROM_OUTSIDE.contains(exit)) {
            return new Verdict.Untried("the process for it was ended by signal " + (exit - SIGNALLED));
        }
        return report.verdict()
                .orElseGet(() -> new Verdict.Broken(
                        exit > SIGNALLED
                                ? "opening it ends a process by signal " + (exit - SIGNALLED)
                                : "opening it ends a process with exit code " + exit,
                        report.contents()));
    }

    /** All that it says, so that it never waits for us; of too much only the begin is kept. */
    private static String read(Process child) {
        try (var in = child.getInputStream()) {
            byte[] begin = in.readNBytes(MOST_OUTPUT);
            in.skip(Long.MAX_VALUE);
            return new String(begin, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** A process that does not die even now (its disk hangs) keeps its output open. */
    private static String text(CompletableFuture<String> output) throws InterruptedException {
        try {
            return output.get(5, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return "";
        }
    }
}
