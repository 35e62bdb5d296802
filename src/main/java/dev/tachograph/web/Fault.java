package dev.tachograph.web;

import static java.lang.System.Logger.Level.ERROR;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Turns an exception that nobody expected into a problem without a word about the inside. */
final class Fault {
    private static final System.Logger LOG = System.getLogger(Fault.class.getName());

    private Fault() {}

    /** Logs {@code cause} under a number of its own and returns the 500 that names this number. */
    static Problem report(String what, Throwable cause) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        LOG.log(ERROR, "error " + id + " in " + what, cause);
        return Problem.of(500, "the recorder failed to answer this; its log has the cause as error " + id)
                .with("error_id", id);
    }
}
