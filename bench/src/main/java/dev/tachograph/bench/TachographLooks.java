package dev.tachograph.bench;

import dev.tachograph.model.Moment;
import dev.tachograph.probe.Effort;
import dev.tachograph.probe.HostProbe;
import dev.tachograph.probe.Redaction;
import dev.tachograph.probe.WriterQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        var redaction = new Redaction(new byte[32], List.of());
        try (HostProbe probe =
                HostProbe.of(Path.of("/proc"), Path.of("/sys"), Duration.ofSeconds(1), redaction)) {
            LookLoop.serve(new TachographLooks(probe)::look, System.out);
        }
    }

    private int look() throws IOException {
        Moment now = probe.now();
        Long sinceMicros =
                previous == null ? null : Long.valueOf((now.boottimeNanos() - previous.boottimeNanos()) / 1000);
        previous = now;
        return probe.look(now, sinceMicros, Effort.FULL, WriterQueue.EMPTY).tick().processes().size();
    }
}
