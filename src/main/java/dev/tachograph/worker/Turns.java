package dev.tachograph.worker;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Who may be run: so many at a time, in the order in which they came, and only so many wait for it. For many threads. */
final class Turns {
    private final Semaphore free;
    private final Semaphore room;

    Turns(int atATime, int waiting) {
        free = new Semaphore(atATime, true);
        room = new Semaphore(atATime + waiting, true);
    }

    /**
     * Waits for a turn.
     *
     * @throws SqlRefusal when others take too long, or too many wait already
     */
    void take(Deadline deadline) throws SqlRefusal {
        if (!room.tryAcquire()) {
            throw new SqlRefusal(SqlRefusal.Kind.BUSY, "too many statements wait already; try again later");
        }
        boolean isTaken = false;
        try {
            isTaken = free.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new SqlRefusal(SqlRefusal.Kind.CANCELLED, "nobody waits for the answer any more");
        } finally {
            if (!isTaken) {
                room.release();
            }
        }
        if (!isTaken) {
            throw new SqlRefusal(SqlRefusal.Kind.BUSY, "other statements took all the time that this one had");
        }
    }

    void giveBack() {
        free.release();
        room.release();
    }
}
