package dev.tachograph.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Makes whoever tries out tokens wait: each caller after some wrong ones, for twice as long each time, and all strangers
 * together when there are many of them. Who has had the right token before is no stranger, so that many who guess lock out
 * nobody who knows. Nothing but a few thousand bytes is kept, however many try.
 */
final class Attempts {
    /** Wrong tokens that may come before anybody waits: people mistype. */
    static final int FREE = 5;

    static final Duration LONGEST = Duration.ofMinutes(1);
    /** Wrong tokens of all strangers that may come at once, and the time after which one more may. */
    static final int FREE_TOGETHER = 30;

    static final Duration ONE_MORE = Duration.ofSeconds(2);
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);
    private static final int MOST_CALLERS = 1024;
    private static final int MOST_KNOWN = 256;
    private static final int MOST_DOUBLINGS = 30;
    private static final long NANOS = 1_000_000_000L;

    private final LongSupplier nanoTime;
    private final Map<Caller, Wrong> wrong = new Newest<>(MOST_CALLERS);
    private final Map<Caller, Boolean> known = new Newest<>(MOST_KNOWN);
    private double together;
    private long togetherAt;

    /** @param nanoTime a clock that only goes forward */
    Attempts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        togetherAt = nanoTime.getAsLong();
    }

    /** What became of an attempt. */
    sealed interface Outcome {
        /** The token was the right one. */
        record Right() implements Outcome {}

        /** It was another one. */
        record Wrong() implements Outcome {}

        /**
         * It was not looked at.
         *
         * @param seconds after which one more will be
         */
        record TooMany(long seconds) implements Outcome {}
    }

    private record Wrong(int count, long at) {}

    /** Keeps the entries that were put in last. */
    private static final class Newest<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;
        private final int most;

        Newest(int most) {
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }

    /** Looks at a token unless its sender has to wait. One at a time, so that nobody gains by sending many at once. */
    synchronized Outcome attempt(Caller caller, BooleanSupplier isRight) {
        long now = nanoTime.getAsLong();
        long wait = Math.max(own(caller, now), known.containsKey(caller) ? 0 : ofAll(now));
        if (wait > 0) {
            return new Outcome.TooMany(Math.ceilDiv(wait, NANOS));
        }
        if (isRight.getAsBoolean()) {
            wrong.remove(caller);
            known.remove(caller);
            known.put(caller, true);
            return new Outcome.Right();
        }
        count(caller, now);
        return new Outcome.Wrong();
    }

    private void count(Caller caller, long now) {
        Wrong before = wrong.remove(caller);
        wrong.put(caller, new Wrong(before == null ? 1 : before.count() + 1, now));
        together++;
    }

    /** Nanoseconds that this caller still has to wait. */
    private long own(Caller caller, long now) {
        Wrong past = wrong.get(caller);
        if (past == null) {
            return 0;
        }
        if (now - past.at() > FORGOTTEN.toNanos()) {
            wrong.remove(caller);
            return 0;
        }
        long pause = past.count() < FREE
                ? 0
                : Math.min(LONGEST.toNanos(), NANOS << Math.min(past.count() - FREE, MOST_DOUBLINGS));
        return Math.max(0, past.at() + pause - now);
    }

    /** Nanoseconds until the next stranger may try. */
    private long ofAll(long now) {
        together = Math.max(0, together - (double) (now - togetherAt) / ONE_MORE.toNanos());
        togetherAt = now;
        return together < FREE_TOGETHER ? 0 : (long) ((together - FREE_TOGETHER + 1) * ONE_MORE.toNanos());
    }
}
