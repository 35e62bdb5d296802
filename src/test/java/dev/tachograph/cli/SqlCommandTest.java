package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tachograph sql} against a socket: what it asks for, and what becomes of the answers. */
@Timeout(60)
class SqlCommandTest {
    private static final String ONE = """
            {"columns":[{"name":"n","type":"INTEGER"}],"rows":[[1]],"row_count":1,"truncated":false,"elapsed_ms":2}""";
    private static final String WRONG = """
            {"title":"Bad Request","status":400,"detail":"Parser Error: syntax error at or near \\"SELEC\\"\\n\\nLINE 1: SELEC\\n        ^"}""";

    @TempDir
    private Path home;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private Playground playground = new Playground(Path.of("/"));

    @BeforeEach
    void build() {
        playground = new Playground(home);
    }

    private int run(Function<String, @Nullable String> answers, String... arguments) throws IOException {
        try (var _ = UnixServer.start(home, request -> {
            asked.add(
                    request.lines().findFirst().orElse("") + " " + request.substring(request.indexOf("\r\n\r\n") + 4));
            return answers.apply(request);
        })) {
            return playground.run(Stream.concat(Stream.of("sql", "--data-dir", home.toString()), Stream.of(arguments))
                    .toArray(String[]::new));
        }
    }

    private static String ok(String body) {
        return UnixServer.http("200 OK", body);
    }

    @Test
    void aStatementIsAskedAndItsRowsArePrinted() throws IOException {
        assertThat(run(_ -> ok(ONE), "SELECT 1 AS n;")).isZero();
        assertThat(asked)
                .containsExactly(
                        "POST /api/sql HTTP/1.1 {\"sql\":\"SELECT 1 AS n\",\"limit\":1000,\"format\":\"json\"}");
        assertThat(playground.out()).isEqualTo("n\n1\n");
        assertThat(playground.err()).as("quiet in a pipe").isEmpty();
    }

    @Test
    void limitAndTimeAreSentAndAFormatOfTheRecorderIsPassedOnByteByByte() throws IOException {
        String csv = "n,m\r\n1,'=cmd\r\n\"\u001b[2J\",2\r\n";
        assertThat(run(_ -> ok(csv), "FROM x", "--format", "csv", "--limit", "7", "--timeout", "50s"))
                .isZero();
        assertThat(asked)
                .containsExactly("POST /api/sql HTTP/1.1"
                        + " {\"sql\":\"FROM x\",\"limit\":7,\"timeout_ms\":50000,\"format\":\"csv\"}");
        assertThat(playground.out()).isEqualTo(csv);
    }

    @Test
    void rowsThatAreLeftOutAreSaid() throws IOException {
        assertThat(run(_ -> ok(ONE.replace("false", "true")), "FROM x", "--limit", "1"))
                .isZero();
        assertThat(playground.err()).isEqualTo("the first 1 row only; --limit shows more, or count them\n");
    }

    @Test
    void aWrongStatementExitsWith2AndShowsThePlace() throws IOException {
        assertThat(run(_ -> UnixServer.http("400 Bad Request", WRONG), "SELEC")).isEqualTo(ExitCode.WRONG_USE);
        assertThat(playground.err())
                .contains("syntax error at or near \"SELEC\"\n")
                .contains("tachograph sql: LINE 1: SELEC\n", "tachograph sql:         ^\n");
        assertThat(playground.out()).isEmpty();
    }

    @Test
    void aQuestionThatFailsExitsWith1() throws IOException {
        String busy = "{\"status\":503,\"detail\":\"others were asked before\"}";
        assertThat(run(_ -> UnixServer.http("503 Service Unavailable", busy), "SELECT 1"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(playground.err()).isEqualTo("tachograph sql: others were asked before\n");
    }

    @Test
    void statementsOfAFileAreAskedUntilOneFails() throws IOException {
        Path file = Files.writeString(home.resolve("report.sql"), "SELECT ';' AS a;\n\n-- two\nSELEC;\nSELECT 3");
        assertThat(run(
                        request -> request.contains("SELEC\"") ? UnixServer.http("400 Bad Request", WRONG) : ok(ONE),
                        "--file",
                        file.toString()))
                .isEqualTo(ExitCode.WRONG_USE);
        assertThat(asked).hasSize(2);
        assertThat(playground.out()).isEqualTo("n\n1\n\n");
        assertThat(playground.err()).contains("statement 2 (line 4): Parser Error");
    }

    @Test
    void aFileGetsItsNameWhenAllOfItIsThere() throws IOException {
        Path file = home.resolve("rows.parquet");
        assertThat(run(_ -> ok("PAR1…PAR1"), "FROM x", "--format", "parquet", "--output", file.toString()))
                .isZero();
        assertThat(file).hasContent("PAR1…PAR1");
        assertThat(run(
                        _ -> "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nPAR1",
                        "FROM x",
                        "--format",
                        "parquet",
                        "--output",
                        file.toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(file).as("the one before").hasContent("PAR1…PAR1");
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void severalStatementsAreNotOneParquetFile() throws IOException {
        assertThat(run(_ -> ok(ONE), "SELECT 1; SELECT 2", "--format", "parquet", "--output", "x"))
                .isEqualTo(ExitCode.WRONG_USE);
        assertThat(playground.err()).contains("one Parquet file holds the answer to one statement");
        assertThat(asked).isEmpty();
    }

    @Test
    void aFileThatIsNoTextIsRefused() throws IOException {
        Path file = Files.write(home.resolve("x.sql"), new byte[] {(byte) 0xff});
        assertThat(run(_ -> ok(ONE), "--file", file.toString())).isEqualTo(ExitCode.WRONG_USE);
        assertThat(playground.err()).contains(file + " is not in UTF-8");
    }

    @Test
    void aSavedQuestionIsAskedByItsName() throws IOException {
        String questions = """
                {"questions":[{"name":"oom-kills","title":"t","description":"d","language":"sql","text":"FROM events","own":false},
                {"name":"asked","title":"t","description":"","language":"ask","text":"error | stats count","own":true}],"total":2}""";
        Function<String, @Nullable String> answers =
                request -> ok(request.startsWith("GET /api/questions ") ? questions : ONE);
        assertThat(run(answers, "--saved", "oom-kills")).isZero();
        assertThat(asked).last().asString().contains("\"sql\":\"FROM events\"");
        assertThat(run(answers, "--saved", "oom-kill")).isEqualTo(ExitCode.WRONG_USE);
        assertThat(playground.err()).contains("no saved question 'oom-kill'; did you mean 'oom-kills'?");
        assertThat(run(answers, "--saved", "asked")).isEqualTo(ExitCode.WRONG_USE);
        assertThat(playground.err())
                .contains("'asked' is in the search language; ask it so: tachograph ask --saved asked");
        try (var _ = UnixServer.start(home, answers)) {
            assertThat(playground.run("ask", "--saved", "oom-kills", "--data-dir", home.toString()))
                    .isEqualTo(ExitCode.WRONG_USE);
            assertThat(playground.err()).contains("'oom-kills' is in SQL; ask it so: tachograph sql --saved oom-kills");
            assertThat(playground.run("ask", "--saved", "asked", "--data-dir", home.toString()))
                    .isZero();
        }
    }

    @Test
    void questionsAreListedWithoutPowerOverTheTerminal() throws IOException {
        String questions = """
                {"questions":[{"name":"a","title":"\\u001b[2Jt","description":"","language":"sql","text":"SELECT\\n'\\u202e'","own":true}]}""";
        try (var _ = UnixServer.start(home, _ -> ok(questions))) {
            assertThat(playground.run("questions", "--data-dir", home.toString()))
                    .isZero();
            assertThat(playground.run("questions", "--show", "a", "--data-dir", home.toString()))
                    .isZero();
        }
        assertThat(playground.out()).isEqualTo("""
                NAME  IN   WHAT IT ANSWERS
                a     sql  \\e[2Jt
                SELECT
                '\\u{202e}'
                """);
        assertThat(playground.out().getBytes(UTF_8)).doesNotContain(0x1b);
    }
}
