package dev.tachograph.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the settings depend on besides the command line.
 *
 * @param root whether this process runs as root
 * @param home the user's home directory, absolute
 * @param workingDirectory absolute
 * @param systemFile the settings file for the whole host, used where the user has none
 * @param systemData where root's recorder records if nobody says otherwise
 */
public record Surroundings(
        Map<String, String> environment,
        boolean root,
        Path home,
        Path workingDirectory,
        Path systemFile,
        Path systemData) {
    private static final Pattern UID_SEPARATOR = Pattern.compile("\\s+");

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /**
     * The surroundings of this process.
     *
     * @throws IOException if {@code /proc/self/status} cannot be read, or the home directory has a name that the locale
     *     has no letters for
     */
    public static Surroundings ofThisProcess() throws IOException {
        Map<String, String> environment = System.getenv();
        boolean root = ownUid() == 0;
        return new Surroundings(
                environment,
                root,
                home(environment),
                Path.of("").toAbsolutePath(),
                Path.of("/etc/tachograph/config.toml"),
                Path.of("/var/lib/tachograph"));
    }

    /** The user whose rights this process has. */
    public static long ownUid() throws IOException {
        return effectiveUid(Files.readString(Path.of("/proc/self/status")));
    }

    /** Java's own user.home comes from the user database, not from HOME, and is "?" for a uid that has no entry there. */
    private static Path home(Map<String, String> environment) throws IOException {
        String home = Stream.of(environment.getOrDefault("HOME", ""), System.getProperty("user.home", ""))
                .filter(path -> path.startsWith("/"))
                .findFirst()
                .orElse("/");
        try {
            return Path.of(home);
        } catch (InvalidPathException e) {
            throw new IOException("the locale has no letters for the home directory's name; set LC_ALL=C.UTF-8", e);
        }
    }

    /**
     * The second number of the line {@code Uid:}, see proc_pid_status(5). The owner of {@code /proc/self} will not do:
     * that is root where a program has file capabilities.
     */
    static long effectiveUid(String status) {
        return status.lines()
                .filter(line -> line.startsWith("Uid:"))
                .map(line -> Long.parseLong(UID_SEPARATOR.split(line, -1)[2]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("/proc/self/status has no line Uid:"));
    }

    /** The user's settings file, whether or not it exists. */
    Path userFile() {
        return xdg("XDG_CONFIG_HOME", ".config").resolve("tachograph/config.toml");
    }

    /** Where to record if the user does not say, and after it where else a recorder may be found. */
    List<Path> dataDirectories() {
        return root ? List.of(systemData) : List.of(stateFolder().resolve("tachograph"), systemData);
    }

    /** Where programs keep what this user did with them. */
    public Path stateFolder() {
        return xdg("XDG_STATE_HOME", ".local/state");
    }

    Folders folders() {
        return new Folders(home, workingDirectory);
    }

    /** The XDG base directory specification has relative paths ignored. */
    private Path xdg(String variable, String otherwise) {
        String set = environment.getOrDefault(variable, "");
        Path path = set.startsWith("/") ? folders().path(set) : null;
        return path == null ? home.resolve(otherwise) : path;
    }
}
