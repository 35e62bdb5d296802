package dev.tachograph.probe;

import dev.tachograph.linux.Clocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints what a look at control groups costs, with groups of this kernel made for it. Arguments: how many, and {@code unified} or
 * {@code all} for the trees to make them in. Not a test: removing them takes the kernel up to 20 ms each.
 */
final class MeasureCgroups {
    private static final int LOOKS = 400;

    private MeasureCgroups() {}

    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[0]);
        List<CgroupMount> mounts = CgroupMount.find(Path.of("/proc"), Path.of("/sys")).stream()
                .filter(mount -> arguments[1].equals("all") || mount.unified())
                .toList();
        List<Path> folders = new ArrayList<>();
        try (var trees = new CgroupTrees(mounts, Path.of("/"), CgroupProbe.MOST_GROUPS)) {
            for (CgroupMount mount : mounts) {
                for (int group = 0; group < count; group++) {
                    Path folder = Path.of(mount.folder(), "tachograph-measure-" + group + ".service");
                    Files.createDirectory(folder);
                    folders.add(folder);
                }
            }
            trees.look(5, true);
            System.out.printf("%d groups in %d trees, CPU a look:%n", count, mounts.size());
            print("at 5 s, with what is read once a minute", () -> trees.look(5, true));
            print("at 1 s", () -> trees.look(1, true));
            print("nothing but what every look reads", () -> trees.look(0, true));
            print("everything", () -> trees.look(5, false));
        } finally {
            for (Path folder : folders) {
                Files.deleteIfExists(folder);
            }
        }
    }

    private static void print(String what, Runnable look) {
        for (int warm = 0; warm < LOOKS; warm++) {
            look.run();
        }
        var clocks = new Clocks();
        long begin = clocks.threadCpuNanos();
        for (int round = 0; round < LOOKS; round++) {
            look.run();
        }
        System.out.printf("  %6d us  %s%n", (clocks.threadCpuNanos() - begin) / 1000 / LOOKS, what);
    }
}
