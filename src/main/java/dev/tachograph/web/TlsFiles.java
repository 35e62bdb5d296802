package dev.tachograph.web;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with its chain, and its private key, in PEM files (RFC 7468).
 *
 * @param certificates the server's own certificate first
 * @param key PKCS#8, not encrypted: RSA, EC or Ed25519
 */
public record TlsFiles(Path certificates, Path key) {
    private static final byte[] PROBE = {1, 2, 3};

    /**
     * Reads both files into a key store in memory.
     *
     * @throws TlsException if a file can't be read or used, or the key is not that of the certificate
     */
    KeyStore load(char[] password) throws TlsException {
        List<X509Certificate> chain = PemFile.read(certificates).certificates();
        X509Certificate own = chain.getFirst();
        PrivateKey privateKey = PemFile.read(key).privateKey(own.getPublicKey().getAlgorithm());
        try {
            if (!belongTogether(privateKey, own)) {
                throw new TlsException("%s: not the private key of the first certificate in %s (%s)"
                        .formatted(key, certificates, own.getSubjectX500Principal()));
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("tachograph", privateKey, password, chain.toArray(X509Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw e instanceof TlsException known
                    ? known
                    : new TlsException("%s with %s: %s".formatted(certificates, key, e.getMessage()), e);
        }
    }

    /**
     * The server's own certificate.
     *
     * @throws TlsException if the file can't be read or has none
     */
    X509Certificate certificate() throws TlsException {
        return PemFile.read(certificates).certificates().getFirst();
    }

    /**
     * The SHA-256 of the server's own certificate, as browsers show it.
     *
     * @throws TlsException if the file can't be read or has none
     */
    public String fingerprint() throws TlsException {
        try {
            return OwnCertificate.fingerprint(certificate());
        } catch (GeneralSecurityException e) {
            throw new TlsException("%s: %s".formatted(certificates, e.getMessage()), e);
        }
    }

    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(signatureAlgorithm(key.getAlgorithm()));
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(PROBE);
        return signature.verify(signed);
    }

    private static String signatureAlgorithm(String keyAlgorithm) {
        return switch (keyAlgorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> keyAlgorithm;
        };
    }
}
