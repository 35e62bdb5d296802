package dev.tachograph.simulation;

import dev.tachograph.model.FilesystemSample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file systems of the made-up host. {@code /var} fills for ten days before it is cleaned up; in an {@link Incident}, what
 * failing requests leave in the log fills the rest of it. What is used depends on the time alone.
 */
final class SyntheticFilesystems {
    private static final long BLOCK = 4096;
    private static final long GIGABYTE = 1_000_000_000;
    private static final long MINUTE_MICROS = 60_000_000;
    private static final long CLEANED_EVERY_MICROS = 10 * 24 * 60 * MINUTE_MICROS;
    private static final long ROOT_BYTES = 31_526_391_808L;
    private static final long VAR_BYTES = 52_521_566_208L;
    private static final long HOME_BYTES = 105_089_261_568L;
    private static final double RESERVED_SHARE = 0.05;
    private static final long GROWTH_BYTES = 7 * GIGABYTE;
    private static final long USUALLY_LEFT_BYTES = 9 * GIGABYTE;
    private static final double BYTES_PER_FILE = 41_000;

    private final @Nullable Trouble trouble;

    SyntheticFilesystems(@Nullable Trouble trouble) {
        this.trouble = trouble;
    }

    List<FilesystemSample> at(long nowMicros) {
        long minute = nowMicros / MINUTE_MICROS;
        return List.of(
                of("/", "/dev/nvme0n1p2", ROOT_BYTES, 12_400_000_000L + minute / 60 % 24 * 40 * BLOCK),
                of("/home", "/dev/nvme0n1p3", HOME_BYTES, 61_300_000_000L + minute / 10 % 5000 * 300 * BLOCK),
                of("/var", "/dev/nvme1n1p1", VAR_BYTES, forPeople(VAR_BYTES) - leftOfVar(nowMicros)));
    }

    private long leftOfVar(long nowMicros) {
        if (trouble == null) {
            return USUALLY_LEFT_BYTES + toBeFilled(nowMicros, 0);
        }
        long hot = trouble.burstFrom;
        if (nowMicros < hot) {
            return trouble.roomBytes() + toBeFilled(nowMicros, hot);
        }
        if (nowMicros < trouble.cleaned) {
            double done = (nowMicros - hot) / (double) (trouble.full - hot);
            return (long) (trouble.roomBytes() * Math.max(0, 1 - done));
        }
        return trouble.roomBytes() + toBeFilled(nowMicros, trouble.cleaned);
    }

    /** What will be filled by a time at which it is cleaned up, or by the next one after it. It comes by the minute. */
    private static long toBeFilled(long nowMicros, long cleanedMicros) {
        long filled = Math.floorMod(nowMicros / MINUTE_MICROS * MINUTE_MICROS - cleanedMicros, CLEANED_EVERY_MICROS);
        return (long) (GROWTH_BYTES * (1 - filled / (double) CLEANED_EVERY_MICROS));
    }

    private static long forPeople(long size) {
        return size - blocks(size * RESERVED_SHARE);
    }

    private static FilesystemSample of(String mountPoint, String device, long size, long used) {
        long whole = used / BLOCK * BLOCK;
        long inodes = size / 16_384;
        return new FilesystemSample(
                mountPoint,
                device,
                "ext4",
                false,
                size,
                whole,
                Math.max(0, forPeople(size) - whole),
                inodes,
                Math.min(inodes, (long) (whole / BYTES_PER_FILE)),
                null);
    }

    private static long blocks(double bytes) {
        return BLOCK * (long) (bytes / BLOCK);
    }
}
