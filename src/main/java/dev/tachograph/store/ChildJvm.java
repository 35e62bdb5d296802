package dev.tachograph.store;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a Java like this one is started beside it: with the same class path, and the native library where it lies already. */
public final class ChildJvm {
    private static final String CLASS_PATH = "java.class.path";
    private static final String LIBRARY_PATH = "java.library.path";

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
        for (String property : List.of(LIBRARY_PATH, "tachograph.driver")) {
            Optional.ofNullable(System.getProperty(property))
                    .ifPresent(value -> command.add("-D%s=%s".formatted(property, wholePaths(value))));
        }
        command.addAll(List.of("-cp", wholePaths(System.getProperty(CLASS_PATH)), main));
        command.addAll(arguments);
        return command;
    }

    /** Where its programs and libraries lie: what it has to be able to read. */
    public static List<Path> files() {
        List<Path> files = new ArrayList<>();
        files.add(Path.of(System.getProperty("java.home")));
        for (String property : List.of(CLASS_PATH, LIBRARY_PATH)) {
            entries(System.getProperty(property, "")).forEach(files::add);
        }
        return files;
    }

    /** It may be started in another folder. */
    private static String wholePaths(String list) {
        return entries(list).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<Path> entries(String list) {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(list)
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath());
    }

    private static String java() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return Files.isExecutable(java)
                ? java.toString()
                : ProcessHandle.current().info().command().orElse("java");
    }
}
