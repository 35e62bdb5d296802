package dev.tachograph.store;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that commits some ticks and then waits to be killed. */
final class CommitAndWait {
    private CommitAndWait() {}

    public static void main(String[] arguments) throws Exception {
        try (var recording = new Recording(Path.of(arguments[0]))) {
            recording.ticks(Integer.parseInt(arguments[1]));
            Child.say("committed");
            new CountDownLatch(1).await();
        }
    }
}
