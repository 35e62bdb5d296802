package dev.tachograph.store;

import dev.tachograph.model.Gap;
import dev.tachograph.model.LargeValue;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import dev.tachograph.model.LogSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A store for log lines without a recorder: what is added is committed at once. */
public final class LogFixture implements AutoCloseable {
    public static final UUID BOOT = UUID.fromString("11111111-2222-3333-4444-555555555555");
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final DataDirectory directory;
    private final Store store;
    private long sequence;

    public LogFixture(Path folder) throws IOException, StoreException {
        directory = DataDirectory.hold(folder);
        store = Store.open(directory, INTERVAL, InstantSource.system());
    }

    public Recorded recorded() {
        return store;
    }

    public void add(List<LogLine> lines, Gap... gaps) throws SQLException {
        store.commit(new LogBatch(lines, List.of(), List.of(gaps)));
    }

    /** What is hot becomes a segment. */
    public void seal() throws SQLException, IOException {
        new SegmentKeeper(store, SegmentKeeper.OnWriter.DIRECTLY, InstantSource.system()).sealLogs();
    }

    /** The segments of a day that is over become one. @return whether there were some */
    public boolean merge() throws SQLException, IOException {
        return new SegmentKeeper(store, SegmentKeeper.OnWriter.DIRECTLY, InstantSource.system()).mergeDay();
    }

    /** A line of sshd on web1. */
    public LogLine line(Instant at, String message) {
        return line(at, 6, "ssh.service", "sshd", 4711, message, Map.of());
    }

    /** A line of the journal. */
    public LogLine line(
            Instant at,
            @Nullable Integer priority,
            @Nullable String unit,
            @Nullable String identifier,
            @Nullable Integer pid,
            @Nullable String message,
            Map<String, List<String>> fields,
            LargeValue... large) {
        var origin = new LogOrigin(
                LogSource.JOURNAL,
                null,
                BOOT,
                null,
                "web1",
                "journal",
                unit,
                null,
                null,
                null,
                null,
                identifier,
                pid,
                0L,
                0L,
                "comm",
                "/usr/sbin/" + identifier,
                null);
        return new LogLine(
                origin,
                at,
                null,
                ++sequence,
                priority,
                3,
                message,
                null,
                null,
                null,
                null,
                null,
                null,
                fields,
                List.of(large));
    }

    /** Any other line. */
    public LogLine line(LogOrigin origin, Instant at, @Nullable Integer priority, @Nullable String message) {
        return new LogLine(
                origin,
                at,
                null,
                ++sequence,
                priority,
                null,
                message,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of());
    }

    @Override
    public void close() {
        store.close();
        directory.close();
    }
}
