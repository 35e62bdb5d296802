package dev.tachograph.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets something that takes long end in order when the program is told to: it is asked to, and waited for until closed. */
final class Ending implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Runnable request;
    private final Thread hook = Thread.ofPlatform().name("ending").unstarted(this::waitForIt);
    private volatile boolean isWanted;

    private Ending(Runnable request) {
        this.request = request;
    }

    /** From now on, signals end it. */
    static Ending onSignal() {
        return onSignal(() -> {});
    }

    /** @param request asks what takes long to end; called when a signal comes */
    static Ending onSignal(Runnable request) {
        var ending = new Ending(request);
        Runtime.getRuntime().addShutdownHook(ending.hook);
        return ending;
    }

    /** Of something that needs no time to end. */
    static Ending ignored() {
        return new Ending(() -> {});
    }

    private void waitForIt() {
        isWanted = true;
        request.run();
        try {
            done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isWanted() {
        return isWanted;
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // it is being ended, and the hook waits no longer
        }
    }
}
