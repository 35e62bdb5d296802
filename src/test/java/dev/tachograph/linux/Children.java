package dev.tachograph.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/** Real processes of a test, which end with it. */
public final class Children implements AutoCloseable {
    private final List<Process> children = new ArrayList<>();

    /** A child with its two ends. */
    public record Child(Process process, Writer in, BufferedReader out) {
        public int pid() {
            return (int) process.pid();
        }

        /** Sends a line. */
        public void say(String line) throws IOException {
            in.write(line + "\n");
            in.flush();
        }

        /** Waits for the next line that the child prints. */
        public String hear() throws IOException {
            String line = out.readLine();
            assertThat(line).as("a line of %s", process).isNotNull();
            return line;
        }

        /** Ends the child and waits until the kernel has forgotten it. */
        public void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }

    /** Starts a program. */
    public Child start(String... command) throws IOException {
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        children.add(process);
        return new Child(process, process.outputWriter(UTF_8), process.inputReader(UTF_8));
    }

    /** Starts {@code sleep}, which does nothing. */
    public Child sleeper() throws IOException {
        return start("sleep", "1000");
    }

    @Override
    public void close() {
        for (Process child : children) {
            child.descendants().forEach(ProcessHandle::destroyForcibly);
            child.destroyForcibly();
        }
    }
}
