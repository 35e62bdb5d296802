package dev.tachograph.store;

import dev.tachograph.model.ProcessActivity;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A process that the store holds: its number, its descriptions, and what was committed of it last. */
final class KnownProcess {
    /** Workers of the kernel go back and forth between a handful of names. */
    static final int MOST_DESCRIPTIONS = 8;

    final ProcessKey key;
    final long id;
    /** Reckoned once, so that a wall clock that drifts does not make two processes of one. */
    final Instant startTime;

    private final Map<ProcessDescription, Integer> versions = new FewNewest();
    private int nextVersion;
    private int version;
    private @Nullable ProcessSample committed;
    private Told told = Told.NOTHING;

    /**
     * A process may take a new name at every tick, and one that means harm will: only the descriptions used last are kept.
     * One that comes back later is stored again under another number.
     */
    private static final class FewNewest extends LinkedHashMap<ProcessDescription, Integer> {
        private static final long serialVersionUID = 1;

        FewNewest() {
            super(4, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<ProcessDescription, Integer> eldest) {
            return size() > MOST_DESCRIPTIONS;
        }
    }

    KnownProcess(ProcessKey key, long id, Instant startTime) {
        this.key = key;
        this.id = id;
        this.startTime = startTime;
    }

    /** The number of the description that was committed last. */
    int version() {
        return version;
    }

    /** The number of a description, which is a free one when the store does not hold it yet. */
    int versionOf(ProcessDescription description) {
        return versions.getOrDefault(description, nextVersion);
    }

    boolean holds(ProcessDescription description) {
        return versions.containsKey(description);
    }

    @Nullable ProcessSample committed() {
        return committed;
    }

    /** Whether it is the very sample of before, as of a process that sleeps on: most are, and comparing costs more. */
    @SuppressWarnings("ReferenceEquality")
    boolean isAsCommitted(ProcessSample sample) {
        return sample == committed && sample.activity().equals(ProcessActivity.NONE);
    }

    /** The store holds this description under this number. */
    void hold(ProcessDescription description, int number) {
        versions.put(description, number);
        nextVersion = Math.max(nextVersion, number + 1);
    }

    void setVersion(int number) {
        version = number;
    }

    /** What its rows of the present stretch add up to. */
    Told told() {
        return told;
    }

    /** Descriptions that nothing hot refers to are in sealed segments only: should one come back, it is stored again. */
    void forgetOlderDescriptions() {
        versions.values().removeIf(number -> number != version);
    }

    /**
     * The store holds this sample now, and that it is the newest.
     *
     * @param full whether it is the first of a stretch
     */
    void commit(ProcessSample sample, int number, boolean full) {
        if (!full && isAsCommitted(sample)) {
            return;
        }
        told = (full ? Told.NOTHING : told).with(sample.figures());
        if (!holds(sample.description())) {
            hold(sample.description(), number);
        }
        version = number;
        committed = sample;
    }
}
