package dev.tachograph.probe;

import dev.tachograph.model.HostSample;
import dev.tachograph.model.Moment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks at the figures of the host, all but those of its control groups. Used by one thread at a time. */
final class HostMetrics implements AutoCloseable {
    private HostMetrics() {}

    static HostMetrics of(Path proc, Path sys) {
        return new HostMetrics();
    }

    /**
     * Looks at everything.
     *
     * @param intervalMicros since the look before, or {@code null} where what happened in between has no rate
     */
    HostSample look(Moment at, @Nullable Long intervalMicros) {
        return HostSample.NOTHING;
    }

    @Override
    public void close() {
        // nothing is open yet
    }
}
