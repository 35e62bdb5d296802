package dev.tachograph.worker;

import dev.tachograph.store.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A runner over a folder that looks like a record, with workers that only their cage holds. */
final class Workshop implements AutoCloseable {
    static final Instant UNTIL = Instant.parse("2026-11-26T03:12:00Z");

    final Path data;
    final Path base;
    final AtomicInteger snapshots = new AtomicInteger();
    final WorkerPool pool;
    final CagedRunner runner;

    Workshop(Path folder) throws IOException {
        this(folder, WorkerLimits.USUAL);
    }

    Workshop(Path folder, WorkerLimits limits) throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        base = folder.resolve("base");
        Files.createDirectories(data.resolve("segments"));
        Files.createDirectories(data.resolve("snapshots"));
        Files.writeString(data.resolve("segments/segment"), "what was recorded");
        Files.writeString(data.resolve("secret"), "a secret");
        pool = new WorkerPool(PlainWorker.class.getName(), base, limits);
        runner = new CagedRunner(statement -> new Folder(), pool, limits);
    }

    static WorkerLimits limits(int workers, int waiting, Duration idle) {
        WorkerLimits usual = WorkerLimits.USUAL;
        return new WorkerLimits(
                workers,
                waiting,
                usual.start(),
                idle,
                Duration.ofMillis(200),
                usual.memoryBytes(),
                usual.residentBytes());
    }

    private final class Folder implements Snapshot {
        Folder() {
            snapshots.incrementAndGet();
        }

        @Override
        public Path dataDirectory() {
            return data;
        }

        @Override
        public Path folder() {
            return data.resolve("snapshots/1");
        }

        @Override
        public List<String> script() {
            return List.of("SELECT 1");
        }

        @Override
        public Instant dataUntil() {
            return UNTIL;
        }

        @Override
        public void close() {
            snapshots.decrementAndGet();
        }
    }

    SqlRun begin(String sql, Duration limit) throws SqlRefusal {
        return runner.begin(
                new SqlQuestion(sql, SqlQuestion.Origin.TYPED, SqlQuestion.Format.NDJSON, 1_000_000_000, limit));
    }

    /** The whole answer. */
    String ask(String sql) throws SqlRefusal, IOException {
        return ask(sql, Duration.ofSeconds(60));
    }

    String ask(String sql, Duration limit) throws SqlRefusal, IOException {
        try (SqlRun run = begin(sql, limit)) {
            run.head();
            var out = new ByteArrayOutputStream();
            run.writeRows(out);
            return out.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        runner.close();
    }
}
