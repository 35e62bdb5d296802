package dev.tachograph.bench;

import dev.tachograph.linux.ProcFs;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel says a process has cost so far.
 *
 * @param atNanos of {@link System#nanoTime()}
 * @param threadMillis CPU time by name of thread, in the kernel's steps of 10 ms
 */
record ProcessCost(long atNanos, long cpuNanos, Map<String, Long> threadMillis, long writtenBytes) {
    private static final long MILLIS_PER_TICK = 10;

    static ProcessCost of(ProcFs proc, int pid) throws IOException {
        return new ProcessCost(
                System.nanoTime(), proc.cpuNanos(pid), threads(pid), number(pid, "io", "(?m)^write_bytes: (\\d+)"));
    }

    /** A line of smaps_rollup or status that is in kB. */
    static long kilobytes(int pid, String file, String key) throws IOException {
        return number(pid, file, "(?m)^" + key + ":\\s+(\\d+) kB");
    }

    static long threadCount(int pid) throws IOException {
        return number(pid, "status", "(?m)^Threads:\\s+(\\d+)");
    }

    private static long number(int pid, String file, String pattern) throws IOException {
        Path path = Path.of("/proc", Integer.toString(pid), file);
        Matcher line = Pattern.compile(pattern).matcher(Files.readString(path));
        if (!line.find()) {
            throw new IOException("%s has no line %s".formatted(path, pattern));
        }
        return Long.parseLong(line.group(1));
    }

    private static Map<String, Long> threads(int pid) throws IOException {
        Map<String, Long> millis = new TreeMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc", Integer.toString(pid), "task"))) {
            for (Path task : tasks) {
                try {
                    String stat = Files.readString(task.resolve("stat"));
                    String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
                    millis.merge(role(name), ticks * MILLIS_PER_TICK, Long::sum);
                } catch (NoSuchFileException _) {
                    // ended since it was listed
                }
            }
        }
        return millis;
    }

    /** Names end in numbers, and the kernel cuts them at 15 bytes. */
    private static String role(String name) {
        return switch (name) {
            case "sampling", "store-writer" -> name;
            case String java when java.startsWith("C1 Compiler") || java.startsWith("C2 Compiler") -> "JIT compiler";
            case String java when java.startsWith("VM ") || java.startsWith("GC ") -> "JVM";
            case String web when web.startsWith("web") || web.startsWith("ForkJoinPool") -> "web";
            default -> "other threads";
        };
    }
}
