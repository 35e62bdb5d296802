package dev.tachograph.web;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a certificate that its own key signs: X.509 version 3 as RFC 5280 has it, for a server's key of the curve P-256. The
 * JDK reads such certificates, but has nothing public that makes one.
 */
final class OwnCertificate {
    /** What browsers and phones take at most. */
    static final Duration VALID = Duration.ofDays(820);

    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final int MOST_COMMON_NAME = 64; // ub-common-name
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    /** The kinds of names in {@link X509Certificate#getSubjectAlternativeNames}. */
    private static final Set<Integer> NAMES_AND_ADDRESSES = Set.of(2, 7);

    private OwnCertificate() {}

    /**
     * Makes one.
     *
     * @param names host names and addresses under which the server is reached; the first is whom it is issued to
     */
    static X509Certificate make(KeyPair keys, List<String> names, Instant now) throws GeneralSecurityException {
        byte[] algorithm = Der.sequence(Der.identifier(ECDSA_WITH_SHA256));
        byte[] name = name(names.getFirst());
        byte[] content = Der.sequence(
                Der.explicit(0, Der.integer(BigInteger.TWO)), // version 3
                Der.integer(new BigInteger(127, new SecureRandom()).setBit(126)),
                algorithm,
                name,
                Der.sequence(
                        Der.time(now.minus(CLOCKS_DIFFER)),
                        Der.time(now.plus(VALID).minus(CLOCKS_DIFFER))),
                name,
                keys.getPublic().getEncoded(), // a SubjectPublicKeyInfo already
                Der.explicit(3, extensions(names)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        byte[] whole = Der.sequence(content, algorithm, Der.bits(0, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    /** The SHA-256 of a certificate as browsers show it: pairs of hexadecimal digits with colons between them. */
    static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    }

    /** Whether a certificate is good for all of these names and addresses. */
    static boolean covers(X509Certificate certificate, Collection<String> names) throws GeneralSecurityException {
        Set<String> covered = new HashSet<>();
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
            if (alternative.getFirst() instanceof Integer kind && NAMES_AND_ADDRESSES.contains(kind)) {
                covered.add(comparable(String.valueOf(alternative.get(1))));
            }
        }
        return covered.containsAll(
                names.stream().map(OwnCertificate::comparable).toList());
    }

    private static String comparable(String name) {
        InetAddress address = literal(name);
        return address == null ? name : HostRule.withoutZone(address.getHostAddress());
    }

    private static byte[] name(String host) {
        String common = host.substring(0, Math.min(host.length(), MOST_COMMON_NAME));
        return Der.sequence(Der.set(Der.sequence(Der.identifier(COMMON_NAME), Der.utf8(common))));
    }

    private static byte[] extensions(List<String> names) {
        byte[][] alternatives = names.stream().map(OwnCertificate::alternative).toArray(byte[][]::new);
        return Der.sequence(
                extension("2.5.29.19", true, Der.sequence()), // basicConstraints: signs no others
                extension("2.5.29.15", true, Der.bits(7, new byte[] {(byte) 0x80})), // keyUsage: digitalSignature
                extension("2.5.29.37", false, Der.sequence(Der.identifier("1.3.6.1.5.5.7.3.1"))), // serverAuth
                extension("2.5.29.17", false, Der.sequence(alternatives)));
    }

    private static byte[] extension(String identifier, boolean isCritical, byte[] content) {
        return isCritical
                ? Der.sequence(Der.identifier(identifier), Der.bool(true), Der.octets(content))
                : Der.sequence(Der.identifier(identifier), Der.octets(content));
    }

    private static byte[] alternative(String name) {
        InetAddress address = literal(name);
        return address == null
                ? Der.value(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII))
                : Der.value(IP_ADDRESS, address.getAddress());
    }

    private static @Nullable InetAddress literal(String name) {
        try {
            return InetAddress.ofLiteral(name);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
