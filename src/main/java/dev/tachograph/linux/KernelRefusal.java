package dev.tachograph.linux;

import java.io.IOException;

/** The kernel does not let this process do something, and by this number says why. Source: errno(3). */
public final class KernelRefusal extends IOException {
    private static final long serialVersionUID = 1;

    private final int errno;

    KernelRefusal(String what, int errno) {
        super("%s: error %d".formatted(what, errno));
        this.errno = errno;
    }

    /** The {@link Errno error number}. */
    public int errno() {
        return errno;
    }
}
