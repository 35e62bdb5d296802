package dev.tachograph.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A journald of the test's own, in a mount namespace in which /run and /var/log are folders of the test. Takes root, like
 * journald itself.
 */
public final class LiveJournal implements AutoCloseable {
    private static final String START = """
            mount -t tmpfs tmpfs /run
            mkdir -p /run/systemd/journal /run/log/journal
            touch /run/systemd/journal/flushed
            mount --bind "$1/log" /var/log
            mount --bind "$1/machine-id" /etc/machine-id
            mount --bind "$1/journald.conf" /etc/systemd/journald.conf
            exec /lib/systemd/systemd-journald
            """;
    private static final String CONFIGURATION = """
            [Journal]
            Storage=persistent
            RateLimitIntervalSec=0
            ReadKMsg=no
            """;
    private static final String MACHINE_ID = "0123456789abcdef0123456789abcdef";

    private final Path folder;
    private final List<Process> children = new ArrayList<>();
    private Process journald;

    private LiveJournal(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("log/journal"));
        Files.writeString(folder.resolve("machine-id"), MACHINE_ID + "\n");
        Files.writeString(folder.resolve("journald.conf"), CONFIGURATION);
        journald = launch();
    }

    /** Starts journald, which keeps everything in this folder. */
    public static LiveJournal start(Path folder) throws IOException {
        return new LiveJournal(folder);
    }

    private Process launch() throws IOException {
        Process process = new ProcessBuilder("unshare", "-m", "sh", "-e", "-c", START, "sh", folder.toString())
                .redirectError(Redirect.INHERIT)
                .redirectOutput(Redirect.DISCARD)
                .start();
        children.add(process);
        Path socket = Path.of("/proc/" + process.pid() + "/root/run/systemd/journal/io.systemd.journal");
        Path comm = Path.of("/proc/" + process.pid() + "/comm");
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Files.readString(comm).startsWith("systemd-journal") && Files.exists(socket));
        return process;
    }

    /** Where the files are. */
    public Path files() {
        return folder.resolve("log/journal").resolve(MACHINE_ID);
    }

    /** Runs a program where journald is, and waits for its end. */
    public String run(String input, String... program) throws IOException, InterruptedException {
        Process process = inside(program)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.PIPE)
                .start();
        try (var out = process.getOutputStream()) {
            out.write(input.getBytes(UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** A program where journald is, which ends with the test. */
    public Process start(String... program) throws IOException {
        Process process = inside(program)
                .redirectError(Redirect.INHERIT)
                .redirectOutput(Redirect.DISCARD)
                .start();
        children.add(process);
        return process;
    }

    private ProcessBuilder inside(String... program) {
        return new ProcessBuilder(
                Stream.concat(Stream.of("nsenter", "-m", "-t", Long.toString(journald.pid())), Stream.of(program))
                        .toList());
    }

    /** Kills journald and starts another one. */
    public void killAndRestart() throws IOException, InterruptedException {
        journald.destroyForcibly().waitFor();
        journald = launch();
    }

    @Override
    public void close() {
        children.forEach(Process::destroyForcibly);
    }
}
