package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask over loopback, tried by processes of this user and of another. */
@Timeout(60)
class AccessTest {
    private static final long STRANGER = 65534;

    @TempDir
    Path dataDirectory;

    private long ownUid;

    @BeforeEach
    void whoAmI() throws IOException {
        ownUid = TestServer.ownUid();
    }

    @Test
    void theRecordersOwnUserPasses() throws Exception {
        try (TestServer server = start(TestServer.access(ownUid, Set.of()))) {
            assertThat(server.get("/small").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void rootPassesEverywhere() throws Exception {
        assumeThat(ownUid).isZero();
        try (TestServer server = start(TestServer.access(STRANGER, Set.of()))) {
            assertThat(server.get("/small").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anotherUserIsToldWhatToDo() throws Exception {
        try (TestServer server = start(TestServer.access(0, Set.of()))) {
            String answer = asStranger(server, "");
            assertThat(answer)
                    .startsWith("HTTP/1.1 401 ")
                    .contains("WWW-Authenticate: Bearer")
                    .contains("uid 65534 may not read this")
                    .contains("allowed_users")
                    .contains("Authorization: Bearer");
        }
    }

    @Test
    void anotherUserPassesWithTheToken() throws Exception {
        try (TestServer server = start(TestServer.access(0, Set.of()))) {
            assertThat(asStranger(server, "Authorization: Bearer " + TestServer.TOKEN))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(asStranger(server, "authorization: bearer " + TestServer.TOKEN))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void anotherUserDoesNotPassWithAnythingElse() throws Exception {
        try (TestServer server = start(TestServer.access(0, Set.of()))) {
            for (String wrong : List.of(
                    "Authorization: Bearer " + TestServer.TOKEN + "x",
                    "Authorization: Bearer " + TestServer.TOKEN.substring(1),
                    "Authorization: Bearer",
                    "Authorization: Basic " + TestServer.TOKEN,
                    "Authorization: " + TestServer.TOKEN,
                    "Authorization: Bearer " + TestServer.TOKEN + "\r\nAuthorization: Bearer x",
                    "Cookie: token=" + TestServer.TOKEN,
                    "X-Forwarded-For: 127.0.0.1")) {
                assertThat(asStranger(server, wrong)).as(wrong).containsPattern("^HTTP/1.1 (401|429) ");
            }
        }
    }

    @Test
    void withoutATokenNoTokenHelps() throws Exception {
        try (TestServer server = start(new AccessRules(0, Set.of(), Set.of(), () -> null))) {
            assertThat(asStranger(server, "Authorization: Bearer null"))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("no token is set");
        }
    }

    @Test
    void anAllowedUserPasses() throws Exception {
        try (TestServer server = start(TestServer.access(0, Set.of(STRANGER)))) {
            assertThat(asStranger(server, "")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aStrangerCannotOpenTheSocket() throws Exception {
        try (TestServer server = start(TestServer.access(0, Set.of()))) {
            Files.setPosixFilePermissions(dataDirectory, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path socket = server.server().socket();
            assertThat(stranger("test", "-e", socket.toString()).waitFor()).isZero();
            assertThat(stranger("test", "-w", socket.toString()).waitFor()).isOne();
        }
    }

    @Test
    void aShortTokenIsNoneAndNoTokenIsPrinted() {
        assertThatThrownBy(() -> new AccessRules(0, Set.of(), Set.of(), "short"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16")
                .hasMessageNotContaining("short");
        assertThat(TestServer.access(0, Set.of()).toString()).doesNotContain(TestServer.TOKEN);
    }

    private TestServer start(AccessRules access) throws IOException {
        return TestServer.start(TestServer.options(dataDirectory, access, WebLimits.DEFAULT), new TestApi().api());
    }

    /** What a process of another user gets: a shell, whose sockets are those of IPv4, unlike Java's. */
    private String asStranger(TestServer server, String header) throws Exception {
        String lines = header.isEmpty() ? "" : header + "\r\n";
        String request = "GET /small HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + lines + "\r\n";
        String script = "exec 3<>/dev/tcp/127.0.0.1/%d; printf %%s \"$0\" >&3; exec cat <&3".formatted(server.port());
        Process shell = stranger("bash", "-c", script, request);
        try (BufferedReader answer = shell.inputReader(StandardCharsets.UTF_8)) {
            return String.join("\r\n", answer.readAllLines());
        }
    }

    private Process stranger(String... command) throws IOException {
        assumeThat(ownUid).as("only root can become another user").isZero();
        assumeThat(Path.of("/usr/bin/setpriv")).exists();
        var whole = new ArrayList<>(
                List.of("setpriv", "--reuid", "" + STRANGER, "--regid", "" + STRANGER, "--clear-groups"));
        whole.addAll(List.of(command));
        return new ProcessBuilder(whole)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
