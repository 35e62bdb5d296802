package dev.tachograph.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Those who logged in with a browser. A session has an id of its own, which is made here and nowhere else and tells nothing of
 * the token; only a hash of it is kept, in memory. It is good for whom it was made for and as long as the token is the one it
 * was made with, and ends after {@link #LIFE}, with a restart, or when there are more than {@link #MOST} newer ones.
 */
final class Sessions {
    static final int MOST = 64;
    static final Duration LIFE = Duration.ofHours(12);
    private static final int ID_BYTES = 32;

    private final LongSupplier nanoTime;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> byHash = new LinkedHashMap<>();

    /** @param nanoTime a clock that only goes forward */
    Sessions(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Session(Caller caller, String tokenMark, long begun) {}

    /**
     * Begins one.
     *
     * @param tokenMark of the token that the caller sent
     * @return its id, for the caller only
     */
    synchronized String begin(Caller caller, String tokenMark) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        byHash.values().removeIf(this::isOver);
        if (byHash.size() >= MOST) {
            byHash.remove(byHash.keySet().iterator().next());
        }
        byHash.put(hash(id), new Session(caller, tokenMark, nanoTime.getAsLong()));
        return id;
    }

    /** Whether there is such a session, of this caller and with this token. */
    synchronized boolean isGood(String id, Caller caller, String tokenMark) {
        Session session = byHash.get(hash(id));
        return session != null
                && !isOver(session)
                && session.caller().equals(caller)
                && session.tokenMark().equals(tokenMark);
    }

    /** Ends one, if there is such. */
    synchronized void end(String id) {
        byHash.remove(hash(id));
    }

    synchronized int size() {
        return byHash.size();
    }

    private boolean isOver(Session session) {
        return nanoTime.getAsLong() - session.begun() > LIFE.toNanos();
    }

    private static String hash(String id) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
