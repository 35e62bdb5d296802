package dev.tachograph.store;

import java.nio.file.Path;

/** A process that waits for a trial. */
final class TryAndWait {
    private TryAndWait() {}

    public static void main(String[] arguments) throws Exception {
        Child.say("" + OpeningTrial.inChild(Path.of(arguments[0]), OpeningTrial.Manner.READ));
    }
}
