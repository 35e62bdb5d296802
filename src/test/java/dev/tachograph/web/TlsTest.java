package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates are made by the JDK's keytool. */
@Timeout(120)
class TlsTest {
    private static final String PASSWORD = "password";

    @TempDir
    Path folder;

    /** A key with its certificate, as PEM files. */
    private record Identity(Certificate certificate, TlsFiles files) {}

    @ParameterizedTest
    @ValueSource(strings = {"RSA -keysize 2048", "EC -groupname secp256r1", "Ed25519"})
    void aPageIsServedWithEveryKindOfKey(String kind) throws Exception {
        Identity identity = identity("own", kind);
        try (WebServer server = start(identity.files(), TestServer.FREE_PORT)) {
            URI address = server.addresses().getFirst();
            assertThat(address).hasScheme("https");
            HttpResponse<String> answer = get(identity, address, "");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void oldProtocolsAndPlainHttpAreRefused() throws Exception {
        Identity identity = identity("own", "EC");
        try (WebServer server = start(identity.files(), TestServer.FREE_PORT)) {
            int port = server.addresses().getFirst().getPort();
            try (SSLSocket socket = (SSLSocket)
                    trusting(identity).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.getSupportedProtocols()).contains("TLSv1.2");
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                socket.startHandshake();
                assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
            }
            try (SSLSocket socket = (SSLSocket)
                    trusting(identity).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
                socket.setEnabledProtocols(new String[] {"TLSv1.1"});
                assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
            }
            var plain = new TestServer(server, URI.create("http://127.0.0.1:" + port));
            assertThat(plain.rawGet("/small", "localhost")).doesNotContain("200 OK");
        }
    }

    @Test
    void fromAnotherAddressThanLoopbackTheTokenIsNeededWhoeverAsks() throws Exception {
        Optional<InetAddress> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .findFirst();
        Assumptions.assumeThat(outside).as("an address beyond loopback").isPresent();
        Identity identity = identity(
                "own",
                "EC -ext san=ip:" + HostRule.withoutZone(outside.orElseThrow().getHostAddress()));
        var listen = new InetSocketAddress(outside.orElseThrow(), 0);
        try (WebServer server = start(identity.files(), listen)) {
            URI address = server.addresses().getFirst();
            assertThat(get(identity, address, "").statusCode()).isEqualTo(401);
            assertThat(get(identity, address, TestServer.TOKEN).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatIsWrongWithAFileIsSaidWithItsName() throws Exception {
        TlsFiles good = identity("own", "EC").files();
        TlsFiles other = identity("other", "EC").files();
        String key = Files.readString(good.key());
        refuses(new TlsFiles(good.certificates(), folder.resolve("none.pem")), "none.pem: no such file");
        refuses(
                new TlsFiles(good.certificates(), other.key()),
                "other.key.pem: not the private key of the first certificate");
        refuses(new TlsFiles(good.key(), good.key()), "own.key.pem: has no 'BEGIN CERTIFICATE'");
        refuses(new TlsFiles(good.certificates(), good.certificates()), "own.crt.pem: has no 'BEGIN PRIVATE KEY'");
        refuses(new TlsFiles(good.certificates(), file("empty.pem", "")), "empty.pem: has no", "no PEM block at all");
        refuses(
                new TlsFiles(good.certificates(), file("rsa.pem", key.replace("PRIVATE", "RSA PRIVATE"))),
                "rsa.pem: 'BEGIN RSA PRIVATE KEY' is not PKCS#8",
                "openssl pkcs8 -topk8 -nocrypt -in");
        refuses(
                new TlsFiles(good.certificates(), file("ec.pem", key.replace("PRIVATE", "EC PRIVATE"))),
                "ec.pem: 'BEGIN EC PRIVATE KEY' is not PKCS#8");
        refuses(
                new TlsFiles(good.certificates(), file("locked.pem", key.replace("PRIVATE", "ENCRYPTED PRIVATE"))),
                "locked.pem: is encrypted",
                "openssl pkcs8 -in");
        refuses(
                new TlsFiles(good.certificates(), file("cut.pem", pem("PRIVATE KEY", new byte[] {1, 2, 3}))),
                "cut.pem: not a private key of kind EC");
        refuses(
                new TlsFiles(file("junk.pem", pem("CERTIFICATE", new byte[] {1, 2, 3})), good.key()),
                "junk.pem: has a broken certificate");
        refuses(
                new TlsFiles(identity("rsa", "RSA").files().certificates(), good.key()),
                "own.key.pem: not a private key of kind RSA");
    }

    private void refuses(TlsFiles files, String... parts) {
        assertThatThrownBy(() -> start(files, TestServer.FREE_PORT))
                .isInstanceOf(TlsException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private WebServer start(TlsFiles files, InetSocketAddress listen) throws IOException {
        var access = new AccessRules(
                TestServer.ownUid(), Set.of(), Set.of(listen.getAddress().getHostAddress()), TestServer.TOKEN);
        return WebServer.start(new WebOptions(listen, folder, access, files, WebLimits.DEFAULT), new TestApi().api());
    }

    private static HttpResponse<String> get(Identity identity, URI address, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/small"));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(trusting(identity)).build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static SSLContext trusting(Identity identity) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", identity.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private Identity identity(String name, String kind) throws Exception {
        Path store = folder.resolve(name + ".p12");
        String command = "%s -genkeypair -alias a -dname CN=tachograph -validity 2 -ext san=ip:127.0.0.1"
                + " -storetype PKCS12 -keystore %s -storepass %s -keyalg %s";
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        if (kind.contains("san=")) {
            command = command.replace(" -ext san=ip:127.0.0.1", "");
        }
        Process made = new ProcessBuilder(
                        command.formatted(keytool, store, PASSWORD, kind).split(" "))
                .redirectErrorStream(true)
                .start();
        String words = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(words).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(new ByteArrayInputStream(Files.readAllBytes(store)), PASSWORD.toCharArray());
        Certificate certificate = keys.getCertificate("a");
        return new Identity(
                certificate,
                new TlsFiles(
                        file(name + ".crt.pem", pem("CERTIFICATE", certificate.getEncoded())),
                        file(
                                name + ".key.pem",
                                pem(
                                        "PRIVATE KEY",
                                        keys.getKey("a", PASSWORD.toCharArray()).getEncoded()))));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String pem(String label, byte[] bytes) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), label);
    }
}
