package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PagesTest {
    private static final String SCRIPT = "/app-0123ABCD.js";

    @TempDir
    Path dataDirectory;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(TestServer.options(dataDirectory), new TestApi().api(), "/dev/tachograph/web/bundle");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/processes"})
    void everyPageIsTheOneDocumentAndIsAskedForAgain(String path) throws Exception {
        HttpResponse<String> page = server.get(path);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>page</title>");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
        String etag = page.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = server.get(path, "If-None-Match", "\"other\", " + etag);
        assertThat(again.statusCode()).as(again.body()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(server.get(path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void aFileWithItsHashInTheNameIsKeptForever() throws Exception {
        HttpResponse<String> script = server.get(SCRIPT);
        assertThat(script.body()).isEqualTo("console.log(\"app\");\n");
        assertThat(script.headers().firstValue("Content-Type")).contains("text/javascript; charset=utf-8");
        assertThat(script.headers().firstValue("Cache-Control")).contains("private, max-age=31536000, immutable");
        assertThat(server.get("/icon.svg").headers().firstValue("Cache-Control"))
                .contains("no-cache");
    }

    @Test
    void aPackedSiblingIsSentToThoseWhoTakeIt() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> script = client.send(
                    server.request(SCRIPT, "Accept-Encoding", "gzip, br").build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(script.headers().firstValue("Content-Encoding")).contains("gzip");
            assertThat(script.headers().firstValue("Vary")).contains("Accept-Encoding");
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(script.body()))) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("console.log(\"app\");\n");
            }
        }
        assertThat(server.get("/icon.svg", "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void headOfAFileHasItsLength() throws Exception {
        HttpResponse<String> head =
                TestServer.send(server.request(SCRIPT).HEAD().build());
        assertThat(head.headers().firstValue("Content-Length")).contains("20");
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../outside.txt",
                "/./../outside.txt",
                "/x/../../outside.txt",
                "/..%2foutside.txt",
                "/%2e%2e/outside.txt",
                "/..\\outside.txt",
                "/..;/outside.txt",
                "//outside.txt",
                "/.secret.txt",
                "/%2esecret.txt",
                "/icon.svg/",
                "/icon.svg%00.txt",
                "/icon%2esvg",
                "/index.html/../icon.svg",
                "/app-0123ABCD.js.gz",
                "/WebServer.class",
                "/missing.js",
                "/dev/tachograph/web/openapi.json"
            })
    void nothingElseIsThere(String path) throws Exception {
        assertThat(server.rawGet(path, "localhost"))
                .containsPattern("^HTTP/1.1 40[04] ")
                .doesNotContain("outside\n")
                .doesNotContain("hidden")
                .doesNotContain("<svg");
    }
}
