package dev.tachograph.e2e;

import java.io.IOException;
import java.util.UUID;

/**
 * A process that the recorder is to see: a shell that waits for a line nobody writes, with a word in its command line
 * that no other process has.
 *
 * @param mark the word
 */
record Subject(Process process, String mark) implements AutoCloseable {
    static Subject start() throws IOException {
        return start("");
    }

    /**
     * A subject whose command line ends in what no command line should hold.
     *
     * @param octal the format of printf(1), so that the bytes are the same in every locale
     */
    static Subject start(String octal) throws IOException {
        String mark = "subject-" + UUID.randomUUID();
        String script = "exec sh -c 'read line' \"" + mark + "$(printf '" + octal + "')\"";
        return new Subject(new ProcessBuilder("sh", "-c", script).start(), mark);
    }

    String pid() {
        return Long.toString(process.pid());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
