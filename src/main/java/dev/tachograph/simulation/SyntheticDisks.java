package dev.tachograph.simulation;

import dev.tachograph.model.DiskSample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two disks of the made-up host. They read at once what processes read and what comes back from swap; what processes write
 * waits in memory for a while, and nothing of it is lost. For one thread.
 */
final class SyntheticDisks {
    private static final long PAGE = 4096;
    private static final double WRITTEN_WITHIN_SECONDS = 15;
    /** Of the files, so much lies on the first disk. */
    private static final double FIRST_SHARE = 0.4;

    private static final long BYTES_PER_OPERATION = 24 << 10;
    private static final double READ_MICROS = 110;
    private static final double WRITE_MICROS = 340;
    private static final List<String> DEVICES = List.of("nvme0n1", "nvme1n1");

    private final Chance chance;
    private long dirty;
    private long flushed;

    SyntheticDisks(Chance chance) {
        this.chance = chance;
    }

    /**
     * What was seen of them.
     *
     * @param busyMicros of the one that was busier
     */
    record Seen(List<DiskSample> samples, long busyMicros) {}

    /** What processes wrote and no disk has yet. */
    long dirtyBytes() {
        return dirty;
    }

    /** What processes wrote is to be written in an interval, as far as it is old enough. */
    void write(Doings did) {
        dirty += did.sums().writtenBytes();
        flushed = pages(dirty * did.share(WRITTEN_WITHIN_SECONDS));
        dirty -= flushed;
    }

    /** What the disks did in the interval, in which so much came back from swap, which is on the first disk, and went there. */
    Seen look(Doings did, long swapInBytes, long swapOutBytes) {
        long read = did.sums().readBytes();
        DiskSample first =
                disk(did, 0, pages(read * FIRST_SHARE) + swapInBytes, pages(flushed * FIRST_SHARE) + swapOutBytes);
        DiskSample second = disk(did, 1, read - pages(read * FIRST_SHARE), flushed - pages(flushed * FIRST_SHARE));
        return new Seen(List.of(first, second), Math.max(orZero(first.busyMicros()), orZero(second.busyMicros())));
    }

    private DiskSample disk(Doings did, int device, long readBytes, long writtenBytes) {
        if (!did.isKnown()) {
            return new DiskSample(DEVICES.get(device), null, null, null, null, null, null, null, null, null, null, 0L);
        }
        long reads = operations(readBytes);
        long writes = operations(writtenBytes);
        long readMicros = (long) (reads * READ_MICROS * chance.factor(0.4)) / 1000 * 1000;
        long writeMicros = (long) (writes * WRITE_MICROS * chance.factor(0.4)) / 1000 * 1000;
        long busy = Math.min(did.elapsedMicros(), (long) ((readMicros + writeMicros) * 0.7)) / 1000 * 1000;
        return new DiskSample(
                DEVICES.get(device),
                reads,
                writes,
                0L,
                readBytes,
                writtenBytes,
                0L,
                readMicros,
                writeMicros,
                busy,
                readMicros + writeMicros,
                busy * 5 > did.elapsedMicros() ? (long) chance.below(6) : 0L);
    }

    private long operations(long bytes) {
        return bytes == 0 ? 0 : Math.max(1, (long) (bytes / (double) BYTES_PER_OPERATION * chance.factor(0.15)));
    }

    private static long pages(double bytes) {
        return PAGE * (long) (bytes / PAGE);
    }

    private static long orZero(@Nullable Long amount) {
        return amount == null ? 0 : amount;
    }
}
