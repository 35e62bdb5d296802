package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule on the wire: what the server's own parser does with a request first must not open a way around it. */
@Timeout(60)
class HostCheckTest {
    @TempDir
    Path dataDirectory;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(dataDirectory, new TestApi().api());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:9", "127.0.0.1", "[::1]:7070", "recorder.example"})
    void ownNamesPass(String host) throws Exception {
        assertThat(server.rawGet("/small", host)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.com",
                "localhost.evil.com",
                "localhost@evil.com",
                "evil.com@localhost",
                "2130706433",
                "0x7f.1",
                "localhost, evil.com",
                "localhost\t.evil.com",
                "localhost:80@evil.com",
                "[::ffff:7f00:1]",
                ""
            })
    void foreignNamesDoNot(String host) throws Exception {
        assertThat(server.rawGet("/small", host))
                .containsPattern("^HTTP/1.1 40[03] ")
                .contains("application/problem+json")
                .doesNotContain("desc");
    }

    @Test
    void aRefusalNamesTheSetting() throws Exception {
        assertThat(server.rawGet("/small", "evil.example"))
                .startsWith("HTTP/1.1 403 ")
                .contains("allowed_hosts");
    }

    @Test
    void aMissingHostIsABadRequest() throws Exception {
        assertThat(server.rawGet("/small", null)).startsWith("HTTP/1.1 400 ");
        assertThat(server.raw("GET /small HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("Host: missing");
    }

    @Test
    void twoHostsAreABadRequest() throws Exception {
        assertThat(server.rawGet("/small", "localhost", "Host: evil.example")).startsWith("HTTP/1.1 400 ");
        assertThat(server.rawGet("/small", "localhost", "Host: localhost")).startsWith("HTTP/1.1 400 ");
        assertThat(server.raw("GET /small HTTP/1.0\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void anAbsoluteTargetHasToAgreeWithHost() throws Exception {
        assertThat(server.rawGet("http://evil.example/small", "localhost")).startsWith("HTTP/1.1 400 ");
        assertThat(server.rawGet("http://localhost/small", "evil.example")).containsPattern("^HTTP/1.1 40[03] ");
        assertThat(server.rawGet("http://localhost@evil.example/small", "localhost"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(server.rawGet("http://localhost/small", "localhost")).startsWith("HTTP/1.1 200 ");
        assertThat(server.raw("GET http://localhost/small HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPTIONS * HTTP/1.1",
                "TRACE /small HTTP/1.1",
                "GET small HTTP/1.1",
                "GET //evil.example/small HTTP/1.1",
                "GET /nothing/../fails HTTP/1.1",
                "GET /sm%61ll;x=1 HTTP/1.1",
                "GET /%2e%2e/small HTTP/1.1",
                "GET /small HTTP/3.7",
                "GET /small",
                "nonsense",
                "\u0016\u0003\u0001\u0002\u0001\u0001"
            })
    void otherFormsOfRequestReachNothing(String line) throws Exception {
        assertThat(server.raw(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .containsPattern("^HTTP/1.1 (4[0-9][0-9]|505) ")
                .doesNotContain("desc");
    }

    @Test
    void nobodyGetsATunnel() throws Exception {
        try (Socket client = server.connect()) {
            client.getOutputStream()
                    .write("CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(client.getInputStream().readNBytes(13), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 405 ");
        }
    }

    @Test
    void aPageOfAnotherOriginIsRefused() throws Exception {
        String own = "localhost:" + server.port();
        assertThat(server.rawGet("/small", own, "Origin: http://" + own)).startsWith("HTTP/1.1 200 ");
        assertThat(server.rawGet("/small", own, "Origin: http://evil.example")).startsWith("HTTP/1.1 403 ");
        assertThat(server.rawGet("/small", own, "Origin: null")).startsWith("HTTP/1.1 403 ");
    }
}
