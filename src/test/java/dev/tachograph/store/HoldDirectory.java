package dev.tachograph.store;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that holds a data directory until it is killed. */
final class HoldDirectory {
    private HoldDirectory() {}

    public static void main(String[] arguments) throws Exception {
        try (DataDirectory _ = DataDirectory.hold(Path.of(arguments[0]))) {
            Child.say("held");
            new CountDownLatch(1).await();
        }
    }
}
