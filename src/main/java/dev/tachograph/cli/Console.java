package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.linux.Terminal;
import dev.tachograph.text.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where the commands print, and what they know about who reads it: data goes to {@code out}, words to {@code err}.
 *
 * @param paper what {@code out} is; asked again for each frame, since a terminal's size changes
 * @param clock now, against which {@code -15m} is read
 * @param zone the zone of the clock times that people type and read
 */
public record Console(PrintStream out, PrintStream err, Supplier<Paper> paper, InstantSource clock, ZoneId zone) {

    /** This process's own. It writes UTF-8 whatever the locale: the JSON is UTF-8, and so are terminals today. */
    public static Console system() {
        Map<String, String> environment = System.getenv();
        return new Console(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
                () -> Paper.of(Terminal.behind(1), environment),
                Clock.systemUTC(),
                ZoneId.systemDefault());
    }

    /** Prints data, of one or more lines that end in a newline. */
    public void print(String lines) {
        out.print(lines);
        if (out.checkError()) {
            throw CommandFailure.failed("standard output: cannot be written");
        }
    }

    /** Says one line to the person at the terminal. */
    public void say(String words) {
        err.println(Printable.text(words));
    }
}
