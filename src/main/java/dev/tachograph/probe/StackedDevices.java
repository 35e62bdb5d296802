package dev.tachograph.probe;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Tells the devices that lie on others (LVM, dm-crypt, RAID) from those at the bottom: the kernel counts a transfer at each level,
 * so that a sum over all of them has it twice. Source: /sys/dev/block, the folder {@code slaves}.
 */
final class StackedDevices implements Predicate<String> {
    private static final int MOST = 1024;

    private final Path folder;
    private final Map<String, Boolean> known = new LinkedHashMap<>();

    StackedDevices(Path sys) {
        folder = sys.resolve("dev/block");
    }

    /** Whether the device with these numbers, such as {@code 253:0}, lies on no other. */
    @Override
    public boolean test(String numbers) {
        if (known.size() >= MOST) {
            known.clear();
        }
        return known.computeIfAbsent(numbers, this::isAtTheBottom);
    }

    private boolean isAtTheBottom(String numbers) {
        if (!numbers.chars().allMatch(c -> c == ':' || (c >= '0' && c <= '9'))) {
            return false; // "Total", the last line of version 1
        }
        try (DirectoryStream<Path> below =
                Files.newDirectoryStream(folder.resolve(numbers).resolve("slaves"))) {
            return !below.iterator().hasNext();
        } catch (IOException | InvalidPathException _) {
            return true; // a partition, or one that has gone
        }
    }
}
