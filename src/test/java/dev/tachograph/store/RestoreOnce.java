package dev.tachograph.store;

import java.nio.file.Path;
import java.time.InstantSource;

/** A process that puts a backup back, and says what it is at. */
final class RestoreOnce {
    static final String STARTED = "started";
    static final String RESTORED = "restored";

    private RestoreOnce() {}

    public static void main(String[] arguments) throws Exception {
        NativeLibrary.prepare();
        Child.say(STARTED);
        Restore.of(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                TrialHere::trial,
                Course.toTheEnd(),
                InstantSource.system());
        Child.say(RESTORED);
    }
}
