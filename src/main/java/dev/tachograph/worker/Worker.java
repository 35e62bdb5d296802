package dev.tachograph.worker;

import dev.tachograph.linux.Sandbox;
import dev.tachograph.store.ChildJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A process that runs statements, as the recorder sees it. One statement at a time; {@link #cancel} is for any thread. */
final class Worker {
    /** Of a frame from the worker, which may have become hostile. */
    static final int MOST_ANSWER_BYTES = 4 << 20;

    private static final System.Logger LOG = System.getLogger(Worker.class.getName());
    private static final int SIGNALLED = 128;
    private static final int KILLED = 137;
    private static final int OUT_OF_HEAP = 3;
    /** What the JVM, the C library and DuckDB say last when they get no memory. */
    private static final Pattern NO_MEMORY =
            Pattern.compile("(?i)insufficient memory|OutOfMemory|out of memory|can(?:no|')t allocate|bad_alloc");

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms8m",
            "-Xmx48m",
            "-Xss16m",
            "-XX:ReservedCodeCacheSize=16m",
            "-XX:CompressedClassSpaceSize=16m",
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+SuppressFatalErrorMessage",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+DisplayVMOutputToStderr",
            "-Xlog:disable",
            "-Xlog:all=warning:stderr",
            "-Duser.timezone=UTC");

    private final Process process;
    private final WorkFolder folder;
    private final Places places;
    private final FrameReader in;
    private final FrameWriter out;
    private final ErrorOutput errors;
    private final WorkerWatch watch;
    private Asked.Script script = Asked.Script.NONE;
    private final AtomicLong number = new AtomicLong(1);
    private Sandbox.Report report = new Sandbox.Report(List.of());

    private Worker(Process process, WorkFolder folder, Places places, WorkerLimits limits, Deadline start) {
        this.process = process;
        this.folder = folder;
        this.places = places;
        this.in = new FrameReader(process.getInputStream(), MOST_ANSWER_BYTES);
        this.out = new FrameWriter(process.getOutputStream());
        this.errors = ErrorOutput.of(process);
        this.watch = new WorkerWatch(new Watched(), process.pid(), limits, start);
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @param main its main class
     * @param folder is removed when it ends
     */
    static Worker start(
            Spawner spawner, String main, WorkFolder folder, Places places, WorkerLimits limits, Deadline deadline)
            throws SqlRefusal {
        var cage = new Cage(ProcessHandle.current().pid(), limits.memoryBytes(), folder.path(), places.readable());
        Deadline start = deadline.left().compareTo(limits.start()) < 0 ? deadline : Deadline.in(limits.start());
        Process process;
        try {
            process = spawner.start(ChildJvm.command(OPTIONS, main, cage.arguments()), folder.path());
        } catch (IOException e) {
            folder.close();
            throw new SqlRefusal(
                    SqlRefusal.Kind.UNAVAILABLE, "no process for the statement could be started: " + e.getMessage(), e);
        }
        var worker = new Worker(process, folder, places, limits, start);
        CompletableFuture<Void> _ = process.onExit().thenRun(folder::close);
        worker.watch.start();
        worker.becomeReady();
        return worker;
    }

    private void becomeReady() throws SqlRefusal {
        FrameType first = first();
        try {
            if (first == FrameType.READY) {
                report = Answers.ready(in.body());
                watch.end();
                return;
            }
            kill();
            throw first == FrameType.REFUSAL
                    ? Answers.refusal(in.body())
                    : new SqlRefusal(SqlRefusal.Kind.UNAVAILABLE, "the worker began with " + first);
        } catch (FrameException e) {
            throw broken(e);
        }
    }

    private FrameType first() throws SqlRefusal {
        try {
            return next();
        } catch (SqlRefusal e) {
            throw e.kind() == SqlRefusal.Kind.TIMEOUT
                    ? new SqlRefusal(SqlRefusal.Kind.UNAVAILABLE, "no process for statements became ready in time", e)
                    : e;
        }
    }

    /** What its cage is like. */
    Sandbox.Report report() {
        return report;
    }

    Places places() {
        return places;
    }

    long pid() {
        return process.pid();
    }

    /**
     * Begins a statement.
     *
     * @param killed is run when the process is killed for it
     * @return false when the worker has ended meanwhile
     */
    boolean begin(WorkerRequest request, Deadline deadline, Runnable killed) {
        if (!watch.begin(deadline, killed)) {
            return false;
        }
        var asked = new Asked(number.get(), deadline.left(), request);
        try {
            out.write(FrameType.REQUEST, asked.toBody(script));
            script = asked.script();
            return true;
        } catch (IOException _) {
            kill();
            return false;
        }
    }

    /** Waits for the next frame of the answer. */
    FrameType next() throws SqlRefusal {
        try {
            @Nullable FrameType type = in.next();
            if (type != null) {
                return type;
            }
        } catch (FrameException e) {
            throw broken(e);
        } catch (IOException _) {
            // it has ended
        }
        throw death();
    }

    /** What the frame that came last says. */
    FrameBody body() {
        return in.body();
    }

    void copyTo(OutputStream target) throws IOException {
        in.copyTo(target);
    }

    /**
     * The answer is over.
     *
     * @return whether the worker can be used again
     */
    boolean end() {
        boolean isUsable = watch.end();
        number.incrementAndGet(); // behind the last word on the statement before
        return isUsable;
    }

    /** Gives up the statement that runs; the process is killed when it does not. */
    void cancel(SqlRefusal why) {
        watch.cancel(why);
    }

    /** Why it was ended by us; {@code null} when it was not. */
    @Nullable SqlRefusal reason() {
        return watch.reason();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Kills the process.
     *
     * @param why what runs in it then fails
     */
    void end(SqlRefusal why) {
        watch.condemn(why);
        kill();
    }

    /** Lets it end by itself, when it has nothing to do. */
    void dismiss() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (IOException _) {
            kill();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            kill();
        }
    }

    /** Waits a moment for the end of one that was killed. */
    void awaitEnd() {
        exit();
        folder.close();
    }

    /** By its handle: what it has said can still be read. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    /** The worker does not keep to what was agreed: whatever has happened to it, it is not trusted any more. */
    SqlRefusal broken(FrameException e) {
        kill();
        LOG.log(System.Logger.Level.WARNING, "a worker said what it may not say, and was ended: {0}", e.getMessage());
        return new SqlRefusal(SqlRefusal.Kind.CRASHED, "the process that ran the statement failed and was ended", e);
    }

    private SqlRefusal death() {
        kill(); // it may have closed its output only
        SqlRefusal why = watch.reason();
        int exit = exit();
        if (why != null) {
            return why;
        }
        String said = errors.text();
        LOG.log(
                System.Logger.Level.WARNING,
                "the process that ran a statement ended with {0}{1}",
                exit,
                said.isEmpty() ? "" : ": " + said.lines().findFirst().orElse(""));
        if (exit == OUT_OF_HEAP || NO_MEMORY.matcher(said).find()) {
            return new SqlRefusal(SqlRefusal.Kind.TOO_LARGE, "the statement needs more memory than there is for it");
        }
        String how = exit > SIGNALLED ? "was ended by signal " + (exit - SIGNALLED) : "ended with code " + exit;
        return new SqlRefusal(
                SqlRefusal.Kind.CRASHED,
                "the process that ran the statement %s%s; the next statement gets a new one"
                        .formatted(how, exit == KILLED ? ", perhaps as the host is short of memory" : ""));
    }

    private int exit() {
        try {
            return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : KILLED;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return KILLED;
        }
    }

    private final class Watched implements WorkerWatch.Watched {
        @Override
        public void askToEnd() {
            long which = number.get();
            Thread.ofVirtual().start(() -> send(which)); // a pipe that is full would let us wait
        }

        private void send(long which) {
            try {
                out.write(FrameType.CANCEL, new FrameWriter.Body().number(which));
            } catch (IOException _) {
                // then it is not there to be asked
            }
        }

        @Override
        public void kill() {
            Worker.this.kill();
        }

        @Override
        public void dismiss() {
            Worker.this.dismiss();
        }

        @Override
        public boolean isAlive() {
            return process.isAlive();
        }
    }
}
