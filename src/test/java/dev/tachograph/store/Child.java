package dev.tachograph.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JVM of its own, with this one's class path and library, that runs a main class of the tests. */
final class Child implements AutoCloseable {
    private static final PrintStream OUT = System.out;

    private final Process process;
    private final BufferedReader lines;

    private Child(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    static Child start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), main, arguments);
    }

    static Child start(List<String> jvmOptions, Class<?> main, String... arguments) throws IOException {
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.library.path=" + System.getProperty("java.library.path"),
                "-Dtachograph.driver=" + System.getProperty("tachograph.driver"),
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(1, jvmOptions);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new Child(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** For the child: a line that has left it when this returns. */
    static void say(String line) {
        OUT.println(line);
        OUT.flush();
    }

    long pid() {
        return process.pid();
    }

    /** {@code null} at the end. */
    @Nullable String nextLine() throws IOException {
        return lines.readLine();
    }

    /** Lines that it wrote until it ended. */
    List<String> remainingLines() throws IOException {
        return lines.readAllLines();
    }

    /** With SIGKILL, and waits for the end. By its handle, so that what it wrote can still be read. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** Writes to its input. */
    void tell(String text) throws IOException {
        var input = process.outputWriter(StandardCharsets.UTF_8);
        input.write(text);
        input.flush();
    }

    /** Closes its input. */
    void end() throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).close();
    }

    /** At most this long. */
    void waitFor(Duration patience) throws InterruptedException {
        process.waitFor(patience);
    }

    int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        lines.close();
    }
}
