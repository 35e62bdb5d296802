package dev.tachograph.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The certificate that a recorder makes for itself where it is given none, and its key, both for the owner's eyes only. It
 * stays the same over restarts, so that whoever compared its fingerprint once need not do so again, until it nears its end or
 * the recorder has other names.
 */
public final class OwnTls {
    private static final String FOLDER = "tls";
    /** A recorder may run for long without a restart. */
    private static final Duration LEAST_LEFT = Duration.ofDays(120);

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private OwnTls() {}

    /** Where they are, made or not. */
    public static TlsFiles files(Path dataDirectory) {
        Path folder = dataDirectory.resolve(FOLDER);
        return new TlsFiles(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    }

    /**
     * Makes what is not there, or not good any more.
     *
     * @param needed names and addresses under which the server has to be known, the host's own first
     * @param welcome those that a new certificate gets as well
     * @throws TlsException if the files can't be written
     */
    public static TlsFiles ready(Path dataDirectory, List<String> needed, List<String> welcome, Instant now)
            throws TlsException {
        TlsFiles files = files(dataDirectory);
        if (!isGood(files, needed, now)) {
            List<String> names =
                    Stream.concat(needed.stream(), welcome.stream()).distinct().toList();
            try {
                make(files, names, now);
            } catch (GeneralSecurityException | IOException e) {
                throw new TlsException(
                        "%s: a certificate of the recorder's own can't be made: %s"
                                .formatted(files.certificates(), e.getMessage()),
                        e);
            }
        }
        return files;
    }

    private static boolean isGood(TlsFiles files, List<String> needed, Instant now) {
        try {
            X509Certificate certificate = files.certificate();
            files.load(new char[0]);
            return certificate.getNotAfter().toInstant().isAfter(now.plus(LEAST_LEFT))
                    && certificate.getNotBefore().toInstant().isBefore(now)
                    && OwnCertificate.covers(certificate, needed);
        } catch (TlsException | GeneralSecurityException _) {
            return false; // not there, cut short, or not of one another
        }
    }

    private static void make(TlsFiles files, List<String> names, Instant now)
            throws GeneralSecurityException, IOException {
        Path folder = Objects.requireNonNull(files.key().getParent(), "folder");
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        X509Certificate certificate = OwnCertificate.make(keys, names, now);
        PrivateFile.replace(files.key(), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        PrivateFile.replace(files.certificates(), pem("CERTIFICATE", certificate.getEncoded()));
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, LINES.encodeToString(content));
    }
}
