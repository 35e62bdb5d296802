package dev.tachograph.linux;

import java.lang.foreign.Arena;

/** Who may read the files that this process makes. */
public final class FileModes {
    private static final int OTHERS = 077;

    private FileModes() {}

    /**
     * Keeps every file that is made from now on, also by libraries and children, from everybody but its owner. Where the C
     * library has no such function, things stay as the shell had them. Source: umask(2).
     */
    public static void forOwnersOnly() {
        var call = Libc.UMASK;
        if (call == null) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) call.invokeExact(Libc.errnoRoom(arena), OTHERS);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }
}
