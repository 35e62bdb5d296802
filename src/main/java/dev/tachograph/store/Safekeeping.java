package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Path;

/** What keeps the record safe, for a recorder that runs and for one that has stopped. Safe for many threads. */
public interface Safekeeping {

    /** A folder was named that can't be used for this; the message says why, and what could be. */
    final class UnfitException extends IOException {
        private static final long serialVersionUID = 1;

        UnfitException(String message) {
            super(message);
        }
    }

    /** Another one is under way. */
    final class BusyException extends IOException {
        private static final long serialVersionUID = 1;

        BusyException(String what) {
            super("another %s is under way; one at a time".formatted(what));
        }
    }

    /**
     * Makes a backup of everything that is recorded at one moment of the call.
     *
     * @param directory where to; it has to be new or empty, in a folder that is there
     * @throws UnfitException when it can't be there
     * @throws BusyException when another one is being made
     * @throws Course.GivenUpException when the course says so
     * @throws IOException when it can't be made; nothing is left of it then
     */
    BackupDescription backup(Path directory, Course course) throws IOException;

    /**
     * Compares everything recorded with what is known of it, and changes nothing.
     *
     * @throws BusyException when another check is under way
     * @throws Course.GivenUpException when the course says so
     * @throws IOException when it can't come to its end; what is not as it was recorded is a result
     */
    Verification verify(Course course) throws IOException;
}
