package dev.tachograph.app;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The program as a process of its own, with the flags of the launcher. It knows no home of a real user: settings, data and
 * cache lie in a folder of the test.
 */
final class Program implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms8m",
            "-Xmn3m",
            "-Xmx64m",
            "-Xss512k",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n");

    static final int NOBODY = 65534;

    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--");

    private final Process process;
    private final CompletableFuture<String> out;
    private final BufferedReader err;
    private final List<String> said = new ArrayList<>();

    private Program(Process process) {
        this.process = process;
        this.out = CompletableFuture.supplyAsync(
                () -> read(process.getInputStream()), task -> Thread.ofVirtual().start(task));
        this.err = process.errorReader(StandardCharsets.UTF_8);
    }

    /**
     * What it is started with.
     *
     * @param wrapper the command before that of the JVM
     * @param foreign whether another user has to be able to read all that it needs
     */
    record Start(Path home, Map<String, String> environment, List<String> wrapper, boolean foreign) {
        static Start in(Path home) {
            return new Start(home, Map.of(), List.of(), false);
        }

        Start with(String variable, String value) {
            var more = new HashMap<>(environment);
            more.put(variable, value);
            return new Start(home, more, wrapper, foreign);
        }

        /** As the user nobody; only root can. What that user may not be able to read is copied, the library it unpacks. */
        Start asNobody() throws IOException {
            readable(home);
            Path unpacked = Files.createDirectory(home.resolve("native"));
            Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwx------"));
            Files.setAttribute(unpacked, "unix:uid", NOBODY);
            return new Start(home, environment, within(wrapper, AS_NOBODY), true);
        }

        /** Within what a command makes of the surroundings before it becomes the program. */
        Start within(String... command) {
            return new Start(home, environment, within(List.of(command), wrapper), foreign);
        }

        private static List<String> within(List<String> outer, List<String> inner) {
            return Stream.concat(outer.stream(), inner.stream()).toList();
        }

        private Path library() {
            return foreign ? home.resolve("native") : Path.of(System.getProperty("java.library.path"));
        }

        private String classPath() throws IOException {
            return foreign ? copied(productClassPath()) : productClassPath();
        }

        private String driver() throws IOException {
            String driver = System.getProperty("tachograph.driver");
            return foreign ? copied(driver) : driver;
        }

        /** The same files and folders where anybody may read them; a checkout may lie in a home that nobody may enter. */
        private String copied(String paths) throws IOException {
            Path folder = Files.createDirectories(home.resolve("build"));
            readable(folder);
            var copies = new ArrayList<String>();
            for (String path : paths.split(":", -1)) {
                Path from = Path.of(path).toAbsolutePath();
                Path to = folder.resolve(from.toString().replace('/', '_'));
                if (!Files.exists(to)) {
                    copy(from, to);
                }
                copies.add(to.toString());
            }
            return String.join(":", copies);
        }

        private static void copy(Path from, Path to) throws IOException {
            try (Stream<Path> all = Files.walk(from)) {
                for (Path each : all.toList()) { // folders come before what is in them
                    Path copy = to.resolve(from.relativize(each).toString());
                    Files.copy(each, copy);
                    readable(copy);
                }
            }
        }

        private static void readable(Path path) throws IOException {
            boolean folder = Files.isDirectory(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(folder ? "rwxr-xr-x" : "rw-r--r--"));
        }

        /** A folder with an empty file of settings, so that none of the host's counts. */
        private Path settings() throws IOException {
            Path folder = home.resolve("config");
            if (!Files.exists(folder)) {
                Path tachographs = Files.createDirectories(folder.resolve("tachograph"));
                for (Path each : List.of(folder, tachographs, Files.createFile(tachographs.resolve("config.toml")))) {
                    readable(each);
                }
            }
            return folder;
        }

        Program run(String... arguments) throws IOException {
            var command = new ArrayList<>(wrapper);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(FLAGS);
            command.add("-Djava.library.path=" + library());
            command.add("-Dtachograph.driver=" + driver());
            command.addAll(List.of("-cp", classPath(), "dev.tachograph.app.Main"));
            command.addAll(List.of(arguments));
            var builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(Start::isOfTheHost);
            builder.environment().put("HOME", home.toString());
            builder.environment().put("XDG_CONFIG_HOME", settings().toString());
            builder.environment().putAll(environment);
            return new Program(builder.start());
        }

        /** Settings, and options that a JVM takes from the environment and says so. */
        private static boolean isOfTheHost(String variable) {
            return variable.startsWith("TACHOGRAPH")
                    || variable.startsWith("XDG")
                    || variable.endsWith("JAVA_OPTIONS")
                    || variable.equals("JAVA_TOOL_OPTIONS");
        }

        /** To its end. */
        Result result(String... arguments) throws IOException, InterruptedException {
            try (Program program = run(arguments)) {
                return program.result();
            }
        }
    }

    /** How it ended. */
    record Result(int code, String out, String err) {}

    /** Without the tests and what only they need. */
    private static String productClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(entry -> Stream.of("test-classes", "junit", "assertj", "archunit", "awaitility", "surefire")
                        .noneMatch(Path.of(entry).getFileName().toString()::contains))
                .collect(Collectors.joining(":"));
    }

    private static String read(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JVM's, which is a child of the wrapper's where that is no more than its begin. */
    long pid() {
        return process.descendants()
                .filter(child -> child.info().command().orElse("").endsWith("/java"))
                .mapToLong(ProcessHandle::pid)
                .findFirst()
                .orElse(process.pid());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Reads what it says until a line begins so; that line, or {@code null} when it ends before. */
    @Nullable String awaitLine(String begin) throws IOException {
        for (String line = err.readLine(); line != null; line = err.readLine()) {
            said.add(line);
            if (line.startsWith(begin)) {
                return line;
            }
        }
        return null;
    }

    /** What was read of its words so far. */
    List<String> said() {
        return List.copyOf(said);
    }

    /** Until it serves: the last line of its greeting. */
    Program awaitGreeting() throws IOException {
        if (awaitLine("Ctrl-C ends it") == null) {
            throw new AssertionError("it ended: " + said);
        }
        return this;
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** Waits at most this long for its end. @return whether it has ended */
    boolean waitFor(Duration patience) throws InterruptedException {
        return process.waitFor(patience);
    }

    /**
     * Sends a signal until it ends: there is a moment in the start of every JVM at which it catches a signal and has nobody
     * yet to tell.
     */
    void signalUntilItEnds(String name) throws IOException, InterruptedException {
        do {
            signal(name);
        } while (!waitFor(Duration.ofSeconds(5)));
    }

    Result result() throws IOException, InterruptedException {
        err.lines().forEach(said::add);
        if (!process.waitFor(60, SECONDS)) {
            throw new AssertionError("still running: " + said);
        }
        return new Result(process.exitValue(), out.join(), String.join("\n", said));
    }

    @Override
    public void close() throws IOException {
        process.toHandle().destroyForcibly();
        err.close();
    }
}
