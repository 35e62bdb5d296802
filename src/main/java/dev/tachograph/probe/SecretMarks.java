package dev.tachograph.probe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands in place of a secret: {@code ‹redacted:1a2b3c4d›}, a hash with the installation's own key, so that the same
 * secret can be found again in other places and cannot be guessed by trying. Used by one thread at a time.
 */
final class SecretMarks {
    /** A mark, wherever it stands. */
    static final Pattern MARK = Pattern.compile("‹redacted:[0-9a-f]{8}›");

    static final int MARK_CHARS = "‹redacted:00000000›".length();

    /** Nothing but a mark, perhaps with a quote that has lost its like. */
    private static final Pattern ONLY_MARK = Pattern.compile("[\"']?" + MARK + "[\"']?");

    private static final int HASH_BYTES = 4;
    private static final int LEAST_KEY_BYTES = 16;

    private final Mac mac;

    /** @param key the installation's own, at least 16 bytes */
    SecretMarks(byte[] key) {
        requireKey(key);
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    static void requireKey(byte[] key) {
        if (key.length < LEAST_KEY_BYTES) {
            throw new IllegalArgumentException("a redaction key of %d bytes is too short".formatted(key.length));
        }
    }

    /** The mark of a secret; a mark stays what it is. */
    String hide(String secret) {
        if (ONLY_MARK.matcher(secret).matches()) {
            return secret;
        }
        byte[] hash = mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
        return "‹redacted:" + HexFormat.of().formatHex(hash, 0, HASH_BYTES) + "›";
    }
}
