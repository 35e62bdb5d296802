package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;

/** Of a data directory in which no recorder runs; none can start there meanwhile. */
public final class StoppedSafekeeping implements Safekeeping {
    private final Path dataDirectory;
    private final OpeningTrial.Way trial;
    private final InstantSource clock;

    StoppedSafekeeping(Path dataDirectory, OpeningTrial.Way trial, InstantSource clock) {
        this.dataDirectory = dataDirectory.toAbsolutePath().normalize();
        this.trial = trial;
        this.clock = clock;
    }

    /** Of this directory. */
    public static StoppedSafekeeping of(Path dataDirectory, InstantSource clock) {
        return new StoppedSafekeeping(dataDirectory, OpeningTrial::inChild, clock);
    }

    @Override
    public BackupDescription backup(Path directory, Course course) throws IOException {
        requireRecord();
        try (DataDirectory held = DataDirectory.hold(dataDirectory)) {
            var source = new StoppedHotFile(new HotFiles(held.path()));
            return new BackupMaking(held.path(), source, trial, clock).make(directory, course);
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public Verification verify(Course course) throws IOException {
        requireRecord();
        try {
            return new StoppedVerification(dataDirectory, trial, course).run();
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void requireRecord() throws IOException {
        try {
            StoppedStore.requireExchanged(dataDirectory);
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (!Files.isRegularFile(dataDirectory.resolve(DataDirectory.HOT_FILE))) {
            throw new IOException("%s: nothing was recorded here".formatted(dataDirectory));
        }
    }
}
