package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A log with its writer and with what logrotate does to it. */
final class RotatedLog implements AutoCloseable {
    private static final int MOST_ROTATIONS = 40;

    final Path path;
    private final Path folder;
    private @Nullable FileChannel writer;
    private int lines;

    RotatedLog(Path folder) {
        this.folder = folder;
        path = folder.resolve("syslog");
    }

    /** Lines that were written, whose messages are {@code line 0}, {@code line 1} … */
    int lines() {
        return lines;
    }

    /** Whether these are the messages of all lines, each once. */
    void assertIsAll(List<? extends String> messages) {
        List<String> missing = new ArrayList<>(written());
        missing.removeAll(messages);
        List<String> more = new ArrayList<>(messages);
        written().forEach(more::remove);
        assertThat(missing).as("missing of %d", lines).isEmpty();
        assertThat(more).as("too many of %d", lines).isEmpty();
    }

    void assertIsAllInOrder(List<? extends String> messages) {
        assertIsAll(messages);
        assertThat(messages).isEqualTo(written());
    }

    List<String> written() {
        return IntStream.range(0, lines).mapToObj(line -> "line " + line).toList();
    }

    void writeLines(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            write(header() + "line " + lines + "\n");
            lines++;
        }
    }

    /** A line by somebody who still has one of the renamed files open. */
    void writeLate(Path renamed) throws IOException {
        Files.writeString(renamed, header() + "line " + lines + "\n", UTF_8, StandardOpenOption.APPEND);
        lines++;
    }

    /** The files that were renamed or copied and can be written to. */
    List<Path> rotated() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.equals(path) && !file.toString().endsWith(".gz"))
                    .sorted()
                    .toList();
        }
    }

    /** A line in two pieces, with whatever happens in between. */
    String beginLine() throws IOException {
        String line = header() + "line " + lines + "\n";
        lines++;
        int cut = line.length() - 1 - lines % 20;
        write(line.substring(0, cut));
        return line.substring(cut);
    }

    private static String header() {
        return Instant.now() + " vm app[12]: ";
    }

    void write(String text) throws IOException {
        FileChannel channel = writer;
        if (channel == null) {
            channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            writer = channel;
        }
        channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    /** The file gets another name; the writer goes on in it until it is told. */
    void rename() throws IOException {
        if (Files.exists(path)) {
            shift();
            Files.move(path, rotation(1));
        }
    }

    /** The writer opens the path anew at its next line. */
    void hup() throws IOException {
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }

    void create() throws IOException {
        if (!Files.exists(path)) {
            Files.createFile(path);
        }
    }

    /** A copy is made and the file emptied. */
    void copyTruncate() throws IOException {
        if (Files.exists(path)) {
            copy();
            truncate();
        }
    }

    void copy() throws IOException {
        shift();
        Files.copy(path, rotation(1));
    }

    void truncate() throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    /** Compresses one of the rotated files. */
    void compress(int rotation) throws IOException {
        Path plain = rotation(rotation);
        if (!Files.exists(plain)) {
            return;
        }
        FileTime modified = Files.getLastModifiedTime(plain);
        Path compressed = Path.of(plain + ".gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            Files.copy(plain, out);
        }
        Files.setLastModifiedTime(compressed, modified);
        Files.delete(plain);
    }

    Path rotation(int number) {
        return Path.of(path + "." + number);
    }

    private void shift() throws IOException {
        for (int number = MOST_ROTATIONS; number >= 1; number--) {
            move(rotation(number), rotation(number + 1));
            move(Path.of(rotation(number) + ".gz"), Path.of(rotation(number + 1) + ".gz"));
        }
    }

    /** The file gets a number that is free, whatever the others have. */
    void renameTo(int number) throws IOException {
        if (Files.exists(path) && isFree(number)) {
            Files.move(path, rotation(number));
        }
    }

    /** A copy with a number that is free, whatever the others have, and the file is emptied. */
    void copyTruncateTo(int number) throws IOException {
        if (Files.exists(path) && isFree(number)) {
            Files.copy(path, rotation(number));
            truncate();
        }
    }

    boolean isFree(int number) {
        return !Files.exists(rotation(number)) && !Files.exists(Path.of(rotation(number) + ".gz"));
    }

    private static void move(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public void close() throws IOException {
        hup();
    }
}
