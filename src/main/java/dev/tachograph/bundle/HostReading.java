package dev.tachograph.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.bundle.Manifest.HostFacts;
import dev.tachograph.linux.Host;
import dev.tachograph.store.CutSpan;
import dev.tachograph.store.CutTable;
import dev.tachograph.store.Reading;
import dev.tachograph.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the host that a record is of. A record that goes up to the present boot of this host is its own; of another one
 * only what it says itself is known.
 */
final class HostReading {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/osrelease");
    private static final Path MACHINE_ID = Path.of("/etc/machine-id");
    private static final String MACHINE_PURPOSE = "tachograph bundle ";
    private static final int MACHINE_BYTES = 8;

    /** The boot of the newest tick, which is always hot. */
    private static final String NEWEST_BOOT = "SELECT arg_max(boot_id, tick) FROM hot.ticks HAVING count(*) > 0";

    private HostReading() {}

    /** As log lines tell it. */
    private record Told(@Nullable String name, @Nullable String machine) {}

    static HostFacts of(Reading reading, CutSpan span) throws StoreException {
        Optional<UUID> newest = reading.first(NEWEST_BOOT, row -> row.uuid(1));
        boolean isOurs = newest.isPresent() && newest.get().equals(Host.bootId());
        Told lines = reading.first(
                        "SELECT mode(hostname), mode(machine_id)::VARCHAR FROM (%s)"
                                .formatted(CutTable.LOG_LINES.cut(span)),
                        row -> new Told(row.textOrNull(1), row.textOrNull(2)))
                .orElse(new Told(null, null));
        CutSpan.Ticks ticks = span.ticks();
        return new HostFacts(
                isOurs ? Host.name() : lines.name,
                isOurs ? line(KERNEL) : null,
                machine(isOurs ? line(MACHINE_ID) : lines.machine),
                number(
                        reading,
                        "SELECT nullif(count(DISTINCT cpu) FILTER (cpu <> 'all'), 0) FROM (%s)"
                                .formatted(CutTable.CPUS.cut(span))),
                number(reading, "SELECT max(total_bytes) FROM (%s)".formatted(CutTable.HOST.cut(span))),
                ticks == null || ticks.usualMicros() == null
                        ? null
                        : Double.valueOf(Math.round(ticks.usualMicros() / 1e3) / 1e3),
                ticks == null
                        ? List.of()
                        : ticks.boots().stream().map(UUID::toString).toList());
    }

    private static @Nullable Long number(Reading reading, String query) throws StoreException {
        return reading.all(query, row -> Optional.ofNullable(row.numberOrNull(1))).stream()
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String line(Path file) {
        try {
            String text = Files.readString(file).strip();
            return text.isEmpty() ? null : text;
        } catch (IOException _) {
            return null;
        }
    }

    /** A machine id is not to be shown to others: machine-id(5) asks for a hash of it with a key of one's own. */
    private static @Nullable String machine(@Nullable String id) {
        if (id == null) {
            return null;
        }
        byte[] hash = Digests.sha256().digest((MACHINE_PURPOSE + id.replace("-", "")).getBytes(UTF_8));
        return HexFormat.of().formatHex(hash, 0, MACHINE_BYTES);
    }
}
