package dev.tachograph.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The terminal behind a file descriptor of this process.
 *
 * <p>Its size comes from {@code stty}. The {@code ioctl} that {@code stty} itself does would do too, but the first foreign
 * call of a process costs three times the CPU of that small child, and a command makes only this one.
 *
 * @param device the device file, such as {@code /dev/pts/3}
 */
public record Terminal(Path device) {

    /** Rows and columns of characters, each at least 1. */
    public record Size(int rows, int columns) {}

    /** The terminal behind a descriptor; empty for a pipe, a file, a socket or {@code /dev/null}. */
    public static Optional<Terminal> behind(int fileDescriptor) {
        try {
            Path target = Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(fileDescriptor)));
            return isTerminal(target.toString()) ? Optional.of(new Terminal(target)) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Whether there is a pipe behind a descriptor, of which the other end may go away at any time. */
    public static boolean isPipe(int fileDescriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(fileDescriptor)))
                    .toString()
                    .startsWith("pipe:");
        } catch (IOException _) {
            return false;
        }
    }

    /** How large it is now; empty where it doesn't know (a serial line) or can't be asked. */
    public Optional<Size> size() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(device.toFile())
                    .redirectError(Redirect.DISCARD)
                    .start();
            return parse(new String(stty.getInputStream().readAllBytes(), US_ASCII));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    static boolean isTerminal(String path) {
        return path.startsWith("/dev/pts/") || path.startsWith("/dev/tty") || path.equals("/dev/console");
    }

    static Optional<Size> parse(String rowsAndColumns) {
        String[] words = rowsAndColumns.strip().split(" ", -1);
        if (words.length != 2) {
            return Optional.empty();
        }
        try {
            var size = new Size(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
            return size.rows > 0 && size.columns > 0 ? Optional.of(size) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
