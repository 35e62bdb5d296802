package dev.tachograph.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Knows the token that whoever may not ask by other ways has to send; it may change while the recorder runs. */
@FunctionalInterface
public interface TokenSource {

    /** The token as it is now, without white space around it; {@code null} where there is none. */
    @Nullable String token();

    /** Compares in a time that tells only how long the sent text is. */
    default boolean isToken(String sent) {
        String token = token();
        return token != null && MessageDigest.isEqual(digest(token), digest(sent));
    }

    /** Tells one token from another without giving it away; {@code none} where there is none. */
    default String mark() {
        String token = token();
        return token == null ? "none" : HexFormat.of().formatHex(digest(token));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
