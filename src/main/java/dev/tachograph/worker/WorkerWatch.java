package dev.tachograph.worker;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The thread that watches one worker, and ends with it: while a statement runs, its time and the memory of the process; while
 * none does, it sleeps until the worker has been idle for long enough.
 */
final class WorkerWatch {
    private static final Duration ROUND = Duration.ofMillis(50);
    private static final System.Logger LOG = System.getLogger(WorkerWatch.class.getName());

    private enum Doing {
        NOTHING,
        RUNNING,
        ENDED
    }

    /** What is watched. */
    interface Watched {
        /** Asks the statement that runs to end. Does not wait. */
        void askToEnd();

        /** Kills the process. */
        void kill();

        /** Lets the process go, which has nothing to do. */
        void dismiss();

        boolean isAlive();
    }

    private final Watched watched;
    private final long pid;
    private final WorkerLimits limits;
    private Doing doing;
    private Deadline deadline;
    private @Nullable Deadline mercy;
    private @Nullable SqlRefusal reason;
    private Runnable onKill = () -> {};

    /** Watches a worker that is being started. */
    WorkerWatch(Watched watched, long pid, WorkerLimits limits, Deadline start) {
        this.watched = watched;
        this.pid = pid;
        this.limits = limits;
        this.doing = Doing.RUNNING;
        this.deadline = start;
    }

    void start() {
        Thread.ofPlatform().daemon().name("sql-watch").start(this::run);
    }

    /**
     * A statement begins.
     *
     * @return false when the worker has ended meanwhile
     *
     * @param killed is run when the process is killed for it
     */
    synchronized boolean begin(Deadline limit, Runnable killed) {
        if (doing != Doing.NOTHING || !watched.isAlive()) {
            return false;
        }
        doing = Doing.RUNNING;
        deadline = limit;
        onKill = killed;
        mercy = null;
        reason = null;
        notifyAll();
        return true;
    }

    /**
     * It has ended, or the worker is ready.
     *
     * @return false when the worker is done for
     */
    synchronized boolean end() {
        if (doing != Doing.RUNNING) {
            return false;
        }
        doing = Doing.NOTHING;
        onKill = () -> {};
        mercy = null;
        deadline = Deadline.in(limits.idle());
        notifyAll();
        return watched.isAlive();
    }

    /** Nobody waits for the statement that runs. */
    synchronized void cancel(SqlRefusal why) {
        if (doing == Doing.RUNNING && mercy == null) {
            reason = why;
            mercy = Deadline.in(limits.mercy());
            watched.askToEnd();
        }
    }

    /** The process is about to be killed from elsewhere. */
    synchronized void condemn(SqlRefusal why) {
        if (reason == null) {
            reason = why;
        }
    }

    /** Why the statement was ended from here; {@code null} when it was not. */
    synchronized @Nullable SqlRefusal reason() {
        return reason;
    }

    private void run() {
        try (Residence residence = Residence.of(pid)) {
            while (look(residence)) {
                // that was it
            }
        } catch (IOException | RuntimeException e) {
            if (watched.isAlive()) {
                LOG.log(System.Logger.Level.WARNING, "a worker can''t be watched, and is ended: {0}", e);
            }
            watched.kill();
        } catch (InterruptedException _) {
            watched.kill(); // nobody does that
        }
    }

    /** Looks once, or waits for a while; whoever calls it does so again as long as it says that there is more to see. */
    @SuppressWarnings("WaitNotInLoop")
    private boolean look(Residence residence) throws InterruptedException {
        Runnable last = () -> {};
        synchronized (this) {
            if (!watched.isAlive()) {
                doing = Doing.ENDED;
            }
            switch (doing) {
                case RUNNING -> {
                    if (!hasToDie(residence.bytes())) {
                        wait(ROUND.toMillis());
                        return true;
                    }
                    Runnable killed = onKill;
                    last = () -> {
                        watched.kill();
                        killed.run();
                    };
                }
                case NOTHING -> {
                    if (!deadline.isOver()) {
                        wait(Math.max(1, deadline.left().toMillis()));
                        return true;
                    }
                    last = watched::dismiss;
                }
                case ENDED -> {
                    return false;
                }
            }
            doing = Doing.ENDED;
        }
        last.run(); // which may take a moment, and nobody is to wait for it
        return false;
    }

    private boolean hasToDie(long residentBytes) {
        if (residentBytes > limits.residentBytes()) {
            reason = new SqlRefusal(
                    SqlRefusal.Kind.TOO_LARGE,
                    "the statement needs more than the %d MiB of memory that there are for it"
                            .formatted(limits.residentBytes() >> 20));
            return true;
        }
        if (mercy == null && deadline.isOver()) {
            cancel(deadline.refusal());
        }
        return mercy != null && mercy.isOver();
    }
}
