package dev.tachograph.store;

import dev.tachograph.store.Migrations.Migration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * The data of an earlier program in a copy that has the schema of this one, for commands that only look: the data stay as
 * they are, since somebody may want to go on with the earlier program.
 */
final class MigratedCopy {
    private static final String LOG_OF = ".wal";

    private MigratedCopy() {}

    /**
     * Opens one, read-only. It has no name and is gone when it is closed, also by SIGKILL.
     *
     * @param original open, so that nobody writes meanwhile; closed afterwards
     */
    static HotDatabase open(Path folder, HotDatabase original, List<Migration> migrations)
            throws SQLException, IOException {
        Path place = Files.createTempDirectory("tachograph-");
        try (original) {
            Path copy = place.resolve(DataDirectory.HOT_FILE);
            Path log = folder.resolve(DataDirectory.HOT_FILE + LOG_OF);
            if (Files.exists(log)) {
                Copying.copy(log, place.resolve(DataDirectory.HOT_FILE + LOG_OF));
            }
            Copying.copy(original.file(), copy); // last: to close a file lets go of the database's lock on it
            try (HotDatabase writable = HotDatabase.openCopy(folder, copy, false)) {
                Migrations.apply(writable.writer(), migrations);
            }
            return HotDatabase.openCopy(folder, copy, true);
        } finally {
            Durable.remove(place);
        }
    }
}
