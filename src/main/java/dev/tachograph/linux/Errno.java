package dev.tachograph.linux;

/** Error numbers of Linux that mean something to us; calls of this package return them negated. Source: errno(3). */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int EPIPE = 32;
    public static final int ENAMETOOLONG = 36;
    public static final int ENOSYS = 38;
    public static final int ENOBUFS = 105;
    public static final int ECONNREFUSED = 111;

    private Errno() {}

    /** Whether this result of a call says that the process no longer exists. A normal thing while reading /proc. */
    public static boolean isGone(long result) {
        return result == -ENOENT || result == -ESRCH;
    }

    /** Whether this result of a call says nothing about what was asked for: there is no memory or descriptor left. */
    public static boolean isShortage(long result) {
        return result == -EMFILE || result == -ENFILE || result == -ENOMEM;
    }

    /** Whether this result of a call says that we may not look. */
    public static boolean isRefused(long result) {
        return result == -EACCES || result == -EPERM;
    }
}
