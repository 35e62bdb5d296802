package dev.tachograph.probe;

import dev.tachograph.model.ControlGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What people call the containers, from the files in which their runtimes keep it; no daemon is asked. An answer is remembered,
 * also that there was none, and asked for again after a while: a container may be given another name, and a file may come
 * later than the first process. However many ids turn up, files are looked for a few times a second at most. Used by one thread
 * at a time.
 */
final class ContainerNames {
    private static final int MOST_KNOWN = 1024;
    private static final int MOST_PER_SECOND = 32;
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long FOUND_AGAIN_NANOS = Duration.ofMinutes(10).toNanos();
    private static final long MISSED_AGAIN_NANOS = Duration.ofSeconds(55).toNanos();

    private final ContainerFiles files;
    private final LongSupplier nanoTime;
    private final Map<String, Answer> known = new FewNewest();
    private long secondNanos;
    private int askedThisSecond;

    private record Answer(@Nullable String name, long atNanos) {
        boolean isOld(long now) {
            return now - atNanos >= (name == null ? MISSED_AGAIN_NANOS : FOUND_AGAIN_NANOS);
        }
    }

    private static final class FewNewest extends LinkedHashMap<String, Answer> {
        private static final long serialVersionUID = 1;

        FewNewest() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
            return size() > MOST_KNOWN;
        }
    }

    private ContainerNames(ContainerFiles files, LongSupplier nanoTime) {
        this.files = files;
        this.nanoTime = nanoTime;
        secondNanos = nanoTime.getAsLong();
    }

    static ContainerNames ofThisHost() {
        return of(Path.of("/"), System::nanoTime);
    }

    /**
     * The names that the files below a folder tell.
     *
     * @param root of the file system
     * @param nanoTime a clock that only goes forwards
     */
    static ContainerNames of(Path root, LongSupplier nanoTime) {
        return new ContainerNames(new ContainerFiles(root), nanoTime);
    }

    /** The same group with the name of its container, as far as it is known; the same object when nothing is new. */
    ControlGroup named(ControlGroup group) {
        String id = group.container();
        if (id == null || ContainerFiles.runtimesOf(group.runtime()).isEmpty()) {
            return group; // no container, or one whose id is its name
        }
        String name = nameOf(id, ContainerFiles.runtimesOf(group.runtime()));
        return name == null || name.equals(group.containerName())
                ? group
                : new ControlGroup(
                        group.path(),
                        group.unit(),
                        group.userUnit(),
                        group.slice(),
                        group.session(),
                        id,
                        group.runtime(),
                        name);
    }

    private @Nullable String nameOf(String id, List<String> runtimes) {
        long now = nanoTime.getAsLong();
        Answer answer = known.get(id);
        if (answer != null && !answer.isOld(now)) {
            return answer.name;
        }
        String before = answer == null ? null : answer.name;
        if (!mayAsk(now)) {
            return before;
        }
        String found = files.nameOf(id, runtimes);
        String name = found == null ? before : found; // its files go before its last process does
        known.put(id, new Answer(name, now));
        return name;
    }

    private boolean mayAsk(long now) {
        if (now - secondNanos >= SECOND_NANOS) {
            secondNanos = now;
            askedThisSecond = 0;
        }
        return askedThisSecond++ < MOST_PER_SECOND;
    }
}
