package dev.tachograph.bundle;

import dev.tachograph.simulation.HistoryPlan;
import dev.tachograph.simulation.SyntheticHistory;
import dev.tachograph.simulation.SyntheticLog;
import dev.tachograph.store.DataDirectory;
import dev.tachograph.store.HistoryWriter;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.StoppedStore;
import dev.tachograph.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A record of an hour and a half of a made-up host, and bundles of it. */
public final class MadeBundle {
    public static final Instant UNTIL = Instant.parse("2026-11-23T03:30:00Z");
    public static final Instant FROM = Instant.parse("2026-11-23T02:52:03Z");
    public static final Instant TO = Instant.parse("2026-11-23T03:07:31Z");
    private static final Instant CREATED = Instant.parse("2026-11-24T09:00:00Z");

    private MadeBundle() {}

    /** Writes the record, of which an hour is sealed and the rest is hot. */
    public static void record(Path folder) throws IOException, StoreException {
        var plan = new HistoryPlan(UNTIL, Duration.ofMinutes(90), 12, Duration.ofSeconds(5), 7, false);
        var log = new SyntheticLog(plan);
        var history = new SyntheticHistory(plan);
        try (DataDirectory held = DataDirectory.hold(folder);
                HistoryWriter writer =
                        HistoryWriter.begin(held, plan.interval(), new HistoryWriter.Content(true, true, log::until))) {
            while (writer.writeHour(history)) {
                // hour by hour
            }
            writer.end(List.of(history.lastWords()));
        }
    }

    /** A bundle of a stopped record. */
    public static byte[] of(Path record) throws IOException, StoreException {
        return of(record, FROM, TO, true);
    }

    /** A bundle of a stopped record. */
    public static byte[] of(Path record, Instant from, Instant to, boolean isRedacted)
            throws IOException, StoreException {
        try (StoppedStore store = StoppedStore.open(record)) {
            return of(store, from, to, isRedacted);
        }
    }

    static byte[] of(Recorded store, Instant from, Instant to, boolean isRedacted) throws IOException, StoreException {
        try (Bundle bundle =
                Bundling.ofNobody(null, InstantSource.fixed(CREATED)).cut(store, from, to, isRedacted)) {
            bundle.make(() -> false);
            var out = new ByteArrayOutputStream();
            bundle.write(out);
            return out.toByteArray();
        }
    }
}
