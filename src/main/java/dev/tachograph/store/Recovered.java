package dev.tachograph.store;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What had to be done to a damaged store before it could be opened, or that a backup was put in its place. It is kept in a file until the first commit has told it:
 * a recorder may be killed in between, and what was set aside is then no longer found damaged.
 *
 * @param detail what is damaged, why that is thought, and where it lies now; a sentence for people
 * @param lostFrom when what is lost may have begun, for a store in which nothing is left that tells it
 * @param isRestore whether nothing was damaged, and somebody has put a backup back
 */
record Recovered(String detail, Instant lostFrom, boolean isRestore) {
    static final String FILE = "tachograph.damage";

    private static final String RESTORED = "restored";
    private static final System.Logger LOG = System.getLogger(Recovered.class.getName());

    /** What an earlier start did and could not tell. */
    static @Nullable Recovered untold(Path folder) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve(FILE));
            return new Recovered(lines.get(1), Instant.parse(lines.get(0)), lines.contains(RESTORED));
        } catch (NoSuchFileException _) {
            return null;
        } catch (IOException | DateTimeException | IndexOutOfBoundsException e) {
            LOG.log(WARNING, "{0} can''t be read: {1}", folder.resolve(FILE), e.getMessage());
            return null;
        }
    }

    void keep(Path folder) throws IOException {
        Durable.write(folder.resolve(FILE), "%s\n%s\n%s".formatted(lostFrom, detail, isRestore ? RESTORED + "\n" : ""));
    }

    /** It is in the store now. */
    static void told(Path folder) {
        try {
            Durable.removeFile(folder.resolve(FILE));
        } catch (IOException e) {
            LOG.log(WARNING, "the next start tells again what is damaged: {0}", e.getMessage());
        }
    }

    /** Both, as one. */
    Recovered and(@Nullable Recovered earlier) {
        return earlier == null
                ? this
                : new Recovered(
                        earlier.detail + "; then " + detail,
                        earlier.lostFrom.isBefore(lostFrom) ? earlier.lostFrom : lostFrom,
                        isRestore && earlier.isRestore);
    }
}
