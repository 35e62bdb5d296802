package dev.tachograph.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The blocks of one PEM file (RFC 7468). Each error names the file. */
record PemFile(Path file, List<Block> blocks) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([^-]*)-----END \\1-----", Pattern.DOTALL);

    /**
     * One block.
     *
     * @param label what stands behind {@code BEGIN}
     * @param base64 with its line ends
     */
    record Block(String label, String base64) {}

    static PemFile read(Path file) throws TlsException {
        try {
            return parse(file, Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            throw new TlsException("%s: no such file".formatted(file), e);
        } catch (IOException e) {
            throw new TlsException("%s: can't be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    static PemFile parse(Path file, String text) {
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            blocks.add(new Block(block.group(1), block.group(2)));
        }
        return new PemFile(file, List.copyOf(blocks));
    }

    /** All certificates, in the order of the file; at least one. */
    List<X509Certificate> certificates() throws TlsException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label.equals("CERTIFICATE")) {
                certificates.add(certificate(block));
            }
        }
        if (certificates.isEmpty()) {
            throw error("has no 'BEGIN CERTIFICATE'; allowed is a chain of certificates in PEM" + found());
        }
        return certificates;
    }

    /** @param algorithm that of the certificate's public key */
    PrivateKey privateKey(String algorithm) throws TlsException {
        for (Block block : blocks) {
            switch (block.label) {
                case "PRIVATE KEY" -> {
                    return pkcs8(block, algorithm);
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw error(
                            "is encrypted, which is not supported; convert it with: openssl pkcs8 -in %s -out key.pem"
                                    .formatted(file));
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
                    throw error(
                            "'BEGIN %s' is not PKCS#8; convert it with: openssl pkcs8 -topk8 -nocrypt -in %s -out key.pem"
                                    .formatted(block.label, file));
                default -> {} // certificates and parameters may stand in the same file
            }
        }
        throw error("has no 'BEGIN PRIVATE KEY'; allowed is a private key in PEM, PKCS#8, not encrypted" + found());
    }

    private X509Certificate certificate(Block block) throws TlsException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes(block)));
        } catch (CertificateException e) {
            throw new TlsException("%s: has a broken certificate: %s".formatted(file, e.getMessage()), e);
        }
    }

    private PrivateKey pkcs8(Block block, String algorithm) throws TlsException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes(block)));
        } catch (GeneralSecurityException e) {
            throw new TlsException(
                    "%s: not a private key of kind %s, as the certificate wants it: %s"
                            .formatted(file, algorithm, e.getMessage()),
                    e);
        }
    }

    private byte[] bytes(Block block) throws TlsException {
        try {
            return Base64.getMimeDecoder().decode(block.base64);
        } catch (IllegalArgumentException e) {
            throw new TlsException("%s: broken Base64 in '%s': %s".formatted(file, block.label, e.getMessage()), e);
        }
    }

    private String found() {
        return blocks.isEmpty()
                ? "; it has no PEM block at all"
                : blocks.stream().map(Block::label).collect(Collectors.joining(", ", "; it has ", ""));
    }

    private TlsException error(String complaint) {
        return new TlsException("%s: %s".formatted(file, complaint));
    }
}
