package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A real file system (FUSE) whose server never answers: whoever asks it for something waits until it is closed. It is mounted for
 * the calling thread and those that this one starts only, in a mount namespace of their own.
 */
@SuppressWarnings("restricted") // a test of what the kernel does
public final class SilentFilesystem implements AutoCloseable {
    private static final int CLONE_NEWNS = 0x20000;
    private static final long MS_REC_PRIVATE = 0x4000 | 0x40000;
    private static final int O_RDWR_CLOEXEC = 0x80002;
    private static final Linker LINKER = Linker.nativeLinker();

    private final int fd;

    private SilentFilesystem(int fd) {
        this.fd = fd;
    }

    /** Mounts it over a folder; empty where that is not allowed or the kernel has no FUSE. */
    public static Optional<SilentFilesystem> mount(Path folder) throws Throwable {
        MethodHandle mount =
                function("mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment none = arena.allocateFrom("none");
            int unshared = (int) function("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT))
                    .invokeExact(CLONE_NEWNS);
            if (unshared != 0
                    || (int) mount.invokeExact(
                                    none,
                                    arena.allocateFrom("/"),
                                    MemorySegment.NULL,
                                    MS_REC_PRIVATE,
                                    MemorySegment.NULL)
                            != 0) {
                return Optional.empty();
            }
            int fd = (int) LINKER.downcallHandle(
                            LINKER.defaultLookup().find("open").orElseThrow(),
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                            Linker.Option.firstVariadicArg(2))
                    .invokeExact(arena.allocateFrom("/dev/fuse"), O_RDWR_CLOEXEC);
            if (fd < 0) {
                return Optional.empty();
            }
            var filesystem = new SilentFilesystem(fd);
            MemorySegment options = arena.allocateFrom("fd=%d,rootmode=40000,user_id=0,group_id=0".formatted(fd));
            if ((int) mount.invokeExact(
                            arena.allocateFrom("silent"),
                            arena.allocateFrom(folder.toString()),
                            arena.allocateFrom("fuse"),
                            0L,
                            options)
                    != 0) {
                filesystem.close();
                return Optional.empty();
            }
            return Optional.of(filesystem);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), type);
    }

    /** Everybody who waits gets an error. The mount goes with its namespace, which goes with the threads in it. */
    @Override
    public void close() {
        try {
            int _ = (int)
                    function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT)).invokeExact(fd);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
