package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebServerTest {
    @TempDir
    Path dataDirectory;

    private final TestApi routes = new TestApi();
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(dataDirectory, routes.api());
    }

    @AfterEach
    void stop() {
        routes.leave.countDown();
        server.close();
    }

    @Test
    void anAnswerIsJsonWithItsLengthAndIsNotKept() throws Exception {
        HttpResponse<String> answer = server.get("/small?limit=3&q=a%20b");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"text\":\"3 desc a b\"}");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Content-Length"))
                .contains("" + answer.body().length());
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void requestsRunOnVirtualThreads() throws Exception {
        assertThat(server.get("/thread").body()).contains("VirtualThread");
    }

    @Test
    void everyAnswerHasTheHeadersForBrowsersAndNoneNamesTheServer() throws Exception {
        for (String answer : new String[] {
            server.rawGet("/small", "localhost"),
            server.rawGet("/nothing", "localhost"),
            server.rawGet("/fails", "localhost"),
            server.rawGet("/small", "evil.example"),
            server.rawGet("/small", "localhost", "Broken header"),
            server.rawGet("/", "localhost"),
        }) {
            assertThat(answer)
                    .contains(
                            "Content-Security-Policy: default-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'")
                    .contains("X-Content-Type-Options: nosniff")
                    .contains("Referrer-Policy: no-referrer")
                    .contains("Cross-Origin-Resource-Policy: same-origin")
                    .contains("Cross-Origin-Opener-Policy: same-origin")
                    .contains("no-store")
                    .doesNotContainIgnoringCase("jetty")
                    .doesNotContain("\r\nServer:");
        }
    }

    @Test
    void aWrongParameterIsNamedWithWhatIsAllowed() throws Exception {
        HttpResponse<String> answer = server.get("/small?limit=-1");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                        + "\"detail\":\"limit: '-1' is not a whole number from 0 to 100000\",\"parameter\":\"limit\"}");
    }

    @Test
    void aQueryThatCannotBeDecodedIsRefused() throws Exception {
        assertThat(server.rawGet("/small?q=%zz", "localhost")).startsWith("HTTP/1.1 400 ");
        assertThat(server.rawGet("/small?q=%ff", "localhost")).startsWith("HTTP/1.1 400 ");
        assertThat(server.rawGet("/small?limit=1&q=%22%ff%fe%22", "localhost"))
                .startsWith("HTTP/1.1 400 ")
                .contains("\"detail\":\"q: is not in UTF-8 with %XX escapes\",\"parameter\":\"q\"");
        assertThat(server.rawGet("/small?%ff=%ff", "localhost")).contains("the query is not in UTF-8 with %XX escapes");
    }

    @Test
    void anUnknownPathIsNotFound() throws Exception {
        HttpResponse<String> answer = server.get("/small/er");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("/openapi.json").contains("\"status\":404");
    }

    @Test
    void anotherMethodIsRefusedWithThoseThatAreAllowed() throws Exception {
        HttpResponse<String> delete =
                TestServer.send(server.request("/small").DELETE().build());
        assertThat(delete.statusCode()).isEqualTo(405);
        assertThat(delete.headers().firstValue("Allow")).contains("GET, HEAD");
        HttpResponse<String> get = server.get("/length");
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).contains("POST");
        HttpResponse<String> page = TestServer.send(server.request("/").DELETE().build());
        assertThat(page.statusCode()).isEqualTo(405);
        assertThat(page.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws Exception {
        HttpResponse<String> head =
                TestServer.send(server.request("/small").HEAD().build());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .isEqualTo(server.get("/small").headers().firstValue("Content-Length"));
        assertThat(TestServer.send(server.request("/nothing").HEAD().build()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aFaultInARouteTellsNothingButANumber() throws Exception {
        for (String path : new String[] {"/fails", "/fails-late?after=10"}) {
            HttpResponse<String> answer = server.get(path);
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body())
                    .doesNotContain("secret")
                    .doesNotContain("Exception")
                    .containsPattern("error [0-9a-f]{16}")
                    .contains("\"error_id\"");
        }
    }

    @Test
    void anAnswerThatFailsOnItsWayIsVisiblyIncomplete() throws Exception {
        String answer = server.rawGet("/fails-late?after=100000", "localhost");
        assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContain("secret").doesNotEndWith("\r\n0\r\n\r\n");
    }

    @Test
    void longAnswersAreCompressedForThoseWhoTakeIt() throws Exception {
        assertThat(unpacked("/rows?count=1000", "gzip"))
                .isEqualTo(server.get("/rows?count=1000").body());
        assertThat(unpacked("/rows?count=300000", "br;q=1.0, gzip;q=0.5"))
                .isEqualTo(server.get("/rows?count=300000").body());
    }

    @Test
    void shortAnswersAndThoseForOthersAreNotCompressed() throws Exception {
        assertThat(encoding("/small", "gzip")).isEmpty();
        assertThat(encoding("/rows?count=1000", "gzip;q=0")).isEmpty();
        assertThat(encoding("/rows?count=1000", "br")).isEmpty();
        assertThat(encoding("/rows?count=1000", "identity;q=;;,,gzip;q=x")).isEmpty();
        assertThat(encoding("/rows?count=1000", "gzip")).isEqualTo("gzip");
    }

    private String encoding(String path, String accepted) throws Exception {
        return server.get(path, "Accept-Encoding", accepted)
                .headers()
                .firstValue("Content-Encoding")
                .orElse("");
    }

    private String unpacked(String path, String accepted) throws Exception {
        HttpRequest request = server.request(path, "Accept-Encoding", accepted).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    @Test
    void aBodyOverTheLimitIsRefused() throws Exception {
        assertThat(post("x".repeat(1024 * 1024)).body()).isEqualTo("{\"text\":\"1048576\"}");
        HttpResponse<String> answer = post("x".repeat(1024 * 1024 + 1));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("1048576 bytes");
    }

    private HttpResponse<String> post(String body) throws Exception {
        return TestServer.send(server.request("/length")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void aHeadOverTheLimitIsRefused() throws Exception {
        assertThat(server.rawGet("/small?q=" + "x".repeat(9_000), "localhost")).startsWith("HTTP/1.1 414 ");
        assertThat(server.rawGet("/small", "localhost", "X-Long: " + "x".repeat(9_000)))
                .startsWith("HTTP/1.1 431 ")
                .contains("application/problem+json");
    }

    @Test
    void aConnectionServesOneRequestAfterTheOtherAlsoIfTheyCameTogether() throws Exception {
        String one = "GET /small?limit=%d HTTP/1.1\r\nHost: localhost\r\n%s\r\n";
        String answers =
                server.raw(one.formatted(1, "") + one.formatted(2, "") + one.formatted(3, "Connection: close\r\n"));
        assertThat(answers).containsSubsequence("1 desc", "2 desc", "3 desc");
    }

    @Test
    void aRequestThatComesEarlyIsAnsweredAfterTheOneAtWork() throws Exception {
        try (Socket client = server.connect()) {
            client.getOutputStream()
                    .write("GET /deaf HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(routes.working.await(30, TimeUnit.SECONDS)).isTrue();
            client.getOutputStream()
                    .write("GET /small HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            routes.leave.countDown();
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .containsSubsequence("\"left\"", "7 desc");
        }
    }

    @Test
    void aClientThatGoesAwayCancelsItsRequest() throws Exception {
        try (Socket client = server.connect()) {
            client.getOutputStream()
                    .write("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(routes.working.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(routes.cancelled.get(30, TimeUnit.SECONDS)).isEqualTo(CancellationSignal.Reason.CLIENT_GONE);
    }

    @Test
    void stoppingCancelsWhatRunsAndTellsItsClient() throws Exception {
        try (Socket client = server.connect()) {
            client.getOutputStream()
                    .write("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(routes.working.await(30, TimeUnit.SECONDS)).isTrue();
            server.close();
            assertThat(routes.cancelled.get(30, TimeUnit.SECONDS)).isEqualTo(CancellationSignal.Reason.STOPPING);
        }
    }

    @Test
    void stoppingWaitsForNobodyForLong() throws Exception {
        try (Socket idle = server.connect();
                Socket client = server.connect()) {
            idle.getOutputStream().write('G');
            client.getOutputStream()
                    .write("GET /deaf HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(routes.working.await(30, TimeUnit.SECONDS)).isTrue();
            long begin = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void aPortInUseIsNamedWithAWayOut() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), other.getLocalPort());
            Path second = java.nio.file.Files.createDirectory(dataDirectory.resolve("second"));
            var options = new WebOptions(taken, second, TestServer.access(0, Set.of()), null, WebLimits.DEFAULT);
            assertThatThrownBy(() -> WebServer.start(options, routes.api()))
                    .isInstanceOf(ListenException.class)
                    .hasMessageContaining(":" + other.getLocalPort() + " is in use by another program")
                    .hasMessageContaining("--listen");
            assertThat(second).isEmptyDirectory();
        }
    }

    @Test
    void anAddressThatOthersReachNeedsTokenAndTls() {
        var open = new WebOptions(
                new InetSocketAddress("0.0.0.0", 0),
                dataDirectory,
                TestServer.access(0, Set.of()),
                null,
                WebLimits.DEFAULT);
        assertThatThrownBy(() -> WebServer.start(open, routes.api()))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining("0.0.0.0:0")
                .hasMessageContaining("both a token and TLS");
    }

    @Test
    void withoutABundleThePageSaysSo() throws Exception {
        for (String path : new String[] {"/", "/processes"}) {
            HttpResponse<String> page = server.get(path);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
            assertThat(page.body()).contains("not built");
        }
    }
}
