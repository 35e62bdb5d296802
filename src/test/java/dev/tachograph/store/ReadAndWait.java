package dev.tachograph.store;

import dev.tachograph.query.StorageFigures;
import java.nio.file.Path;

/** A process that reads a stopped recorder's data until its input ends, and a moment longer. */
final class ReadAndWait {
    private ReadAndWait() {}

    public static void main(String[] arguments) throws Exception {
        try (StoppedStore stopped = StoppedStore.open(Path.of(arguments[0]))) {
            Child.say("reading");
            System.in.readAllBytes();
            for (int i = 0; i < 10; i++) {
                StorageFigures.read(stopped);
            }
        }
    }
}
