package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the hot file of a data directory is opened to be written.
 *
 * @param folder the data directory, held by this process
 * @param trial how a database that may be damaged is tried first
 */
record HotOpening(Path folder, InstantSource clock, OpeningTrial.Way trial) {

    /**
     * Sets aside what is damaged, so that the rest can be opened. The database must not be open.
     *
     * @return what was set aside; {@code null} when all is well
     */
    @Nullable Recovered setDamageAside() throws SQLException {
        try {
            return StoreRecovery.prepare(folder, clock.instant(), trial);
        } catch (IOException e) {
            throw new SQLException("what is damaged can't be set aside: " + e.getMessage(), e);
        }
    }

    /**
     * Opens it with the newest schema and a list of segments that agrees with their folders.
     *
     * @param progress is told in lines for people what takes long
     * @param lost is told in sentences what of the sealed segments is not there any more
     */
    HotDatabase open(Consumer<String> progress, Consumer<String> lost) throws SQLException {
        HotDatabase database = new SchemaUpgrade(folder, Migrations.all(), clock, progress).open();
        try {
            Reconciliation.run(folder, database.writer(), clock).forEach(lost);
            return database;
        } catch (SQLException e) {
            database.close();
            throw e;
        }
    }
}
