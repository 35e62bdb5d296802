package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.SocketOwner;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser of somebody whom the kernel does not know: no table of sockets has his. */
@Timeout(60)
class LoginHandlerTest {
    @TempDir
    private Path folder;

    private volatile String token = TestServer.TOKEN;
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        var access = new AccessRules(TestServer.ownUid(), Set.of(), Set.of(), () -> token);
        WebServer web = WebServer.start(
                TestServer.options(folder, access, WebLimits.DEFAULT),
                new TestApi().api(),
                new Pages("/no-such-bundle"),
                SocketOwner.fromTables(folder.resolve("no-tables")));
        server = new TestServer(web, web.addresses().getFirst());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> post(String path, String form, String... headers) throws Exception {
        return TestServer.send(server.request(path, headers)
                .header("Origin", origin())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    private String origin() {
        URI address = server.address();
        return address.getScheme() + "://" + address.getAuthority();
    }

    private String logIn() throws Exception {
        HttpResponse<String> in = post("/login", "to=/processes?q%3Dx&token=" + token);
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("Location")).hasValue("/processes?q=x");
        String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .contains("; HttpOnly", "; SameSite=Strict", "; Path=/", "; Max-Age=43200")
                .doesNotContain(token);
        return cookie.substring(0, cookie.indexOf(';'));
    }

    @Test
    void aBrowserIsLedToTheLoginPageAndBack() throws Exception {
        HttpResponse<String> page = server.get("/processes?q=a%26b", "Accept", "text/html,*/*;q=0.8");
        assertThat(page.statusCode()).isEqualTo(303);
        assertThat(page.headers().firstValue("Location")).hasValue("/login?to=%2Fprocesses%3Fq%3Da%2526b");
        HttpResponse<String> form = server.get("/login?to=%2Fprocesses%3Fq%3Da%2526b");
        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(form.body())
                .contains("value=\"/processes?q=a%26b\"", "type=\"password\"")
                .doesNotContain("<script");
        assertThat(form.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("form-action 'self'");
        assertThat(server.get("/login.css").statusCode()).isEqualTo(200);
        assertThat(server.get("/small", "Accept", "application/json").statusCode())
                .isEqualTo(401);
    }

    @Test
    void whoLoggedInMayAskUntilHeLogsOut() throws Exception {
        String cookie = logIn();
        assertThat(server.get("/small", "Cookie", cookie).statusCode()).isEqualTo(200);
        assertThat(server.get("/login", "Cookie", cookie).body()).contains("Log out");
        HttpResponse<String> out = post("/logout", "", "Cookie", cookie);
        assertThat(out.headers().firstValue("Set-Cookie").orElse("")).contains("Max-Age=0");
        assertThat(server.get("/small", "Cookie", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void aSessionIsNewWithEachLoginAndTheOldOneEnds() throws Exception {
        String first = logIn();
        HttpResponse<String> again = post("/login", "token=" + token, "Cookie", first);
        String second = again.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(second).doesNotContain(first);
        assertThat(server.get("/small", "Cookie", first).statusCode()).isEqualTo(401);
    }

    @Test
    void anotherTokenEndsAllSessions() throws Exception {
        String cookie = logIn();
        token = "another-token-for-tests";
        assertThat(server.get("/small", "Cookie", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void aWrongTokenIsToldInWordsAndTooManyHaveToWait() throws Exception {
        for (int i = 0; i < Attempts.FREE; i++) {
            HttpResponse<String> wrong = post("/login", "token=wrong-" + i);
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.body())
                    .contains("role=\"alert\"", "That is not the token")
                    .doesNotContain("wrong-" + i);
            assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
        }
        HttpResponse<String> late = post("/login", "token=" + token);
        assertThat(late.statusCode()).isEqualTo(429);
        assertThat(late.headers().firstValueAsLong("Retry-After")).isPresent();
        assertThat(late.body()).contains("Too many wrong tokens");
        assertThat(server.get("/small", "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(429);
    }

    @Test
    void whereTheBrowserComesFromElsewhereThePageAsksAgainByItself() throws Exception {
        HttpResponse<String> first = server.get(
                "/login?to=/processes",
                "Sec-Fetch-Site",
                "cross-site",
                "Sec-Fetch-Mode",
                "navigate",
                "Sec-Fetch-Dest",
                "document");
        assertThat(first.body()).contains("<meta http-equiv=\"refresh\" content=\"0;url=/login?to=%2Fprocesses\">");
        assertThat(server.get("/login?to=/processes", "Sec-Fetch-Site", "same-origin")
                        .body())
                .doesNotContain("refresh");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil",
                "/\\evil",
                "https://evil",
                "evil",
                "",
                "javascript:x",
                "/a b",
                "/\r\nX: y",
                "/login",
                "/\u00e9"
            })
    void whatLeadsElsewhereLeadsNowhere(String to) {
        assertThat(LoginHandler.ownPath(to)).isEmpty();
    }

    @Test
    void whereItLeadsIsAlwaysAPathOfThisServer() {
        var random = new SplittableRandom(7);
        URI own = URI.create("https://recorder.example/");
        for (int i = 0; i < 200_000; i++) {
            var text = new StringBuilder("/");
            for (int n = random.nextInt(6); n > 0; n--) {
                text.append("//\\:@?#.a\t\r\n %".charAt(random.nextInt(14)));
            }
            String to = LoginHandler.ownPath(text.toString());
            if (!to.isEmpty() && !to.contains("%")) {
                assertThat(own.resolve(URI.create(to.replaceFirst("#.*", ""))).getHost())
                        .as(to)
                        .isEqualTo("recorder.example");
            }
        }
    }
}
