package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The prompt on a terminal that the test types at, with a recorder behind a real socket. */
@Timeout(60)
class SqlPromptTest {
    private static final String INTERRUPT = "\u0003";
    private static final String END = "\u0004";
    private static final String ONE = """
            {"columns":[{"name":"answer","type":"INTEGER"}],"rows":[[42]],"truncated":false,"elapsed_ms":2}""";
    private static final String SCHEMA = """
            {"tables":[{"name":"events","description":"what happened","columns":[{"name":"kind","type":"VARCHAR","description":"which"},
            {"name":"happened_at","type":"TIMESTAMP WITH TIME ZONE"}]},{"name":"process_exits","columns":[]}],"functions":["arg_max"]}""";

    @TempDir
    private Path home;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final OutputStream keyboard = new PipedOutputStream();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private ExternalTerminal terminal;
    private UnixServer server;

    SqlPromptTest() throws IOException {
        terminal = new ExternalTerminal(
                "test", "xterm", new PipedInputStream((PipedOutputStream) keyboard), screen, UTF_8);
        terminal.setSize(Size.of(100, 30));
        server = UnixServer.start(Files.createTempDirectory("prompt"), _ -> null);
    }

    @BeforeEach
    void serve() throws IOException {
        server.close();
        server = UnixServer.answering(home, (request, out) -> {
            String body = request.substring(request.indexOf("\r\n\r\n") + 4);
            asked.add(request.split(" ", 3)[1] + " " + body);
            if (body.contains("forever")) {
                waiting.countDown();
                new CountDownLatch(1).await();
            }
            out.write(answer(request).getBytes(UTF_8));
        });
    }

    private static String answer(String request) {
        if (request.contains("SELEC ")) {
            return UnixServer.http(
                    "400 Bad Request", "{\"detail\":\"no \\u001b[2J such\\nLINE 1: SELEC\\n        ^\"}");
        }
        return UnixServer.http("200 OK", request.startsWith("GET /api/sql/schema") ? SCHEMA : ONE);
    }

    @AfterEach
    void close() throws IOException {
        terminal.close();
        server.close();
    }

    private void begin(Map<String, String> environment) {
        var system =
                new SystemPrompt(new Playground(home).console(Paper.PIPE), environment, home.resolve("state/history"));
        Thread.ofPlatform().daemon().start(() -> {
            try {
                system.prompt(SocketApi.in(home), terminal, SqlFormat.TABLE, null, null)
                        .run();
                ended.complete(true);
            } catch (IOException | RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        await().until(() -> screen().contains("tachograph> "));
    }

    private String screen() {
        return screen.toString(UTF_8);
    }

    private void type(String keys) throws IOException {
        keyboard.write(keys.getBytes(UTF_8));
        keyboard.flush();
    }

    private void typeAndAwait(String keys, String shown) throws IOException {
        screen.reset();
        type(keys);
        await().until(() -> screen().contains(shown));
    }

    private void end() throws Exception {
        type(END);
        assertThat(ended.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStatementGoesOnOverLinesUntilItsSemicolon() throws Exception {
        begin(Map.of());
        typeAndAwait("SELECT 42\r", "-> ");
        assertThat(asked).isEmpty();
        typeAndAwait("AS answer;\r", "1 row in 2 ms");
        assertThat(screen()).contains("answer").contains("42");
        assertThat(asked)
                .containsExactly("/api/sql {\"sql\":\"SELECT 42\\nAS answer\",\"limit\":1000,\"format\":\"json\"}");
        end();
    }

    @Test
    void anErrorShowsItsPlaceAndCannotSteerTheTerminal() throws Exception {
        begin(Map.of());
        typeAndAwait("SELEC 1;\r", "^");
        assertThat(screen()).contains("no \\e[2J such").doesNotContain("\u001b[2J");
        typeAndAwait("\\d nothing\r", "there is no table nothing");
        typeAndAwait("\\nonsense\r", "there is no \\nonsense");
        end();
    }

    @Test
    void ctrlCGivesUpTheQuestionAndNotThePrompt() throws Exception {
        begin(Map.of());
        type("SELECT forever;\r");
        assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
        typeAndAwait(INTERRUPT, "given up");
        typeAndAwait("SELECT 1;\r", "1 row in");
        typeAndAwait("SELECT half" + INTERRUPT, "tachograph> ");
        typeAndAwait("SELECT 2;\r", "1 row in");
        end();
        assertThat(asked).last().asString().contains("\"SELECT 2\"");
    }

    @Test
    void commandsDescribeTablesAndChangeTheForm() throws Exception {
        begin(Map.of());
        typeAndAwait("\\d\r", "what happened");
        typeAndAwait("\\d events\r", "happened_at");
        typeAndAwait("\\format markdown\r", "tachograph> ");
        typeAndAwait("\\limit 5\r", "tachograph> ");
        typeAndAwait("\\timing\r", "tachograph> ");
        typeAndAwait("SELECT 1;\r", "| answer |");
        assertThat(screen()).doesNotContain("1 row in");
        typeAndAwait("\\save mine\r", "\\run mine asks it again");
        typeAndAwait("\\?\r", "Ctrl-C gives up");
        type("\\q\r");
        assertThat(ended.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(asked)
                .contains("/api/sql {\"sql\":\"SELECT 1\",\"limit\":5,\"format\":\"json\"}")
                .contains("/api/questions {\"name\":\"mine\",\"language\":\"sql\",\"text\":\"SELECT 1\"}");
    }

    @Test
    void tabCompletesTablesBehindFromAndColumnsOfThem() throws Exception {
        begin(Map.of());
        typeAndAwait("SELECT 1 FROM pro\t;\r", "1 row in");
        typeAndAwait("SELECT e.happ\t FROM events e;\r", "1 row in");
        typeAndAwait("SELECT arg_m\t FROM events;\r", "1 row in");
        assertThat(asked.stream().filter(request -> request.startsWith("/api/sql ")))
                .anyMatch(request -> request.contains("FROM process_exits"))
                .anyMatch(request -> request.contains("e.happened_at"))
                .anyMatch(request -> request.contains("arg_max"));
        end();
    }

    @Test
    void theHistoryIsForItsUserAloneAndALineWithASpaceStaysOut() throws Exception {
        begin(Map.of());
        typeAndAwait("SELECT 'kept';\r", "1 row in");
        typeAndAwait(" SELECT 'secret';\r", "1 row in");
        end();
        Path history = home.resolve("state/history");
        assertThat(Files.readString(history)).contains("kept").doesNotContain("secret");
        assertThat(Files.getPosixFilePermissions(history)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(home.resolve("state")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void withNoColorNothingIsColoured() throws Exception {
        begin(Map.of("NO_COLOR", "1"));
        typeAndAwait("SELECT 'x', 1;\r", "1 row in");
        assertThat(screen()).doesNotContain("\u001b[1m", "\u001b[32m", "\u001b[36m");
        end();
    }

    @Test
    void answersAreAsWideAsTheTerminalIsNow() throws Exception {
        begin(Map.of());
        terminal.setSize(Size.of(20, 10));
        typeAndAwait("\\d\r", "tachograph> ");
        assertThat(screen().lines().filter(line -> line.startsWith("events"))).allMatch(line -> line.length() <= 20);
        end();
    }
}
