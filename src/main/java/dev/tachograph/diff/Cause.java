package dev.tachograph.diff;

import org.jspecify.annotations.Nullable;

/**
 * What a difference belongs to.
 *
 * @param key equal for what is to be told as one
 * @param resource what of the host it uses, or is short of; {@code null} when nothing that is shared
 * @param share how much of that it uses more than before, in the resource's own measure; 0 where that is not known
 */
record Cause(String key, @Nullable Resource resource, double share) {

    /** What processes share. */
    enum Resource {
        /** In cores. */
        CPU,
        /** In bytes. */
        MEMORY,
        /** In bytes per second. */
        STORAGE,
        /** In processes per second. */
        FORKS,
        NETWORK
    }

    static Cause of(String key) {
        return new Cause(key, null, 0);
    }

    static Cause ofUnit(String unit) {
        return of("unit " + unit);
    }

    /** Of a process outside of all units. */
    static Cause ofProcess(String name) {
        return of("process " + name);
    }

    static Cause ofHost(Resource resource) {
        return new Cause("host " + resource, resource, 0);
    }

    Cause using(Resource of, double more) {
        return new Cause(key, of, more);
    }

    boolean isHost() {
        return resource != null && key.startsWith("host ");
    }
}
