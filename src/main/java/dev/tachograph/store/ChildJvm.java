package dev.tachograph.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a Java like this one is started beside it: with the same class path, and the native library where it lies already. */
public final class ChildJvm {
    private static final String CLASS_PATH = "java.class.path";

    private ChildJvm() {}

    /**
     * The whole command.
     *
     * @param options of the JVM
     * @param main its main class
     */
    public static List<String> command(List<String> options, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(options);
        command.add("--enable-native-access=ALL-UNNAMED");
        for (String property : List.of("java.library.path", "tachograph.driver")) {
            Optional.ofNullable(System.getProperty(property))
                    .ifPresent(value -> command.add("-D%s=%s".formatted(property, value)));
        }
        command.addAll(List.of("-cp", System.getProperty(CLASS_PATH), main));
        command.addAll(arguments);
        return command;
    }

    /** Where its programs and libraries lie: what it has to be able to read. */
    public static List<Path> files() {
        List<Path> files = new ArrayList<>();
        files.add(Path.of(System.getProperty("java.home")));
        for (String property : List.of(CLASS_PATH, "java.library.path")) {
            for (String entry : System.getProperty(property, "").split(":", -1)) {
                if (!entry.isEmpty()) {
                    files.add(Path.of(entry).toAbsolutePath());
                }
            }
        }
        return files;
    }

    private static String java() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return Files.isExecutable(java)
                ? java.toString()
                : ProcessHandle.current().info().command().orElse("java");
    }
}
