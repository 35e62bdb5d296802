package dev.tachograph.probe;

import dev.tachograph.model.HostSample;
import dev.tachograph.model.Moment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks at the control groups of the host. Used by one thread at a time. */
final class CgroupProbe implements AutoCloseable {
    private CgroupProbe() {}

    static CgroupProbe of(Path sys) {
        return new CgroupProbe();
    }

    /**
     * Looks at all of them; {@code null} where there are none to be read.
     *
     * @param withoutGap whether what happened since the look before has a rate
     */
    HostSample.@Nullable Cgroups look(Moment at, boolean withoutGap) {
        return null;
    }

    @Override
    public void close() {
        // nothing is open yet
    }
}
