package dev.tachograph.web;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** One file of the page, in memory. */
final class Asset {
    private static final int ETAG_BYTES = 12;

    private final String type;
    private final byte[] content;
    private final byte @Nullable [] packed;
    private final boolean immutable;
    private final String etag;

    /**
     * @param packed the same with gzip, null if there is none
     * @param immutable whether the name changes with the content
     */
    Asset(String type, byte[] content, byte @Nullable [] packed, boolean immutable) {
        this.type = type;
        this.content = content;
        this.packed = packed;
        this.immutable = immutable;
        this.etag = "W/\"" + HexFormat.of().formatHex(digest(content), 0, ETAG_BYTES) + "\"";
    }

    String type() {
        return type;
    }

    /** Weak, since it is the same for both encodings. */
    String etag() {
        return etag;
    }

    String cacheControl() {
        return immutable ? "private, max-age=31536000, immutable" : "no-cache";
    }

    boolean isPacked() {
        return packed != null;
    }

    ByteBuffer bytes(boolean gzip) {
        return ByteBuffer.wrap(gzip && packed != null ? packed : content).asReadOnlyBuffer();
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
