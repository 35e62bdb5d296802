package dev.tachograph.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real recorder, open to other hosts, against everything in {@code hostile-requests.txt} and some bad manners. */
@Timeout(300)
class HostileRequestsTest {
    private static final Pattern PORT = Pattern.compile(":(\\d+)/");
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final Pattern TICKS = Pattern.compile("\"ticks_committed\":(\\d+)");
    private static final List<String> SAFE =
            List.of("Content-Security-Policy: default-src '", "X-Content-Type-Options: nosniff", "Referrer-Policy: ");
    private static final String QUICK = "GET /api/columns HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    @TempDir
    private static Path home;

    private static Path data;
    private static Program program;
    private static int port;
    private static String token;
    private static SSLContext trusting;
    private static Optional<String> outside;

    @BeforeAll
    static void start() throws Exception {
        data = home.resolve("data");
        program = Program.Start.in(home)
                .run("up", "--data-dir", data.toString(), "--listen", "0.0.0.0:0", "--interval", "250ms", "--no-logs");
        Matcher page = PORT.matcher(String.valueOf(program.awaitLine("  page")));
        assertThat(page.find()).isTrue();
        port = Integer.parseInt(page.group(1));
        program.awaitGreeting();
        token = Files.readString(data.resolve("token")).strip();
        trusting = trusting(data.resolve("tls/certificate.pem"));
        outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst();
    }

    @AfterAll
    static void end() throws Exception {
        program.close();
    }

    /** In this order: wrong tokens come late, as whoever sends them has to wait. */
    @TestFactory
    Stream<DynamicTest> hostileRequestsAndManners() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        Map<String, String> before = contents();
        long ticks = ticks();
        for (HostileRequest request : HostileRequest.all()) {
            tests.add(DynamicTest.dynamicTest(request.name(), () -> isAnsweredProperly(request)));
        }
        tests.add(DynamicTest.dynamicTest("many who send their head slowly", this::slowHeads));
        tests.add(DynamicTest.dynamicTest("many who send no body", this::slowBodies));
        tests.add(DynamicTest.dynamicTest("many who do not read", this::slowReaders));
        tests.add(DynamicTest.dynamicTest("many who stay in the middle of TLS", this::halfHandshakes));
        tests.add(DynamicTest.dynamicTest("more followers than there is room for", this::followers));
        tests.add(DynamicTest.dynamicTest("and it records on, with the same files", () -> {
            recordsOn(ticks);
            assertThat(contents()).isEqualTo(before);
            assertThat(Path.of("/tmp/evil")).doesNotExist();
        }));
        tests.add(DynamicTest.dynamicTest("and nobody else may read a file", this::filesAreTheOwnersAlone));
        tests.add(DynamicTest.dynamicTest("and nobody was told the token", this::theTokenIsNowhere));
        return tests.stream();
    }

    private static void isAnsweredProperly(HostileRequest request) throws Exception {
        String host = request.from().equals("stranger") ? outside() : "127.0.0.1";
        Map<String, String> known = Map.of("host", host + ":" + port, "port", "" + port, "token", token);
        try (RawConnection connection = request.from().equals("socket") ? overSocket() : overTls(host)) {
            connection.send(request.bytes(known));
            String answer = "";
            for (List<String> statuses : request.expected()) {
                answer = connection.answer();
                Matcher status = STATUS.matcher(answer);
                assertThat(status.lookingAt() ? status.group(1) : "none")
                        .as(answer)
                        .isIn(statuses);
                assertThat(answer)
                        .doesNotContain("Exception", "\tat ", token, "\r\nevil:")
                        .contains(SAFE);
                for (String never : request.never()) {
                    assertThat(answer).doesNotContain(HostileRequest.filled(never, known));
                }
            }
            for (String said : request.says()) {
                assertThat(answer).contains(said);
            }
        }
    }

    private void slowHeads() throws Exception {
        atOnce(40, connection -> connection.send("GET /health HTTP/1.1\r\nHost: lo"));
    }

    private void slowBodies() throws Exception {
        atOnce(
                40,
                connection -> connection.send("POST /login HTTP/1.1\r\nHost: localhost:" + port
                        + "\r\nOrigin: https://localhost:" + port
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\ntoken="));
    }

    private void slowReaders() throws Exception {
        atOnce(12, connection -> connection.send("GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(200)));
    }

    private void halfHandshakes() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1});
                sockets.add(socket);
            }
            isServedOverTheSocket();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        isServedOverTls();
    }

    private void followers() throws Exception {
        List<RawConnection> connections = new ArrayList<>();
        try {
            List<String> heads = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                RawConnection connection = overTls("127.0.0.1");
                connections.add(connection);
                connection.send("GET /api/search/tail HTTP/1.1\r\nHost: localhost\r\n\r\n");
                byte[] head = connection.in().readNBytes("HTTP/1.1 200".length());
                heads.add(new String(head, StandardCharsets.US_ASCII));
            }
            assertThat(heads).filteredOn("HTTP/1.1 200"::equals).hasSizeLessThanOrEqualTo(8);
            assertThat(heads).filteredOn("HTTP/1.1 503"::equals).hasSizeGreaterThanOrEqualTo(4);
            isServedOverTls();
        } finally {
            for (RawConnection connection : connections) {
                connection.close();
            }
        }
    }

    private interface Manner {
        void apply(RawConnection connection) throws IOException;
    }

    /** While they stay the commands are served as ever; when they are gone so are browsers. */
    private static void atOnce(int connections, Manner manner) throws Exception {
        List<RawConnection> open = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                RawConnection connection = overTls("127.0.0.1");
                open.add(connection);
                manner.apply(connection);
            }
            isServedOverTheSocket();
            recordsOn(ticks());
        } finally {
            for (RawConnection connection : open) {
                connection.close();
            }
        }
        isServedOverTls();
    }

    private static void isServedOverTheSocket() throws Exception {
        try (RawConnection connection = overSocket()) {
            connection.send(QUICK);
            assertThat(connection.answer()).startsWith("HTTP/1.1 200 ");
        }
    }

    private static void isServedOverTls() {
        await().atMost(Duration.ofSeconds(90)).ignoreExceptions().until(() -> {
            try (RawConnection connection = overTls("127.0.0.1")) {
                connection.send(QUICK);
                return connection.answer().startsWith("HTTP/1.1 200 ");
            }
        });
    }

    private static void recordsOn(long ticks) {
        await().atMost(Duration.ofSeconds(60)).until(() -> ticks() > ticks + 2);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            try (RawConnection connection = overSocket()) {
                connection.send("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                return connection.answer().startsWith("HTTP/1.1 200 ");
            }
        });
    }

    private static long ticks() throws IOException {
        try (RawConnection connection = overSocket()) {
            connection.send("GET /api/storage/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            Matcher ticks = TICKS.matcher(connection.answer());
            assertThat(ticks.find()).isTrue();
            return Long.parseLong(ticks.group(1));
        }
    }

    private void filesAreTheOwnersAlone() throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            for (Path path : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .matches("r..------");
            }
        }
    }

    private void theTokenIsNowhere() throws Exception {
        Path process = Path.of("/proc", Long.toString(program.pid()));
        for (String file : List.of("cmdline", "environ")) {
            assertThat(Files.readString(process.resolve(file))).doesNotContain(token);
        }
        program.signalUntilItEnds("TERM");
        Program.Result result = program.result();
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).doesNotContain(token, "Exception", "\tat ");
    }

    /** Of all files but those that the recording itself changes. */
    private static Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                String name = home.relativize(path).toString();
                if (!name.startsWith("data/tachograph.duckdb") && !name.startsWith("data/segments")) {
                    contents.put(name, Files.readString(path, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return contents;
    }

    private static String outside() {
        Assumptions.assumeThat(outside).as("an address beyond loopback").isPresent();
        return outside.orElseThrow();
    }

    private static RawConnection overTls(String host) throws IOException {
        return RawConnection.overTls(trusting, host, port);
    }

    private static RawConnection overSocket() throws IOException {
        return RawConnection.overSocket(data.resolve("tachograph.sock"));
    }

    private static SSLContext trusting(Path certificate) throws Exception {
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        try (var in = Files.newInputStream(certificate)) {
            known.setCertificateEntry(
                    "own", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
