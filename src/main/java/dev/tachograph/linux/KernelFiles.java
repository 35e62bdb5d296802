package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files that the kernel makes up when they are read, under one root such as {@code /proc}, through descriptors that are kept
 * between reads: opening costs as much as reading. What was read last lies in {@link #bytes}. Used by one thread at a time.
 *
 * <p>Results are numbers of bytes, or negated {@link Errno error numbers}.
 */
public final class KernelFiles implements AutoCloseable {
    /** Larger ones are cut: {@code /proc/stat} of a host with thousands of CPUs and interrupts has a few megabytes. */
    private static final int MOST_BYTES = 16 << 20;

    private static final int FIRST_BYTES = 8192;

    private final Path root;
    private final @Nullable SystemCalls calls;
    private final Map<String, Integer> kept = new HashMap<>();
    private byte[] bytes = new byte[FIRST_BYTES];

    private KernelFiles(Path root, @Nullable SystemCalls calls) {
        this.root = root;
        this.calls = calls;
    }

    /** The files under a folder, by the best way that this host offers. */
    public static KernelFiles under(Path root) {
        return new KernelFiles(root, SystemCalls.areSupported() ? new SystemCalls() : null);
    }

    /** The same by the plainest way. */
    static KernelFiles plain(Path root) {
        return new KernelFiles(root, null);
    }

    /** The folder that they are in. */
    public Path root() {
        return root;
    }

    /** What was read last, from its begin; other reads write over it. */
    public byte[] bytes() {
        return bytes;
    }

    /** Reads a whole file and keeps its descriptor, unless reading fails: then the next read opens it anew. */
    public int read(String name) {
        if (calls == null) {
            return readPlainly(name);
        }
        Integer known = kept.get(name);
        int fd = known == null ? open(calls, name) : known;
        if (fd < 0) {
            return fd;
        }
        int length = readAll(calls, fd);
        if (length < 0) {
            calls.close(fd);
            kept.remove(name);
        } else if (known == null) {
            kept.put(name, fd);
        }
        return length;
    }

    /** Reads a whole file and keeps nothing. */
    public int readOnce(String name) {
        if (calls == null) {
            return readPlainly(name);
        }
        int fd = open(calls, name);
        if (fd < 0) {
            return fd;
        }
        try {
            return readAll(calls, fd);
        } finally {
            calls.close(fd);
        }
    }

    /** Closes what is kept of a file, as it will not be read again. */
    public void forget(String name) {
        Integer fd = kept.remove(name);
        if (fd != null && calls != null) {
            calls.close(fd);
        }
    }

    private int open(SystemCalls calls, String name) {
        byte[] path = (root + "/" + name).getBytes(UTF_8);
        if (path.length >= SystemCalls.PATH_BYTES) {
            return -Errno.ENOENT;
        }
        MemorySegment.copy(path, 0, calls.path, JAVA_BYTE, 0, path.length);
        calls.path.set(JAVA_BYTE, path.length, (byte) 0);
        return calls.open();
    }

    private int readAll(SystemCalls calls, int fd) {
        int have = 0;
        while (have < MOST_BYTES) {
            int count = calls.readPiece(fd, have);
            if (count < 0) {
                return count;
            }
            if (have + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(have + count, 2 * bytes.length));
            }
            MemorySegment.copy(calls.buffer, JAVA_BYTE, 0, bytes, have, count);
            have += count;
            if (count == 0 || have < SystemCalls.MAYBE_MORE_BYTES) {
                break;
            }
        }
        return have;
    }

    private int readPlainly(String name) {
        try (InputStream file = Files.newInputStream(root.resolve(name))) {
            byte[] all = file.readNBytes(MOST_BYTES);
            bytes = all.length < FIRST_BYTES ? Arrays.copyOf(all, FIRST_BYTES) : all;
            return all.length;
        } catch (NoSuchFileException | InvalidPathException _) {
            return -Errno.ENOENT;
        } catch (AccessDeniedException _) {
            return -Errno.EACCES;
        } catch (IOException _) {
            return -Errno.EIO;
        }
    }

    @Override
    public void close() {
        if (calls != null) {
            kept.values().forEach(calls::close);
            kept.clear();
            calls.close();
        }
    }
}
