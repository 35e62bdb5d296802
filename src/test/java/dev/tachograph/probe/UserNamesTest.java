package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UserNamesTest {
    private final AtomicLong nanoTime = new AtomicLong();
    private final ConcurrentLinkedQueue<Long> asked = new ConcurrentLinkedQueue<>();
    private volatile Optional<String> answer = Optional.empty();
    private volatile CountDownLatch service = new CountDownLatch(0);

    private UserNames names(Map<Long, String> local) {
        LongFunction<Optional<String>> nameService = id -> {
            asked.add(id);
            try {
                service.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return answer;
        };
        return new UserNames(local, nameService, nanoTime::get);
    }

    @Test
    void localUsersAreKnownAtOnce() {
        try (UserNames names = names(Map.of(0L, "root"))) {
            assertThat(names.nameOf(0)).isEqualTo("root");
            assertThat(asked).isEmpty();
        }
    }

    @Test
    void othersAreAskedForOnceAndKnownLater() {
        try (UserNames names = names(Map.of())) {
            service = new CountDownLatch(1);
            answer = Optional.of("alice");
            for (int look = 0; look < 100; look++) {
                assertThat(names.nameOf(1000)).isNull();
            }
            service.countDown();
            await().until(() -> "alice".equals(names.nameOf(1000)));
            assertThat(asked).containsExactly(1000L);
        }
    }

    @Test
    void aServiceThatHangsIsNotAskedAgainAndAgain() {
        try (UserNames names = names(Map.of(1L, "one"))) {
            service = new CountDownLatch(1);
            for (int hour = 0; hour < 24; hour++) {
                nanoTime.addAndGet(Duration.ofHours(1).toNanos());
                assertThat(names.nameOf(1)).isEqualTo("one");
            }
            service.countDown();
            await().untilAsserted(() -> assertThat(asked).containsExactly(1L));
        }
    }

    @Test
    void thatThereIsNoSuchUserIsAskedAgainAfterAWhile() {
        try (UserNames names = names(Map.of())) {
            assertThat(names.nameOf(7)).isNull();
            awaitAnswers(names);
            answer = Optional.of("seven");
            nanoTime.addAndGet(Duration.ofMinutes(9).toNanos());
            assertThat(names.nameOf(7)).isNull();
            nanoTime.addAndGet(Duration.ofMinutes(2).toNanos());
            await().until(() -> "seven".equals(names.nameOf(7)));
        }
    }

    @Test
    void aNameStaysKnownWhileItsServiceIsDown() {
        try (UserNames names = names(Map.of(1000L, "alice"))) {
            nanoTime.addAndGet(Duration.ofMinutes(11).toNanos());
            assertThat(names.nameOf(1000)).isEqualTo("alice");
            awaitAnswers(names);
            nanoTime.addAndGet(Duration.ofMinutes(11).toNanos());
            assertThat(names.nameOf(1000)).isEqualTo("alice");
            awaitAnswers(names);
            assertThat(names.nameOf(1000)).isEqualTo("alice");
            assertThat(asked).filteredOn(id -> id == 1000).hasSize(2);
        }
    }

    /** One thread asks for all of them in turn: when it asks for another one, it has remembered those before. */
    private void awaitAnswers(UserNames names) {
        long last = 5000L + asked.size();
        assertThat(names.nameOf(last)).isNull();
        await().until(() -> asked.contains(last));
    }

    @Test
    void theNameServicesOfThisHostKnowRoot() {
        try (UserNames names = UserNames.ofThisHost()) {
            await().until(() -> "root".equals(names.nameOf(0)));
        }
    }

    @Test
    void closeDoesNotWaitForAServiceThatHangs() {
        service = new CountDownLatch(1);
        try (UserNames names = names(Map.of())) {
            assertThat(names.nameOf(9)).isNull();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("user-names"))
                .allMatch(Thread::isDaemon);
    }
}
