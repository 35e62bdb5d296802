package dev.tachograph.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A process that has a worker at work, says which, and does nothing more. */
public final class AskAndWait {
    private AskAndWait() {}

    public static void main(String[] arguments) throws IOException, SqlRefusal {
        var workshop = new Workshop(Path.of(arguments[0]));
        String pid = workshop.ask("SELECT split_part(content, ' ', 1) FROM read_text('/proc/self/stat')")
                .strip();
        workshop.begin(":hang", Duration.ofSeconds(100)).head();
        System.out.println(pid);
        System.in.read();
    }
}
