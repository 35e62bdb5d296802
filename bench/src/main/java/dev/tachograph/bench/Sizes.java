package dev.tachograph.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a data directory takes on the disk.
 *
 * @param bytes by kind of file: the name, which is the same in every segment
 */
record Sizes(Map<String, Long> bytes, long files) {

    static Sizes of(Path directory) throws IOException {
        Map<String, Long> bytes = new TreeMap<>();
        long files = 0;
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                bytes.merge(file.getFileName().toString(), Files.size(file), Long::sum);
                files++;
            }
        }
        return new Sizes(bytes, files);
    }

    long total() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    long of(String file) {
        return bytes.getOrDefault(file, 0L);
    }
}
