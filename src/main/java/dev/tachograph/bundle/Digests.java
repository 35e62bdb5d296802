package dev.tachograph.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** What a file holds, by its checksums. */
final class Digests {
    private static final int BUFFER = 1 << 16;

    private Digests() {}

    /**
     * The sums of a file.
     *
     * @param sha256 in hexadecimal digits
     */
    record Sums(long bytes, long crc32, String sha256) {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static Sums of(Path file) throws IOException {
        MessageDigest digest = sha256();
        var crc = new CRC32();
        long bytes = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                crc.update(buffer, 0, read);
                bytes += read;
            }
        }
        return new Sums(bytes, crc.getValue(), hex(digest));
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
