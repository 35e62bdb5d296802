package dev.tachograph.bench;

import dev.tachograph.model.Moment;
import dev.tachograph.probe.HostProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The recorder's own way to look at all processes, in a JVM that does nothing else. */
final class TachographLooks {
    private final HostProbe probe;
    private @Nullable Moment previous;

    private TachographLooks(HostProbe probe) {
        this.probe = probe;
    }

    /** Serves until the standard input ends. */
    static void main() throws IOException {
        byte[] key = new byte[32];
        try (HostProbe probe = HostProbe.of(Path.of("/proc"), Duration.ofSeconds(1), key)) {
            LookLoop.serve(new TachographLooks(probe)::look, System.out);
        }
    }

    private int look() throws IOException {
        Moment now = probe.now();
        Long sinceMicros =
                previous == null ? null : Long.valueOf((now.boottimeNanos() - previous.boottimeNanos()) / 1000);
        previous = now;
        return probe.look(now, sinceMicros, 0).processes().size();
    }
}
