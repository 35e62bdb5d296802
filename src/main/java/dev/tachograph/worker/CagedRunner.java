package dev.tachograph.worker;

import dev.tachograph.linux.Sandbox;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.Snapshot;
import dev.tachograph.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Runs statements in processes that are caged: each has a turn, gets the record as it is at that moment, and a worker that does
 * nothing else meanwhile.
 */
public final class CagedRunner implements SqlRunner {
    private final Snapshots snapshots;
    private final Turns turns;
    private final WorkerPool pool;

    /** Where the record comes from. */
    interface Snapshots {
        /**
         * As it is now.
         *
         * @param statement for which it is wanted
         */
        Snapshot take(String statement) throws StoreException;
    }

    CagedRunner(Snapshots snapshots, WorkerPool pool, WorkerLimits limits) {
        this.snapshots = snapshots;
        this.pool = pool;
        this.turns = new Turns(limits.workers(), limits.waiting());
    }

    /**
     * Over a record. No process is started before one is needed.
     *
     * @param base a private folder, made when it is needed, in which workers get folders for what does not fit into memory
     */
    public static CagedRunner of(Recorded recorded, Path base) {
        return new CagedRunner(
                recorded::snapshot,
                new WorkerPool(WorkerProcess.class.getName(), base, WorkerLimits.USUAL),
                WorkerLimits.USUAL);
    }

    /**
     * Starts a process in a cage that does nothing, to see what this host allows.
     *
     * @param base as for {@link #of}
     * @return what its cage is like
     * @throws SqlRefusal when none can be started
     */
    public static Sandbox.Report examine(Path base) throws SqlRefusal {
        try (var pool = new WorkerPool(CageCheck.class.getName(), base, WorkerLimits.USUAL)) {
            return pool.start(Places.NONE, Deadline.in(WorkerLimits.USUAL.start()))
                    .report();
        }
    }

    @Override
    public SqlRun begin(SqlQuestion question) throws SqlRefusal {
        Deadline deadline = Deadline.in(question.timeLimit());
        turns.take(deadline);
        var holding = new CagedRun.Holding(turns);
        try {
            Snapshot snapshot = snapshots.take(question.sql());
            holding.hold(snapshot);
            Worker worker = pool.begin(request(question, snapshot), Places.of(snapshot), deadline, holding::letGo);
            return new CagedRun(pool, holding, snapshot.dataUntil(), worker);
        } catch (StoreException e) {
            holding.letGo();
            throw new SqlRefusal(SqlRefusal.Kind.UNAVAILABLE, "the record can't be read at present: " + e.summary(), e);
        } catch (SqlRefusal e) {
            holding.letGo();
            throw deadline.isOver() ? deadline.refusal() : e;
        } catch (RuntimeException | Error e) { // there are few turns, and one that is lost is lost for good
            holding.letGo();
            throw e;
        }
    }

    private static WorkerRequest request(SqlQuestion question, Snapshot snapshot) {
        return new WorkerRequest(
                snapshot.script(),
                version(snapshot),
                snapshot.folder(),
                question.sql(),
                question.origin(),
                question.format(),
                question.mostRows());
    }

    private static String version(Snapshot snapshot) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String statement : snapshot.script()) {
                digest.update(statement.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
