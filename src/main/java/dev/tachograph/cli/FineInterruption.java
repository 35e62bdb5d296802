package dev.tachograph.cli;

/** Makes a signal the right end of something that has no other: the JVM would make 130 of Ctrl-C, or 143. */
final class FineInterruption implements AutoCloseable {
    private final Thread hook = Thread.ofPlatform()
            .name("interruption")
            .unstarted(() -> Runtime.getRuntime().halt(ExitCode.FINE));

    /** Until it is closed. */
    FineInterruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // a signal was quicker, and the hook ends the program
        }
    }
}
