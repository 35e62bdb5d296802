package dev.tachograph.probe;

import dev.tachograph.linux.KernelFiles;
import dev.tachograph.model.DiskSample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the block devices did. Source: Documentation/admin-guide/iostats.rst. Partitions are left out: their disk has done
 * the same. Devices that are made of others (dm, md) are there beside those.
 */
final class DiskProbe {
    private static final long SECTOR_BYTES = 512;
    private static final long MILLISECOND_MICROS = 1000;
    private static final long MOST_IN_FLIGHT = Integer.MAX_VALUE;

    /** Places of the numbers behind the name. */
    private static final int READS = 0;

    private static final int READ_SECTORS = 2;
    private static final int READ_MILLIS = 3;
    private static final int WRITES = 4;
    private static final int WRITTEN_SECTORS = 6;
    private static final int WRITE_MILLIS = 7;
    private static final int IN_FLIGHT = 8;
    private static final int BUSY_MILLIS = 9;
    private static final int QUEUE_MILLIS = 10;
    private static final int DISCARDS = 11; // since Linux 4.18
    private static final int DISCARDED_SECTORS = 13;
    private static final int NUMBERS = 14;
    private static final int NUMBERS_OF_OLD_KERNELS = 11;

    private final KernelFiles proc;
    private final BlockDevices devices;
    private final DeviceGrowth growth = new DeviceGrowth();

    DiskProbe(KernelFiles proc, Path sys) {
        this.proc = proc;
        this.devices = new BlockDevices(sys);
    }

    List<DiskSample> look(boolean hasInterval) throws IOException {
        growth.begin();
        if (!hasInterval) {
            growth.forget();
        }
        int length = ProbeFiles.read(proc, "diskstats");
        return samples(proc.bytes(), length);
    }

    private List<DiskSample> samples(byte[] text, int length) {
        List<DiskSample> samples = new ArrayList<>();
        var lines = new KernelLines(text, length);
        long[] numbers = new long[NUMBERS];
        while (lines.nextLine()) {
            long major = lines.number();
            long minor = lines.number();
            if (major >= 0 && minor >= 0 && lines.nextWord()) {
                String name = lines.word();
                String number = major + ":" + minor;
                int count = 0;
                for (int i = 0; i < NUMBERS; i++) {
                    numbers[i] = lines.number();
                    count += numbers[i] < 0 ? 0 : 1;
                }
                if (count >= NUMBERS_OF_OLD_KERNELS && !devices.isPartition(name, number)) {
                    add(samples, name, number, numbers);
                }
            }
        }
        return samples;
    }

    private void add(List<DiskSample> samples, String name, String number, long[] now) {
        long[] grown = growth.of(
                name,
                number,
                now[READS],
                now[WRITES],
                now[DISCARDS],
                now[READ_SECTORS],
                now[WRITTEN_SECTORS],
                now[DISCARDED_SECTORS],
                now[READ_MILLIS],
                now[WRITE_MILLIS],
                now[BUSY_MILLIS],
                now[QUEUE_MILLIS]);
        if (BlockDevices.isMadeWithoutNeed(name) && now[READS] + now[WRITES] + Math.max(0, now[DISCARDS]) == 0) {
            return;
        }
        samples.add(new DiskSample(
                name,
                Growth.known(grown[0]),
                Growth.known(grown[1]),
                Growth.known(grown[2]),
                Growth.times(grown[3], SECTOR_BYTES),
                Growth.times(grown[4], SECTOR_BYTES),
                Growth.times(grown[5], SECTOR_BYTES),
                micros(grown[6]),
                micros(grown[7]),
                micros(grown[8]),
                micros(grown[9]),
                inFlight(now[IN_FLIGHT])));
    }

    private static @Nullable Long micros(long millis) {
        return Growth.times(millis, MILLISECOND_MICROS);
    }

    /** Some old drivers go below nothing, which shows as a large number. */
    private static @Nullable Long inFlight(long count) {
        return count > MOST_IN_FLIGHT ? null : Growth.known(count);
    }
}
