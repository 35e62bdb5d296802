package dev.tachograph.probe;

import dev.tachograph.linux.KernelTree.KeptFile;
import dev.tachograph.model.ControlGroup;
import org.jspecify.annotations.Nullable;

/** What the probe remembers of one control group from look to look. Belongs to the probe's thread. */
final class TrackedGroup implements AutoCloseable {
    /** Where it is in each tree; {@code null} where it is not in that one. */
    CgroupTree.@Nullable Node[] places;
    /** By which a group that was made anew under the same path is another one. */
    final long identity;

    ControlGroup group;

    @Nullable KeptFile cpu;

    @Nullable CgroupMount cpuMount;

    CgroupReading reading = new CgroupReading();
    /** When all its files are read again at the latest, on CLOCK_BOOTTIME. */
    long dueNanos;
    /** Until when things may still happen to it that it began while it ran. */
    long lingersUntilNanos;

    boolean isNew = true;

    TrackedGroup(CgroupTree.@Nullable Node[] places, long identity, ControlGroup group) {
        this.places = places;
        this.identity = identity;
        this.group = group;
    }

    @Override
    public void close() {
        if (cpu != null) {
            cpu.close();
        }
    }
}
