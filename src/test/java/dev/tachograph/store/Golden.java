package dev.tachograph.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A data directory as an earlier program left it, kept as a zip, and beside it what that program answered.
 *
 * @param folder of one schema, such as {@code golden/schema-1}
 */
record Golden(Path folder, EventfulLife.End end) {
    static final Path ALL = Path.of("src/test/resources/golden");

    /** Of one schema, kept or not yet. */
    static List<Golden> of(int schema) {
        return Stream.of(EventfulLife.End.values())
                .map(end -> new Golden(ALL.resolve("schema-" + schema), end))
                .toList();
    }

    boolean isKept() {
        return Files.exists(zip()) && Files.exists(answers());
    }

    Path answers() {
        return folder.resolve(name() + ".txt");
    }

    private Path zip() {
        return folder.resolve(name() + ".zip");
    }

    private String name() {
        return end.name().toLowerCase(Locale.ROOT);
    }

    void pack(Path directory) throws IOException {
        Files.createDirectories(folder);
        try (var out = new ZipOutputStream(Files.newOutputStream(zip()))) {
            out.setLevel(Deflater.BEST_COMPRESSION);
            for (Path file : files(directory)) {
                out.putNextEntry(new ZipEntry(directory.relativize(file).toString()));
                Files.copy(file, (OutputStream) out);
                out.closeEntry();
            }
        }
    }

    private static Iterable<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return new TreeSet<>(all.filter(Files::isRegularFile).toList());
        }
    }

    /** As it was left, into a new folder. */
    Path unpack(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (var in = new ZipInputStream(Files.newInputStream(zip()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy((InputStream) in, file);
            }
        }
        return directory;
    }

    @Override
    public String toString() {
        return folder.getFileName() + " " + name();
    }
}
