package dev.tachograph.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** {@code ./tachograph up} with a data directory and a port of its own, from {@link #start} to {@link #close}. */
final class RunningRecorder implements AutoCloseable {
    private static final String PAGE = "  page  ";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Process process;
    private final Instant started;
    private final URI page;
    private final Path data;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningRecorder(Process process, Instant started, URI page, Path data) {
        this.process = process;
        this.started = started;
        this.page = page;
        this.data = data;
    }

    /** Returns once it serves. */
    static RunningRecorder start(Path home, Duration interval) throws IOException {
        Path data = Files.createTempDirectory("tachograph-bench");
        Instant started = Instant.now();
        Process process = new ProcessBuilder(
                        home.resolve("tachograph").toString(),
                        "up",
                        "--data-dir",
                        data.toString(),
                        "--listen",
                        "127.0.0.1:0",
                        "--interval",
                        interval.toSeconds() + "s")
                .redirectErrorStream(true)
                .start();
        BufferedReader words = process.inputReader();
        for (String line = words.readLine(); line != null; line = words.readLine()) {
            if (line.startsWith(PAGE)) {
                return new RunningRecorder(
                        process,
                        started,
                        URI.create(line.substring(PAGE.length()).strip()),
                        data);
            }
            Benchmarks.progress("recorder: %s", line);
        }
        throw new IOException("the recorder did not start; it ended with "
                + process.onExit().join().exitValue());
    }

    int pid() {
        return (int) process.pid();
    }

    /** Before the launcher script began. */
    Instant started() {
        return started;
    }

    JsonFigures health() throws IOException, InterruptedException {
        return JsonFigures.parse(get("api/storage/health"));
    }

    private String get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(page.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Asks as a browser does, with leave to compress the answer, and throws it away. */
    void fetch(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(page.resolve(path))
                .header("Accept-Encoding", "gzip")
                .build();
        client.send(request, HttpResponse.BodyHandlers.discarding());
    }

    @Override
    public void close() throws IOException {
        client.close();
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        process.destroyForcibly().onExit().join();
        Folders.remove(data);
    }
}
