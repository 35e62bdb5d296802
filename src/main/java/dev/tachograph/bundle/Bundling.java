package dev.tachograph.bundle;

import dev.tachograph.linux.Host;
import dev.tachograph.store.CutSpan;
import dev.tachograph.store.CutStore;
import dev.tachograph.store.CutTable;
import dev.tachograph.store.DocumentedView;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Makes incident bundles of a record: one at a time, since each takes memory and disk for a moment. For many threads.
 */
public final class Bundling {
    /** The longest window. */
    public static final Duration LONGEST = Duration.ofDays(7);

    /** What may lie on the disk while one is made: what was cut, the store made of it, and the members. */
    static final long MOST_WORKING_BYTES = 4_000_000_000L;

    private static final String PREFIX = "bundle-";
    private static final int KEY_BYTES = 32;
    private static final int LONGEST_NAME = 64;
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final byte[] key;
    private final List<String> patterns;
    private final @Nullable Manifest source;
    private final InstantSource clock;
    private final Semaphore place = new Semaphore(1);

    /**
     * Makes bundles in which the same secret has the same mark as in the record.
     *
     * @param key of the marks, at least 16 bytes
     * @param patterns of further secrets
     * @param source the bundle that the record was made of; {@code null} when it is a recorder's own
     */
    public Bundling(byte[] key, List<String> patterns, @Nullable Manifest source, InstantSource clock) {
        this.key = key.clone();
        this.patterns = List.copyOf(patterns);
        this.source = source;
        this.clock = clock;
    }

    /** One whose marks are like no others. */
    public static Bundling ofNobody(@Nullable Manifest source, InstantSource clock) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new Bundling(key, List.of(), source, clock);
    }

    /** What to call the file of a bundle: letters, digits, dots, dashes and underscores. */
    public String fileName(Instant from, Instant to) {
        String host = source == null ? Host.name() : source.hostName();
        String name = host.replaceAll("[^A-Za-z0-9._-]", "-");
        return "tachograph-%s-%s-%s.zip"
                .formatted(
                        name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name,
                        SECOND.format(from),
                        SECOND.format(to));
    }

    /** The place in which a bundle is made, until it is closed. */
    public final class Place implements AutoCloseable {
        private boolean isTaken = true;

        private Place() {}

        @Override
        public void close() {
            if (isTaken) {
                isTaken = false;
                place.release();
            }
        }
    }

    /** A place; nothing while another bundle is being made. */
    public Optional<Place> place() {
        return place.tryAcquire() ? Optional.of(new Place()) : Optional.empty();
    }

    /**
     * Takes what belongs to a window from a record, as it is at one moment.
     *
     * @param isRedacted whether secrets are to be taken out of its texts
     * @return to be made and written, and closed in any case
     * @throws StoreException when the record can't be asked, or was told not to answer
     */
    public Bundle cut(Recorded recorded, Instant from, Instant to, boolean isRedacted)
            throws StoreException, IOException {
        WorkFolder folder = WorkFolder.make(recorded.scratch(), PREFIX);
        try {
            Bundle bundle;
            try (Reading reading = recorded.read()) {
                CutSpan span = CutSpan.read(reading, from, to);
                requireAnything(reading, span);
                cut(reading, span, folder.folder(BundleWork.RAW));
                Manifest.HostFacts host = source == null ? HostReading.of(reading, span) : source.host();
                bundle = new Bundle(folder, span, host, GapReading.of(reading, span), isRedacted, clock);
            }
            if (isRedacted) {
                RedactionFile.write(folder.path(), key, patterns);
            }
            return bundle;
        } catch (StoreException | IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static void requireAnything(Reading reading, CutSpan span) throws StoreException, BundleException {
        if (span.ticks() != null) {
            return;
        }
        if (!hasAnything(reading, span)) {
            throw new BundleException(
                    BundleException.Kind.NOTHING,
                    "nothing was recorded from %s to %s".formatted(span.from(), span.to()));
        }
    }

    private static boolean hasAnything(Reading reading, CutSpan span) throws StoreException {
        for (CutTable table : List.of(CutTable.LOG_LINES, CutTable.PROCESS_EXITS, CutTable.EVENTS)) {
            long rows = reading.first("SELECT count(*) FROM (%s)".formatted(table.cut(span)), row -> row.number(1))
                    .orElse(0L);
            if (rows > 0) {
                return true;
            }
        }
        return false;
    }

    private static void cut(Reading reading, CutSpan span, Path raw) throws StoreException, BundleException {
        for (var file : CutStore.files(raw).entrySet()) {
            CutTable table = file.getKey();
            reading.copy(table.cut(span), file.getValue());
            BundleProcess.requireRoom(raw, MOST_WORKING_BYTES);
        }
        for (DocumentedView view : DocumentedView.rollUps()) {
            reading.copy(view.cut(span.from(), span.to()), raw.resolve(view.word() + ".parquet"));
        }
    }
}
