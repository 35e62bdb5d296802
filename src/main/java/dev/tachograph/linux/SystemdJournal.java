package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A journal read with libsystemd. */
public final class SystemdJournal implements Journal {
    static final String WAY = "libsystemd";

    /** SD_JOURNAL_LOCAL_ONLY: what was received from other hosts is left out. */
    private static final int LOCAL_ONLY = 1;
    /** SD_JOURNAL_ALL_NAMESPACES. */
    private static final int ALL_NAMESPACES = 1 << 5;

    private static final int FIRST_BUFFER_BYTES = 64 * 1024;

    @SuppressWarnings("restricted") // the library hands out addresses of its own
    private static final MemorySegment ALL_MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment address = arena.allocate(ADDRESS);
    private final MemorySegment length = arena.allocate(JAVA_LONG);
    private final long addressAt = address.address();
    private final long lengthAt = length.address();
    private final long handle;
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
    private boolean open = true;

    private SystemdJournal(Selection selection) throws IOException {
        try {
            require(openHandle(selection), "open the journal");
        } catch (IOException e) {
            arena.close();
            throw e;
        }
        handle = address.get(JAVA_LONG, 0);
        try {
            // else values are cut at 64 KiB
            require(call(Libsystemd.SET_DATA_THRESHOLD, 0L), "lift the limit of a value's size");
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Why this way can't be taken on this host, in a sentence; nothing when it can. */
    public static Optional<String> problem() {
        return Libsystemd.problem();
    }

    /** Opens a journal. One whose files may not be read looks like an empty one. */
    public static SystemdJournal open(Selection selection) throws IOException {
        return new SystemdJournal(selection);
    }

    private int openHandle(Selection selection) {
        return switch (selection) {
            case Selection.Host(boolean allNamespaces) -> openHost(allNamespaces);
            case Selection.Folder(Path path) -> openFolder(path);
        };
    }

    private int openHost(boolean allNamespaces) {
        try {
            if (allNamespaces && Libsystemd.OPEN_NAMESPACE != null) {
                return (int)
                        Libsystemd.OPEN_NAMESPACE.invokeExact(address, MemorySegment.NULL, LOCAL_ONLY | ALL_NAMESPACES);
            }
            return (int) Libsystemd.handle(Libsystemd.OPEN).invokeExact(address, LOCAL_ONLY);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    private int openFolder(Path folder) {
        try (Arena text = Arena.ofConfined()) {
            return (int) Libsystemd.handle(Libsystemd.OPEN_DIRECTORY)
                    .invokeExact(address, text.allocateFrom(folder.toString()), 0);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    @Override
    public void seekHead() throws IOException {
        require(call(Libsystemd.SEEK_HEAD), "go to the begin of the journal");
    }

    @Override
    public void seekTail() throws IOException {
        require(call(Libsystemd.SEEK_TAIL), "go to the end of the journal");
    }

    @Override
    public void seekCursor(String cursor) throws IOException {
        require(call(Libsystemd.SEEK_CURSOR, cursor), "go to the position \"" + cursor + "\" in the journal");
    }

    @Override
    public boolean next() throws IOException {
        try {
            int result = (int) Libsystemd.handle(Libsystemd.NEXT).invokeExact(handle);
            return require(result, "read on in the journal") > 0;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    @Override
    public boolean previous() throws IOException {
        try {
            int result = (int) Libsystemd.handle(Libsystemd.PREVIOUS).invokeExact(handle);
            return require(result, "read back in the journal") > 0;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    @Override
    public int cursor(byte[] into) throws IOException {
        try {
            int result = (int) Libsystemd.handle(Libsystemd.GET_CURSOR).invokeExact(handle, addressAt);
            require(result, "tell the position in the journal");
            long text = address.get(JAVA_LONG, 0);
            long bytes = (long) Libsystemd.handle(Libsystemd.STRLEN).invokeExact(text);
            int told = (int) Math.min(bytes, into.length);
            MemorySegment.copy(ALL_MEMORY, JAVA_BYTE, text, into, 0, told);
            Libsystemd.handle(Libsystemd.FREE).invokeExact(text);
            return told;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    @Override
    public long nextField(int mostBytes) throws IOException {
        try {
            int result = (int) Libsystemd.handle(Libsystemd.ENUMERATE_DATA).invokeExact(handle, addressAt, lengthAt);
            if (require(result, "read a field of a journal entry") == 0) {
                return -1;
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
        long bytes = length.get(JAVA_LONG, 0);
        copy(address.get(JAVA_LONG, 0), (int) Math.min(bytes, mostBytes));
        return bytes;
    }

    private void copy(long from, int bytes) {
        if (bytes > buffer.length || (buffer.length > FIRST_BUFFER_BYTES && bytes <= FIRST_BUFFER_BYTES)) {
            buffer = new byte[Math.max(bytes, FIRST_BUFFER_BYTES)]; // a large one is not kept
        }
        MemorySegment.copy(ALL_MEMORY, JAVA_BYTE, from, buffer, 0, bytes);
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    /** Also notices files that came or went, so it is called now and then even when there is no time to wait. */
    @Override
    public void await(Duration patience) throws InterruptedException {
        if (call(Libsystemd.WAIT, patience.toNanos() / 1000) < 0) {
            Thread.sleep(patience); // no inotify instance left, for one: then the next step shows what is new
        }
    }

    private int call(@Nullable MethodHandle function) {
        try {
            return (int) Libsystemd.handle(function).invokeExact(handle);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    private int call(@Nullable MethodHandle function, long argument) {
        try {
            return (int) Libsystemd.handle(function).invokeExact(handle, argument);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    private int call(@Nullable MethodHandle function, String argument) {
        try (Arena text = Arena.ofConfined()) {
            return (int) Libsystemd.handle(function).invokeExact(handle, text.allocateFrom(argument));
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    private static int require(int result, String what) throws IOException {
        if (result < 0) {
            throw new IOException("libsystemd could not %s: error %d".formatted(what, -result));
        }
        return result;
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        try {
            Libsystemd.handle(Libsystemd.CLOSE).invokeExact(handle);
        } catch (Throwable e) {
            throw Libc.broken(e);
        } finally {
            arena.close();
        }
    }
}
