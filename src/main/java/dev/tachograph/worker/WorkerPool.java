package dev.tachograph.worker;

import dev.tachograph.store.NativeLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The workers there are: started when one is needed, and kept for a while. For many threads. */
final class WorkerPool implements AutoCloseable {
    private final String main;
    private final Path base;
    private final WorkerLimits limits;
    private final Spawner spawner = new Spawner();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final Set<Worker> all = new HashSet<>();
    private boolean isClosed;

    /**
     * @param main the main class of a worker
     * @param base where workers get their folders
     */
    WorkerPool(String main, Path base, WorkerLimits limits) {
        this.main = main;
        this.base = base;
        this.limits = limits;
        WorkFolder.removeLeftovers(base);
    }

    /** Begins a statement in a worker that is idle, or else in a new one. */
    Worker begin(WorkerRequest request, Places places, Deadline deadline, Runnable killed) throws SqlRefusal {
        for (@Nullable Worker worker = idle(); worker != null; worker = idle()) {
            if (worker.places().equals(places) && worker.begin(request, deadline, killed)) {
                return worker;
            }
            drop(worker);
        }
        Worker fresh = start(places, deadline);
        if (!fresh.begin(request, deadline, killed)) {
            drop(fresh);
            throw new SqlRefusal(SqlRefusal.Kind.CRASHED, "the process for the statement ended before it had begun");
        }
        return fresh;
    }

    /** Starts a worker. */
    Worker start(Places places, Deadline deadline) throws SqlRefusal {
        WorkFolder folder;
        try {
            NativeLibrary.prepare();
            folder = WorkFolder.in(base);
        } catch (IOException e) {
            throw new SqlRefusal(
                    SqlRefusal.Kind.UNAVAILABLE, "no process for statements can be prepared: " + e.getMessage(), e);
        }
        Worker worker = Worker.start(spawner, main, folder, places, limits, deadline);
        if (!add(worker)) {
            worker.end(closing());
            throw closing();
        }
        return worker;
    }

    private synchronized boolean add(Worker worker) {
        all.removeIf(each -> !each.isAlive());
        all.add(worker);
        return !isClosed;
    }

    private synchronized @Nullable Worker idle() throws SqlRefusal {
        if (isClosed) {
            throw closing();
        }
        return idle.pollFirst();
    }

    private static SqlRefusal closing() {
        return new SqlRefusal(SqlRefusal.Kind.UNAVAILABLE, "the recorder is ending");
    }

    /** Takes back a worker whose answer is over. The one used last is used next, so that others become idle. */
    synchronized void giveBack(Worker worker) {
        if (worker.end() && !isClosed) {
            idle.addFirst(worker);
        } else {
            drop(worker);
        }
    }

    synchronized void drop(Worker worker) {
        worker.kill();
        idle.remove(worker);
        all.remove(worker);
    }

    /** How many there are. */
    synchronized int size() {
        all.removeIf(each -> !each.isAlive());
        return all.size();
    }

    /** Ends all of them: those that do something at once, and the others as they end by themselves, which looks like no death. */
    @Override
    public void close() {
        List<Worker> unused;
        List<Worker> last;
        synchronized (this) {
            isClosed = true;
            unused = List.copyOf(idle);
            last = List.copyOf(all);
        }
        last.stream().filter(worker -> !unused.contains(worker)).forEach(worker -> worker.end(closing()));
        unused.forEach(Worker::dismiss);
        last.forEach(Worker::awaitEnd);
        spawner.close();
    }
}
