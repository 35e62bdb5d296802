package dev.tachograph.simulation;

import dev.tachograph.model.MemorySample;

/**
 * The memory of the made-up host: what processes have, the kernel's own, and a cache of files in what is left. Where that does
 * not suffice, pages go to swap. It is so large that a service that leaks needs all of it in the end. For one thread.
 */
final class SyntheticMemory {
    private static final long PAGE = 4096;
    private static final long MEGABYTE = 1 << 20;
    /** Of what processes have in RAM, so much is theirs alone; the rest are files, and shared. */
    private static final double ANONYMOUS_SHARE = 0.78;

    private static final long SWAP_BYTES = 2048 * MEGABYTE;
    private static final long LEAST_FREE = 96 * MEGABYTE;
    private static final long LEAST_CACHE = 260 * MEGABYTE;
    private static final long BUFFERS = 48 * MEGABYTE;
    private static final long SHARED = 142 * MEGABYTE;
    private static final long SIZES = 64 * MEGABYTE;
    /** Of what does not fit when a service leaks most, swap has room for so much. */
    private static final double WANT_AT_WORST = 1.5;

    private static final double SWAPS_IN_SECONDS = 2400;
    private static final long CACHE_GROWS_BYTES_PER_SECOND = 120_000;
    /** Of the pages in swap, those of a process that was killed. */
    private static final double SWAP_OF_VICTIM = 0.9;

    private final Chance chance;
    private final long total;
    private long slab;
    private long cached;
    private long swapped;

    /** @param residentBytes what all processes have when the history begins */
    SyntheticMemory(long residentBytes, int threads, Chance chance) {
        this.chance = chance;
        slab = 190 * MEGABYTE + threads * 40_000L;
        double atWorst = (residentBytes + Trouble.PEAK_BYTES) * ANONYMOUS_SHARE
                + kernel(residentBytes, threads)
                + LEAST_CACHE
                + BUFFERS
                + LEAST_FREE
                - WANT_AT_WORST * SWAP_BYTES;
        total = SIZES * (long) (atWorst / SIZES);
        cached = total / 4 / PAGE * PAGE;
    }

    /**
     * What was seen of it. It is far from enough, {@code want}, by how full swap is: 0 to 1.
     */
    record Seen(MemorySample sample, long swapInBytes, long swapOutBytes, long swappedBytes) {
        double want() {
            return swappedBytes / (double) SWAP_BYTES;
        }
    }

    /**
     * Lets an interval pass.
     *
     * @param dirtyBytes that wait to be written
     */
    Seen look(Doings did, long dirtyBytes) {
        slab = pages(Math.clamp(slab + MEGABYTE * chance.between(-2, 2) / 8, 120 * MEGABYTE, 900 * MEGABYTE));
        long resident = did.sums().residentBytes();
        long room = total - kernel(resident, did.sums().threads()) - LEAST_FREE - BUFFERS;
        long wanted = pages(resident * ANONYMOUS_SHARE);
        long before = swapped;
        long swapIn = swap(did, wanted, room);
        long swapOut = Math.max(0, swapped - before);
        long anonymous = Math.min(wanted - swapped, room - PAGE);
        long grown = cached + did.sums().readBytes() + did.sums().writtenBytes() + grownCache(did);
        cached = pages(Math.min(grown, room - anonymous));
        var sample =
                sample(did, new Parts(resident, wanted, anonymous, room + LEAST_FREE - anonymous - cached), dirtyBytes);
        return new Seen(with(sample, did, swapIn, swapOut), swapIn, swapOut, swapped);
    }

    private static long grownCache(Doings did) {
        return (long) (did.elapsedMicros() / 1e6 * CACHE_GROWS_BYTES_PER_SECOND);
    }

    /**
     * Puts into swap what does not fit; what was put there comes back by and by.
     *
     * @return bytes that came back
     */
    private long swap(Doings did, long wanted, long room) {
        if (did.oomKills() > 0) {
            swapped = pages(swapped * (1 - SWAP_OF_VICTIM));
        }
        long goal = Math.clamp(wanted + LEAST_CACHE - room, 0, SWAP_BYTES);
        if (goal >= swapped) {
            swapped = pages(goal);
            return 0;
        }
        long back = pages((swapped - goal) * did.share(SWAPS_IN_SECONDS));
        swapped -= back;
        return back;
    }

    private long kernel(long resident, int threads) {
        return slab + resident / 380 / PAGE * PAGE + 4 * PAGE * threads + 130 * MEGABYTE;
    }

    private static long pages(double bytes) {
        return PAGE * (long) (bytes / PAGE);
    }

    private static long pages(long bytes) {
        return bytes / PAGE * PAGE;
    }

    private record Parts(long resident, long wanted, long anonymous, long free) {}

    private MemorySample sample(Doings did, Parts parts, long dirtyBytes) {
        long reclaimable = pages(slab * 0.6);
        long available =
                parts.free - LEAST_FREE / 2 + pages((cached - Math.min(cached, SHARED)) * 0.92) + reclaimable / 2;
        long writeback = pages(dirtyBytes * chance.upTo(0.2));
        return new MemorySample(
                total,
                Math.clamp(available, 0, total),
                parts.free,
                cached,
                BUFFERS,
                dirtyBytes,
                writeback,
                parts.anonymous,
                Math.min(SHARED, cached),
                slab,
                reclaimable,
                parts.resident / 380 / PAGE * PAGE,
                pages(parts.wanted * 1.7) + 64 * PAGE * did.sums().threads(),
                SWAP_BYTES,
                SWAP_BYTES - swapped,
                0L,
                0L,
                null,
                null,
                null,
                null);
    }

    /** With what happened in the interval. */
    private MemorySample with(MemorySample levels, Doings did, long swapIn, long swapOut) {
        long faults = swapIn / PAGE / 4 + swapOut / PAGE / 8 + did.sums().readBytes() / PAGE / 8 + chance.below(3);
        return new MemorySample(
                levels.totalBytes(),
                levels.availableBytes(),
                levels.freeBytes(),
                levels.cachedBytes(),
                levels.buffersBytes(),
                levels.dirtyBytes(),
                levels.writebackBytes(),
                levels.anonymousBytes(),
                levels.sharedBytes(),
                levels.slabBytes(),
                levels.slabReclaimableBytes(),
                levels.pageTablesBytes(),
                levels.committedBytes(),
                levels.swapTotalBytes(),
                levels.swapFreeBytes(),
                levels.hugeTotalBytes(),
                levels.hugeFreeBytes(),
                did.known(faults),
                did.known(swapIn),
                did.known(swapOut),
                did.known(did.oomKills()));
    }
}
