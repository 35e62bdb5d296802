package dev.tachograph.probe;

import static java.lang.System.Logger.Level.WARNING;

import dev.tachograph.linux.UserDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Names of users for a thread that must not wait: local users are known from the start, others once a thread of its own has
 * asked the name services. Answers, "no such user" among them, are asked again after a while.
 */
final class UserNames implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(UserNames.class.getName());
    private static final long FRESH_NANOS = Duration.ofMinutes(10).toNanos();

    private record Known(Optional<String> name, long askedNanos) {}

    private final Map<Long, Known> known = new ConcurrentHashMap<>();
    private final Set<Long> asked = ConcurrentHashMap.newKeySet();
    private final LongFunction<Optional<String>> nameService;
    private final LongSupplier nanoTime;
    private final ExecutorService thread;

    /** @param nanoTime a clock that nobody can set */
    UserNames(Map<Long, String> localUsers, LongFunction<Optional<String>> nameService, LongSupplier nanoTime) {
        this.nameService = nameService;
        this.nanoTime = nanoTime;
        localUsers.forEach((id, name) -> remember(id, Optional.of(name)));
        thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("user-names").daemon().factory());
    }

    static UserNames ofThisHost() {
        return new UserNames(UserDatabase.localUsers(), UserDatabase::nameOf, System::nanoTime);
    }

    /** The name, or {@code null} when it is not known (yet). Never waits. */
    @Nullable String nameOf(long userId) {
        Known found = known.get(userId);
        boolean fresh = found != null && nanoTime.getAsLong() - found.askedNanos < FRESH_NANOS;
        if (!fresh && asked.add(userId)) { // once, however long the answer takes
            thread.execute(() -> ask(userId));
        }
        return found == null ? null : found.name.orElse(null);
    }

    /** A name that was known stays, also while its service is down: the library answers that like "no such user". */
    private void ask(long userId) {
        try {
            Optional<String> name = nameService.apply(userId);
            Known before = known.get(userId);
            remember(userId, name.isPresent() || before == null ? name : before.name);
        } catch (RuntimeException e) {
            LOG.log(WARNING, "the name of user " + userId + " cannot be asked for", e);
        } finally {
            asked.remove(userId);
        }
    }

    private void remember(long userId, Optional<String> name) {
        known.put(userId, new Known(name, nanoTime.getAsLong()));
    }

    /** Does not wait for a name service that hangs. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
