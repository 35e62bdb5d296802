package dev.tachograph.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The hot file of a store that is written to. For one thread at a time.
 *
 * <p>Between two checkpoints DuckDB writes to its log only, at the end of it: a moment is the file as it lies there, and the
 * log as long as it was. So both can be copied while ticks are committed. A checkpoint in the middle shows afterwards in the
 * heads of the file, and the copy is made again; the last attempt is made by the writer itself, between two ticks.
 *
 * <p>The file stays open here until {@link #close}: when a process closes a file, the kernel lets go of all locks that it has on
 * it (fcntl(2)), and with them of DuckDB's.
 */
final class LiveHotFile implements HotSource, AutoCloseable {
    /** DuckDB's main head and its two alternating ones, one block of the file system each. */
    private static final int HEADS_BYTES = 3 * 4096;

    private static final int ATTEMPTS_BESIDE_THE_WRITER = 3;
    private static final int CHUNK = 1 << 20;

    private final Store store;
    private final SegmentKeeper.OnWriter writer;
    private final HotFiles files;
    private final Map<Object, FileChannel> open = new HashMap<>();

    LiveHotFile(Store store, SegmentKeeper.OnWriter writer) {
        this.store = store;
        this.writer = writer;
        this.files = new HotFiles(store.folder());
    }

    /** The store between two commits; {@code log} is {@code null} when there is none. */
    private record Moment(
            HotContents contents,
            FileChannel hot,
            long hotBytes,
            ByteBuffer heads,
            @Nullable FileChannel log,
            long logBytes)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            if (log != null) {
                log.close();
            }
        }
    }

    /** What the writer is to do. */
    private interface Work<T> {
        T done() throws IOException, SQLException;
    }

    @Override
    public HotContents copyTo(HotFiles to, Course course) throws IOException, SQLException {
        for (int attempt = 0; attempt < ATTEMPTS_BESIDE_THE_WRITER; attempt++) {
            try (Moment moment = onWriter(this::look)) {
                boolean isWhole = copy(moment, to, course) && onWriter(() -> isUnchanged(moment));
                if (isWhole) {
                    sync(to);
                    return moment.contents;
                }
            }
            Files.deleteIfExists(to.hot());
            Files.deleteIfExists(to.log());
        }
        HotContents contents = onWriter(() -> copyAtOnce(to, course));
        sync(to);
        return contents;
    }

    private HotContents copyAtOnce(HotFiles to, Course course) throws IOException, SQLException {
        try (Moment moment = look()) {
            if (!copy(moment, to, course)) {
                throw new IOException("%s: became shorter while it was copied".formatted(files.hot()));
            }
            return moment.contents;
        }
    }

    private <T> T onWriter(Work<T> work) throws IOException, SQLException {
        var result = new AtomicReference<T>();
        try {
            writer.run(() -> {
                try {
                    result.set(work.done());
                } catch (IOException e) {
                    throw new SQLException(e.getMessage(), e);
                }
            });
        } catch (SQLException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        }
        return result.get();
    }

    private Moment look() throws IOException, SQLException {
        FileChannel hot = hot();
        FileChannel log = Files.exists(files.log()) ? FileChannel.open(files.log(), StandardOpenOption.READ) : null;
        try {
            return new Moment(
                    HotContents.of(store.writer()), hot, hot.size(), heads(hot), log, log == null ? 0 : log.size());
        } catch (IOException | SQLException | RuntimeException e) {
            if (log != null) {
                log.close();
            }
            throw e;
        }
    }

    /** Another file under that name is another recording, or one that a migration has replaced. */
    private FileChannel hot() throws IOException {
        Object key =
                Files.readAttributes(files.hot(), BasicFileAttributes.class).fileKey();
        FileChannel known = open.get(key);
        if (known == null) {
            known = FileChannel.open(files.hot(), StandardOpenOption.READ);
            open.put(key, known);
        }
        return known;
    }

    private static ByteBuffer heads(FileChannel hot) throws IOException {
        var heads = ByteBuffer.allocate(HEADS_BYTES);
        while (heads.hasRemaining() && hot.read(heads, heads.position()) >= 0) {
            // on to the next bytes
        }
        return heads.flip();
    }

    private static boolean isUnchanged(Moment moment) throws IOException {
        return moment.heads.equals(heads(moment.hot));
    }

    /** Whether all of both could be copied: a checkpoint cuts the log. */
    private static boolean copy(Moment moment, HotFiles to, Course course) throws IOException {
        course.expect(moment.hotBytes + moment.logBytes);
        return (moment.log == null || copy(moment.log, moment.logBytes, to.log(), course))
                && copy(moment.hot, moment.hotBytes, to.hot(), course);
    }

    private static boolean copy(FileChannel in, long bytes, Path to, Course course) throws IOException {
        try (FileChannel out = Copying.create(to)) {
            for (long at = 0; at < bytes; ) {
                long count = in.transferTo(at, Math.min(CHUNK, bytes - at), out);
                if (count <= 0) {
                    return false;
                }
                at += count;
                course.passed(count);
            }
        }
        return true;
    }

    /** Not while the writer waits. */
    private static void sync(HotFiles copy) throws IOException {
        Durable.syncFile(copy.hot());
        if (Files.exists(copy.log())) {
            Durable.syncFile(copy.log());
        }
    }

    /** Lets go of the files; after the store is closed. */
    @Override
    public void close() throws IOException {
        for (FileChannel channel : open.values()) {
            channel.close();
        }
        open.clear();
    }
}
