package dev.tachograph.bundle;

import dev.tachograph.bundle.BundleException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Has the database's part of a bundle done by a process of its own: to make one takes memory that a recorder does not have, and
 * one that is opened is read by native code that a hostile file may bring down. It ends when this process does.
 */
final class BundleProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int MOST_OUTPUT_LINES = 200;
    private static final int SIGNALLED = 128;
    /** Whatever a bundle needs, so much of the disk is left for others. */
    private static final long LEAST_FREE_BYTES = 256_000_000;

    private BundleProcess() {}

    /**
     * What it did.
     *
     * @param rows of each table, by the name of the member
     * @param redacted texts that had secrets
     */
    record Result(Map<String, Long> rows, long redacted) {
        Result {
            rows = Map.copyOf(rows);
        }
    }

    /**
     * Runs it.
     *
     * @param folder that it works in; it writes nowhere else
     * @param mostBytes that the folder may have meanwhile
     * @param isUnwanted whether nobody waits for it any more
     */
    static Result run(BundleWork.Mode mode, Path folder, int schema, long mostBytes, BooleanSupplier isUnwanted)
            throws BundleException {
        Process child;
        try {
            child = new ProcessBuilder(command(mode, folder, schema))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new BundleException(Kind.FAILED, "no process could be started for it: " + e.getMessage(), e);
        }
        try {
            CompletableFuture<List<String>> lines = new CompletableFuture<>();
            Thread.ofPlatform().daemon().name("bundle-output").start(() -> lines.complete(read(child)));
            watch(child, folder, mostBytes, isUnwanted);
            return result(child.exitValue(), lines.get(5, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BundleException(Kind.CANCELLED, "it was interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new BundleException(Kind.FAILED, "the process for it does not end", e);
        } finally {
            child.destroyForcibly();
        }
    }

    private static List<String> command(BundleWork.Mode mode, Path folder, int schema) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(
                Files.isExecutable(java)
                        ? java.toString()
                        : ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xms8m",
                "-Xmx128m",
                "-Xss512k",
                "-XX:-UsePerfData",
                "-XX:+SuppressFatalErrorMessage",
                "-XX:-CreateCoredumpOnCrash",
                "--enable-native-access=ALL-UNNAMED"));
        for (String property : List.of("java.library.path", "tachograph.driver")) {
            Optional.ofNullable(System.getProperty(property))
                    .ifPresent(value -> command.add("-D%s=%s".formatted(property, value)));
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                BundleWork.class.getName(),
                mode.name(),
                folder.toString(),
                Integer.toString(schema)));
        return command;
    }

    private static void watch(Process child, Path folder, long mostBytes, BooleanSupplier isUnwanted)
            throws BundleException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!child.waitFor(PAUSE)) {
            if (isUnwanted.getAsBoolean()) {
                throw new BundleException(Kind.CANCELLED, "it was given up, as nobody waits for it any more");
            }
            if (System.nanoTime() > deadline) {
                throw new BundleException(
                        Kind.TOO_LARGE, "it took more than %d minutes".formatted(PATIENCE.toMinutes()));
            }
            requireRoom(folder, mostBytes);
        }
    }

    static void requireRoom(Path folder, long mostBytes) throws BundleException {
        try {
            long bytes = bytes(folder);
            if (bytes > mostBytes) {
                throw new BundleException(
                        Kind.TOO_LARGE, "it needs more than the %d bytes that are allowed for it".formatted(mostBytes));
            }
            if (Files.getFileStore(folder).getUsableSpace() < LEAST_FREE_BYTES) {
                throw new BundleException(
                        Kind.TOO_LARGE,
                        "there is no room for it on the disk of %s: %d bytes have to stay free"
                                .formatted(folder.getParent(), LEAST_FREE_BYTES));
            }
        } catch (BundleException e) {
            throw e;
        } catch (IOException _) {
            // files come and go in it
        }
    }

    private static long bytes(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                bytes += size(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return bytes;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    /** All that it says, so that it never waits for us; of too much only the begin is kept. */
    private static List<String> read(Process child) {
        List<String> lines = new ArrayList<>();
        try (BufferedReader in = child.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (lines.size() < MOST_OUTPUT_LINES) {
                    lines.add(line);
                }
            }
        } catch (IOException _) {
            // it was ended; what it said is enough
        }
        return lines;
    }

    private static Result result(int exit, List<String> lines) throws BundleException {
        Map<String, Long> rows = new TreeMap<>();
        long redacted = 0;
        String failure = exit > SIGNALLED
                ? "it ends a process by signal " + (exit - SIGNALLED)
                : "it ends a process with exit code " + exit;
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            switch (words[0]) {
                case BundleWork.ROWS -> rows.put(words[1], Long.valueOf(words[2]));
                case BundleWork.REDACTED -> redacted = Long.parseLong(words[1]);
                case BundleWork.FAILED -> failure = line.substring(BundleWork.FAILED.length() + 1);
                case BundleWork.DONE -> {
                    return new Result(rows, redacted);
                }
                default -> {
                    // what a virtual machine says of itself
                }
            }
        }
        throw new BundleException(Kind.FAILED, JsonTree.longShown(failure));
    }
}
