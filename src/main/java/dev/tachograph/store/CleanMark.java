package dev.tachograph.store;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * What the hot file was when it was closed in order: a file that still is the same, bit for bit, and has no log, can be opened
 * without a trial.
 *
 * <p>The mark is kept in a small file. It is taken away before the hot file is opened, by giving it the name that says that
 * somebody is opening: whoever dies there leaves that name behind, and the next start tries more carefully.
 *
 * @param bytes of the hot file
 * @param crc of its content, CRC32C
 */
record CleanMark(long bytes, int crc) {
    static final String FILE = "tachograph.clean";
    static final String OPENING = "tachograph.opening";

    private static final System.Logger LOG = System.getLogger(CleanMark.class.getName());
    private static final int BUFFER = 1 << 18;

    static CleanMark of(Path file) throws IOException {
        var crc = new CRC32C();
        var buffer = ByteBuffer.allocate(BUFFER);
        long bytes = 0;
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer) >= 0) {
                bytes += buffer.position();
                crc.update(buffer.flip());
                buffer.clear();
            }
        }
        return new CleanMark(bytes, (int) crc.getValue());
    }

    /** Whether the hot file of a folder is as it was left. */
    static boolean matches(HotFiles files) {
        return matches(files, FILE);
    }

    /** Names the mark again as it was, unless the hot file is another one now. */
    static void putBack(HotFiles files) throws IOException {
        if (matches(files, OPENING)) {
            Durable.move(files.folder().resolve(OPENING), files.folder().resolve(FILE));
        }
    }

    private static boolean matches(HotFiles files, String name) {
        try {
            String mark = Files.readString(files.folder().resolve(name));
            return files.companions().isEmpty()
                    && mark.startsWith("%d bytes".formatted(Files.size(files.hot())))
                    && mark.equals(of(files.hot()).text());
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            LOG.log(WARNING, "the mark of an orderly end can''t be read: {0}", e.getMessage());
            return false;
        }
    }

    /** Marks what the database has just closed, unless something is left in its log. Without a mark, a start takes longer. */
    static void leave(HotFiles files) {
        try {
            if (Files.exists(files.hot()) && files.companions().isEmpty()) {
                Durable.write(files.folder().resolve(FILE), of(files.hot()).text());
            }
        } catch (IOException e) {
            LOG.log(WARNING, "no mark of an orderly end; the next start tries the database first: {0}", e.getMessage());
        }
    }

    /** For people, who may wonder what the file is. */
    private String text() {
        return "%d bytes, CRC32C %08x: %s was closed in order\n".formatted(bytes, crc, DataDirectory.HOT_FILE);
    }
}
