package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the C library that this package calls. A handle is {@code null} where the library has no such symbol;
 * callers then take their plainer way. Handles are constants, so that the JIT compiler can see through them.
 */
final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO_FIELD = CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    /** {@code int open(errno, const char *path, int flags)}. */
    static final @Nullable MethodHandle OPEN = function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);

    /** {@code ssize_t read(errno, int fd, void *buffer, size_t count)}. */
    static final @Nullable MethodHandle READ =
            function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), -1);

    /** {@code int poll(errno, struct pollfd *fds, nfds_t count, int milliseconds)}. */
    static final @Nullable MethodHandle POLL =
            function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), -1);

    /** {@code int close(errno, int fd)}. */
    static final @Nullable MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), -1);

    /** {@code ssize_t pread(errno, int fd, void *buffer, size_t count, off_t offset)}. */
    static final @Nullable MethodHandle PREAD =
            function("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG), -1);

    /** {@code ssize_t getdents64(errno, int fd, void *buffer, size_t count)}; glibc has it since 2.30. */
    static final @Nullable MethodHandle GETDENTS64 =
            function("getdents64", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), -1);

    /** {@code int statx(errno, int fd, const char *path, int flags, unsigned mask, struct statx *result)}. */
    static final @Nullable MethodHandle STATX =
            function("statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS), -1);

    /** {@code int clock_gettime(errno, clockid_t clock, struct timespec *result)}. */
    static final @Nullable MethodHandle CLOCK_GETTIME =
            function("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS), -1);

    /** {@code ssize_t write(errno, int fd, const void *buffer, size_t count)}. */
    static final @Nullable MethodHandle WRITE =
            function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), -1);

    /** {@code int eventfd(errno, unsigned int value, int flags)}. */
    static final @Nullable MethodHandle EVENTFD =
            function("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), -1);

    /** {@code int socket(errno, int domain, int type, int protocol)}. */
    static final @Nullable MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), -1);

    /** {@code int bind(errno, int fd, const struct sockaddr *address, socklen_t length)}. */
    static final @Nullable MethodHandle BIND =
            function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), -1);

    /** {@code int setsockopt(errno, int fd, int level, int name, const void *value, socklen_t length)}. */
    static final @Nullable MethodHandle SETSOCKOPT = function(
            "setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), -1);

    /** {@code int getsockopt(errno, int fd, int level, int name, void *value, socklen_t *length)}. */
    static final @Nullable MethodHandle GETSOCKOPT =
            function("getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), -1);

    /** {@code ssize_t send(errno, int fd, const void *message, size_t length, int flags)}. */
    static final @Nullable MethodHandle SEND =
            function("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), -1);

    /** {@code int recvmmsg(errno, int fd, struct mmsghdr *messages, unsigned int count, int flags, timespec *)}. */
    static final @Nullable MethodHandle RECVMMSG =
            function("recvmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS), -1);

    /** {@code int getpwuid_r(errno, uid_t, struct passwd *, char *buffer, size_t, struct passwd **result)}. */
    static final @Nullable MethodHandle GETPWUID_R =
            function("getpwuid_r", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS), -1);

    /** {@code int getpwnam_r(errno, const char *, struct passwd *, char *buffer, size_t, struct passwd **result)}. */
    static final @Nullable MethodHandle GETPWNAM_R =
            function("getpwnam_r", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS), -1);

    /** {@code int statvfs(errno, const char *path, struct statvfs *result)}. */
    static final @Nullable MethodHandle STATVFS =
            function("statvfs", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS), -1);

    static final @Nullable MethodHandle UMASK = function("umask", FunctionDescriptor.of(JAVA_INT, JAVA_INT), -1);

    /** {@code long syscall(errno, long number, long, long, long, long, long)}. Source: syscall(2). */
    static final @Nullable MethodHandle SYSCALL = function(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            1);

    private Libc() {}

    /** Room for the error number of one thread's calls. */
    static MemorySegment errnoRoom(Arena arena) {
        return arena.allocate(CAPTURE);
    }

    static int errno(MemorySegment room) {
        return (int) ERRNO_FIELD.get(room, 0L);
    }

    /** A call that could not be made at all: a mistake of ours, never an answer of the kernel. */
    static IllegalStateException broken(Throwable cause) {
        return new IllegalStateException("a foreign call could not be made", cause);
    }

    @SuppressWarnings("restricted") // this class is where the project leaves Java
    private static @Nullable MethodHandle function(String name, FunctionDescriptor type, int firstVariadic) {
        Optional<MemorySegment> symbol = LINKER.defaultLookup().find(name);
        if (symbol.isEmpty()) {
            return null;
        }
        return firstVariadic < 0
                ? LINKER.downcallHandle(symbol.get(), type, ERRNO)
                : LINKER.downcallHandle(symbol.get(), type, ERRNO, Linker.Option.firstVariadicArg(firstVariadic));
    }
}
