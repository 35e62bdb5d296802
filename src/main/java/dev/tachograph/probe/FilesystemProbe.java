package dev.tachograph.probe;

import dev.tachograph.linux.FilesystemSize;
import dev.tachograph.linux.MountTable;
import dev.tachograph.model.FilesystemSample;
import dev.tachograph.model.Moment;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the file systems for their sizes every few seconds, on a thread of its own: one whose server does not answer holds up
 * whoever asks, for ever and against every signal. A look never waits; it takes the newest answers. A thread that is held up is
 * left behind, and another one asks the others; a few such threads may be left behind at the same time.
 */
final class FilesystemProbe implements AutoCloseable {
    /** So old are answers at most. */
    static final Duration PERIOD = Duration.ofSeconds(5);

    /** So long may a file system take to answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Rounds between questions to one that is mounted on demand: whoever asks uses it, and what is used is never unmounted. */
    private static final int ROUNDS_BETWEEN = 180;

    /** More threads than these are not left behind. */
    static final int MOST_HELD_UP = 8;

    private static final int MOST_NEW_BEGINNINGS = 3;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    /** Asks the file system at a path. */
    interface Sizes {
        FilesystemSize at(byte[] path);
    }

    /** Where the mounts are listed. */
    interface Table extends AutoCloseable {
        /** Whether it may have changed since this was asked last. */
        boolean hasChanged();

        byte[] read() throws IOException;

        @Override
        void close();
    }

    /** How a round of questions ended. */
    private enum Round {
        DONE,
        MOUNTS_CHANGED,
        /** Another thread has gone on with it. */
        REPLACED
    }

    /** The question that a thread waits for the answer of. */
    private static final class Question {
        private final Mount mount;
        /** When a look came across it first. */
        private @Nullable Moment since;

        private boolean isLeftBehind;

        Question(Mount mount) {
            this.mount = mount;
        }
    }

    private final Table table;
    private final Sizes sizes;
    private final Duration period;
    /** Of the thread that asks. */
    private volatile boolean tableIsRead;

    // Guarded by this.
    private List<Mount> mounts = List.of();
    private final Map<Mount, FilesystemSize> answers = new HashMap<>();
    private final Map<Mount, Question> heldUp = new HashMap<>();
    private final Map<Mount, Integer> askedIn = new HashMap<>();
    private int rounds;
    private final List<FilesystemSample> unmounted = new ArrayList<>();
    private @Nullable Question current;
    private @Nullable IOException tableTrouble;
    private boolean isStopped;
    private boolean closed;

    private FilesystemProbe(Table table, Sizes sizes, Duration period) {
        this.table = table;
        this.sizes = sizes;
        this.period = period;
    }

    /** Asks what is in the table, which is the probe's own from now on. */
    static FilesystemProbe start(MountTable table) {
        return start(table, PERIOD);
    }

    static FilesystemProbe start(MountTable table, Duration period) {
        return start(
                new Table() {
                    @Override
                    public boolean hasChanged() {
                        return table.hasChanged();
                    }

                    @Override
                    public byte[] read() throws IOException {
                        return table.read();
                    }

                    @Override
                    public void close() {
                        table.close();
                    }
                },
                FilesystemSize::at,
                period);
    }

    /** The table is the probe's own from now on, and closed by it. */
    static FilesystemProbe start(Table table, Sizes sizes, Duration period) {
        var probe = new FilesystemProbe(table, sizes, period);
        probe.startThread();
        return probe;
    }

    private void startThread() {
        Thread.ofPlatform().daemon().name("filesystems").start(this::run);
    }

    /**
     * The newest answers of all that have given one, and those that give none.
     *
     * @throws IOException when it is not known what is mounted
     */
    synchronized List<FilesystemSample> look(Moment at) throws IOException {
        Question waiting = current;
        if (waiting != null && waiting.since == null) {
            waiting.since = at;
        } else if (waiting != null && waiting.since != null && isTooLong(waiting.since, at)) {
            leaveBehind(waiting);
        }
        if (tableTrouble != null) {
            throw tableTrouble;
        }
        List<FilesystemSample> samples = new ArrayList<>(unmounted);
        unmounted.clear();
        for (Mount mount : mounts) {
            FilesystemSample sample = sample(mount);
            if (sample != null) {
                samples.add(sample);
            }
        }
        return samples;
    }

    private static boolean isTooLong(Moment since, Moment now) {
        return now.monotonicNanos() - since.monotonicNanos() >= PATIENCE.toNanos();
    }

    private void leaveBehind(Question question) {
        question.isLeftBehind = true;
        heldUp.put(question.mount, question);
        current = null;
        isStopped = heldUp.size() >= MOST_HELD_UP;
        if (!isStopped) {
            startThread();
        }
    }

    private @Nullable FilesystemSample sample(Mount mount) {
        Question question = heldUp.get(mount);
        if (question != null && question.since != null) {
            return without(mount, "has not answered since " + TIME.format(question.since.wall()));
        }
        if (isStopped) {
            return without(mount, "is not asked, since %d others do not answer".formatted(heldUp.size()));
        }
        FilesystemSize size = answers.get(mount);
        if (size == null || (size.error() == 0 && size.sizeBytes() == 0)) {
            return null; // not yet asked, or made up by the kernel
        }
        return size.error() == 0
                ? with(mount, size)
                : without(mount, "cannot be asked: error %d".formatted(-size.error()));
    }

    private static FilesystemSample with(Mount mount, FilesystemSize size) {
        return new FilesystemSample(
                Mount.shown(mount.path()),
                Mount.shown(mount.source()),
                Mount.shown(mount.type()),
                mount.readOnly(),
                Growth.known(size.sizeBytes()),
                Growth.of(size.freeBytes(), size.sizeBytes()),
                Growth.known(size.availableBytes()),
                size.inodes() <= 0 ? null : Long.valueOf(size.inodes()),
                size.inodes() <= 0 ? null : Growth.of(size.inodesFree(), size.inodes()),
                null);
    }

    private static FilesystemSample without(Mount mount, String trouble) {
        return new FilesystemSample(
                Mount.shown(mount.path()),
                Mount.shown(mount.source()),
                Mount.shown(mount.type()),
                mount.readOnly(),
                null,
                null,
                null,
                null,
                null,
                trouble);
    }

    private void run() {
        try {
            ask();
        } catch (RuntimeException e) {
            fail(new IOException("the file systems are not asked any more: " + e, e));
        }
    }

    private void ask() {
        do {
            Round round = Round.MOUNTS_CHANGED;
            for (int tries = 0; tries < MOST_NEW_BEGINNINGS && round == Round.MOUNTS_CHANGED; tries++) {
                round = askAll(newestMounts());
            }
            if (round == Round.REPLACED) {
                return;
            }
        } while (pause());
        table.close();
    }

    private Round askAll(List<Mount> round) {
        for (Mount mount : round) {
            Question question = begin(mount);
            if (question != null) {
                FilesystemSize size = sizes.at(mount.pathBytes());
                if (!finish(question)) {
                    return Round.REPLACED;
                }
                if (table.hasChanged()) { // and who knows which file system has answered
                    tableIsRead = false;
                    return Round.MOUNTS_CHANGED;
                }
                answer(mount, size);
            }
        }
        return Round.DONE;
    }

    private List<Mount> newestMounts() {
        boolean changed = table.hasChanged();
        if (tableIsRead && !changed) {
            return mounts();
        }
        try {
            List<Mount> now = adopt(Mounts.in(table.read()));
            tableIsRead = true;
            return now;
        } catch (IOException e) {
            fail(e);
            return List.of();
        }
    }

    private synchronized List<Mount> mounts() {
        return mounts;
    }

    private synchronized void fail(IOException trouble) {
        tableTrouble = trouble;
        mounts = List.of();
    }

    private synchronized List<Mount> adopt(List<Mount> now) {
        for (Mount mount : mounts) {
            if (now.stream().noneMatch(other -> other.path().equals(mount.path())) && sample(mount) != null) {
                unmounted.add(without(mount, "is not mounted any more"));
            }
        }
        tableTrouble = null;
        mounts = now;
        answers.keySet().retainAll(now);
        askedIn.keySet().retainAll(now);
        return now;
    }

    private synchronized @Nullable Question begin(Mount mount) {
        if (closed || heldUp.containsKey(mount) || isLeftAlone(mount)) {
            return null;
        }
        askedIn.put(mount, rounds);
        current = new Question(mount);
        return current;
    }

    private boolean isLeftAlone(Mount mount) {
        return mount.onDemand()
                && answers.containsKey(mount)
                && rounds - askedIn.getOrDefault(mount, 0) < ROUNDS_BETWEEN;
    }

    /** Whether this thread is to go on: not so when another one has taken its place. */
    private synchronized boolean finish(Question question) {
        if (!question.isLeftBehind) {
            current = null;
            return true;
        }
        heldUp.remove(question.mount);
        boolean takesOver = isStopped && !closed;
        isStopped = isStopped && closed;
        return takesOver;
    }

    private synchronized void answer(Mount mount, FilesystemSize size) {
        answers.put(mount, size);
    }

    /** Whether there is to be another round. */
    private synchronized boolean pause() {
        rounds++;
        long until = System.nanoTime() + period.toNanos();
        try {
            long left = period.toNanos();
            while (!closed && left > 0) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
                left = until - System.nanoTime();
            }
        } catch (InterruptedException _) {
            return false;
        }
        return !closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
