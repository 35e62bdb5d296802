package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * What a folder holds.
 *
 * @param entries right in it
 * @param bytes of all files in it that have no other name elsewhere: what would be free without the folder
 */
public record FolderFigures(long entries, long bytes) {
    private static final FolderFigures NOTHING = new FolderFigures(0, 0);
    private static final Integer ONE_NAME = 1;

    /** Looks; a folder that is not there holds nothing. */
    public static FolderFigures of(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return NOTHING;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return new FolderFigures(inside.count(), bytes(folder));
        }
    }

    private static long bytes(Path folder) throws IOException {
        var bytes = new LongAdder();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (ONE_NAME.equals(Files.getAttribute(file, "unix:nlink"))) {
                    bytes.add(attributes.size());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException reason) {
                return FileVisitResult.CONTINUE; // removed by somebody meanwhile
            }
        });
        return bytes.sum();
    }
}
