package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/** Of a recorder that runs, and is not kept from it. Close it after the store. */
public final class RunningSafekeeping implements Safekeeping, AutoCloseable {
    private final Store store;
    private final LiveHotFile hot;
    private final OpeningTrial.Way trial;
    private final InstantSource clock;
    private final ReentrantLock backingUp = new ReentrantLock();
    private final ReentrantLock verifying = new ReentrantLock();

    RunningSafekeeping(Store store, SegmentKeeper.OnWriter writer, OpeningTrial.Way trial, InstantSource clock) {
        this.store = store;
        this.hot = new LiveHotFile(store, writer);
        this.trial = trial;
        this.clock = clock;
    }

    /** For a store, and the thread that writes to it. */
    public static RunningSafekeeping of(Store store, StoreWriter writer, InstantSource clock) {
        return new RunningSafekeeping(store, writer, OpeningTrial::inChild, clock);
    }

    @Override
    public BackupDescription backup(Path directory, Course course) throws IOException {
        if (!backingUp.tryLock()) {
            throw new BusyException("backup");
        }
        try (Reading _ = store.read()) { // as long as it is open no folder of a segment goes
            return new BackupMaking(store.folder(), hot, trial, clock).make(directory, course);
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "%s; the recorder runs as uid %d".formatted(FileErrors.sentence(e), Ownership.ownUid()), e);
        } catch (SQLException | StoreException e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            backingUp.unlock();
        }
    }

    /** The hot file is read as the database has it: parts that it keeps in memory are not read from the disk again. */
    @Override
    public Verification verify(Course course) throws IOException {
        if (!verifying.tryLock()) {
            throw new BusyException("check");
        }
        try (Reading _ = store.read(); // as long as it is open no folder of a segment goes
                Connection connection = store.connect()) {
            var findings = new Findings(store.folder());
            var files = new HotFiles(store.folder());
            findings.file(Files.size(files.hot()));
            return new Verifying(connection, store.folder(), true, findings, course).run();
        } catch (SQLException | StoreException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            verifying.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        hot.close();
    }
}
