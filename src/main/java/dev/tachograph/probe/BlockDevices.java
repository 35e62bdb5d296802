package dev.tachograph.probe;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Which block devices are disks of their own, and which only parts of one. Used by one thread at a time. */
final class BlockDevices {
    /** sda1, vdb2 and xvdc3; nvme0n1p1, mmcblk0p2, loop0p1, md0p1 and nbd0p1. */
    private static final Pattern PARTITION =
            Pattern.compile("(?:[hsv]d|xvd)[a-z]+\\d+|(?:nvme\\d+(?:c\\d+)?n|mmcblk|loop|md|nbd)\\d+p\\d+");

    private static final Pattern MADE_WITHOUT_NEED = Pattern.compile("(?:loop|ram|zram|nbd|sr|fd)\\d+");
    private static final int MOST_KNOWN = 10_000;

    private final Path folder;
    private final Map<String, Boolean> partitions = new HashMap<>();

    /** @param sys where sysfs is mounted, such as {@code /sys} */
    BlockDevices(Path sys) {
        folder = sys.resolve("class/block");
    }

    /**
     * Whether it is a part of another device.
     *
     * @param number its major and minor one
     */
    boolean isPartition(String name, String number) {
        if (partitions.size() > MOST_KNOWN) {
            partitions.clear();
        }
        return partitions.computeIfAbsent(name + " " + number, _ -> find(name));
    }

    private boolean find(String name) {
        try {
            Path device = folder.resolve(name.replace('/', '!'));
            return Files.exists(device)
                    ? Files.exists(device.resolve("partition"))
                    : PARTITION.matcher(name).matches();
        } catch (InvalidPathException _) {
            return false;
        }
    }

    /** Whether there are such devices on every host, used or not. */
    static boolean isMadeWithoutNeed(String name) {
        return MADE_WITHOUT_NEED.matcher(name).matches();
    }
}
