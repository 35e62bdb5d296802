package dev.tachograph.worker;

import dev.tachograph.store.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A statement that runs in a worker. What it holds it lets go of when the answer is over, or when its process is killed. */
final class CagedRun implements SqlRun {
    private final WorkerPool pool;
    private final Holding holding;
    private final @Nullable Instant dataUntil;
    private final Worker worker;
    private @Nullable Head head;
    /** From then on the worker may be another statement's. Changed while this is locked, read without by the one thread that does. */
    private boolean isOver;

    /** What a statement holds as long as it runs: its turn, and the record as it was. */
    static final class Holding {
        private final Turns turns;
        private final AtomicBoolean isHeld = new AtomicBoolean(true);
        private volatile @Nullable Snapshot snapshot;

        Holding(Turns turns) {
            this.turns = turns;
        }

        void hold(Snapshot taken) {
            snapshot = taken;
        }

        void letGo() {
            if (isHeld.compareAndSet(true, false)) {
                turns.giveBack();
                Snapshot taken = snapshot;
                if (taken != null) {
                    taken.close();
                }
            }
        }
    }

    CagedRun(WorkerPool pool, Holding holding, @Nullable Instant dataUntil, Worker worker) {
        this.pool = pool;
        this.holding = holding;
        this.dataUntil = dataUntil;
        this.worker = worker;
    }

    @Override
    public Head head() throws SqlRefusal {
        if (head == null) {
            if (next() != FrameType.COLUMNS) {
                throw broken("rows came before columns");
            }
            try {
                head = new Head(Answers.columns(worker.body()), dataUntil);
            } catch (FrameException e) {
                throw over(worker.broken(e));
            }
        }
        return head;
    }

    @Override
    public End writeRows(OutputStream out) throws SqlRefusal, IOException {
        while (true) {
            switch (next()) {
                case ROWS -> worker.copyTo(out);
                case END -> {
                    return end();
                }
                default -> throw broken("an answer has columns twice");
            }
        }
    }

    private End end() throws SqlRefusal {
        try {
            End end = Answers.end(worker.body());
            giveBack();
            return end;
        } catch (FrameException e) {
            throw over(worker.broken(e));
        }
    }

    /**
     * A part of the answer.
     *
     * @throws SqlRefusal when that is what came
     */
    private FrameType next() throws SqlRefusal {
        if (isOver) {
            throw new SqlRefusal(SqlRefusal.Kind.CANCELLED, "the statement was ended");
        }
        FrameType type;
        try {
            type = worker.next();
        } catch (SqlRefusal e) {
            throw over(e);
        }
        if (type != FrameType.REFUSAL) {
            return type;
        }
        try {
            SqlRefusal refusal = Answers.refusal(worker.body());
            SqlRefusal reason = worker.reason();
            giveBack();
            throw reason != null && refusal.kind() == SqlRefusal.Kind.CANCELLED ? reason : refusal;
        } catch (FrameException e) {
            throw over(worker.broken(e));
        }
    }

    private SqlRefusal broken(String how) {
        return over(worker.broken(new FrameException(how)));
    }

    /** The worker is of no use any more. */
    private SqlRefusal over(SqlRefusal refusal) {
        if (!isOver) {
            markOver();
            pool.drop(worker);
            holding.letGo();
        }
        return refusal;
    }

    private synchronized void markOver() {
        isOver = true;
    }

    private void giveBack() {
        markOver();
        pool.giveBack(worker);
        holding.letGo();
    }

    @Override
    public synchronized void cancel() {
        if (!isOver) { // else it would end what somebody else has begun in the same worker
            worker.cancel(new SqlRefusal(SqlRefusal.Kind.CANCELLED, "the statement was ended"));
        }
    }

    /** What has not been read is thrown away; a worker that goes on nevertheless is killed. */
    @Override
    public void close() {
        if (isOver) {
            return;
        }
        cancel();
        try {
            while (next() != FrameType.END) {
                // nobody wants it
            }
            end();
        } catch (SqlRefusal _) {
            // that was it
        }
    }
}
