package dev.tachograph.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** A recorder of this checkout with a data directory of its own and a port the kernel picked, until it is closed. */
final class Recorder implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    /** The launcher builds first when it must. */
    private static final int START_SECONDS = 300;

    private static final int STOP_SECONDS = 20;

    private final Process process;
    private final Path folder;
    private final CompletableFuture<String> address = new CompletableFuture<>();
    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    private Recorder(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** Ticks each second, so that tests wait for seconds and not for minutes. No settings but these count. */
    static Recorder start(Path checkout) throws IOException {
        Path folder = Files.createTempDirectory("tachograph-e2e-");
        Path settings = Files.createFile(folder.resolve("config.toml"));
        var builder = new ProcessBuilder(
                        checkout.resolve("tachograph").toString(),
                        "up",
                        "--config",
                        settings.toString(),
                        "--data-dir",
                        folder.resolve("data").toString(),
                        "--listen",
                        "127.0.0.1:0",
                        "--interval",
                        "1s")
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("TACHOGRAPH_"));
        var recorder = new Recorder(builder.start(), folder);
        Thread.ofPlatform().daemon().name("recorder-output").start(recorder::listen);
        return recorder;
    }

    /** Where its page is, as it printed it. */
    String address() {
        try {
            return address.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "the recorder printed no address within " + START_SECONDS + " s:\n" + String.join("\n", said), e);
        }
    }

    private void listen() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(this::hear);
        } catch (IOException e) {
            address.completeExceptionally(e);
        } finally {
            address.completeExceptionally(new IllegalStateException("the recorder ended"));
        }
    }

    private void hear(String line) {
        said.add(line);
        var found = ADDRESS.matcher(line);
        if (found.find()) {
            address.complete(found.group());
        }
    }

    /** SIGTERM, as systemd would. */
    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS)
                .join();
        if (process.isAlive()) {
            process.destroyForcibly().onExit().join();
            throw new IllegalStateException(
                    "the recorder did not end within " + STOP_SECONDS + " s of SIGTERM:\n" + said);
        }
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(Recorder::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
