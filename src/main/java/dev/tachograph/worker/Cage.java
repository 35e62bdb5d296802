package dev.tachograph.worker;

import dev.tachograph.linux.Sandbox;
import dev.tachograph.store.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the process of a worker may read and write, as the recorder tells it on its command line.
 *
 * @param parent the recorder's process id
 * @param memoryBytes that it may write to
 * @param temporary the only folder that it may write to
 * @param readable what was recorded
 */
record Cage(long parent, long memoryBytes, Path temporary, List<Path> readable) {
    /**
     * DuckDB ends the process where it can't read of which control group it is, and that group's limits. Where its allocator
     * can't read how the kernel overcommits, it reserves memory first and makes it writable later in a way that RLIMIT_DATA does
     * not see (mmap over what is mapped already).
     */
    private static final List<Path> HOST = Stream.of(
                    "/proc/self",
                    "/proc/sys/vm/overcommit_memory",
                    "/sys/fs/cgroup",
                    "/sys/devices/system/cpu",
                    "/dev/null",
                    "/dev/random", // the JVM takes long to make up random numbers without it
                    "/dev/urandom",
                    "/etc/ld.so.cache",
                    "/lib",
                    "/lib64",
                    "/usr/lib",
                    "/usr/lib64")
            .map(Path::of)
            .toList();

    Cage {
        readable = List.copyOf(readable);
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("" + parent, "" + memoryBytes, temporary.toString()));
        readable.forEach(path -> arguments.add(path.toString()));
        return arguments;
    }

    static Cage parse(String[] arguments) {
        return new Cage(
                Long.parseLong(arguments[0]),
                Long.parseLong(arguments[1]),
                Path.of(arguments[2]),
                Stream.of(arguments).skip(3).map(Path::of).toList());
    }

    /** Puts this process into it. */
    Sandbox.Report close() {
        List<Path> all = new ArrayList<>(HOST);
        all.addAll(ChildJvm.files());
        all.addAll(readable);
        return Sandbox.of(parent, memoryBytes, all, temporary).apply();
    }
}
