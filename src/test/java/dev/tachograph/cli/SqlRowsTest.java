package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How an answer to SQL is laid out, whatever stands in it. */
class SqlRowsTest {
    private static final String ANSWER = """
            {"columns":[{"name":"name","type":"VARCHAR"},{"name":"cpu","type":"DECIMAL(18,2)"},{"name":"n","type":"BIGINT"}],
             "rows":[["nginx","12.50",3],["postgres",null,9007199254740993],[null,"0.25",-1]],
             "row_count":3,"truncated":false,"elapsed_ms":1.5,"data_until":null}""";
    private static final String HOSTILE = """
            {"columns":[{"name":"a\\u001b[2Jb","type":"VARCHAR"},{"name":"x|y","type":"VARCHAR"}],
             "rows":[["\\u001b]0;owned\\u0007\\u202eevil\\u202c","a|b\\n<script>alert(1)</script> [x](http://y) `z` @all"]],
             "row_count":1,"truncated":false,"elapsed_ms":1}""";

    private static String laidOut(String answer, Paper paper) throws IOException {
        var text = new StringBuilder();
        return laidOut(answer, text, parsed -> new AlignedRows(parsed.columns(), paper, text::append));
    }

    private static String markdown(String answer) throws IOException {
        var text = new StringBuilder();
        return laidOut(answer, text, parsed -> new MarkdownRows(parsed.columns(), text::append));
    }

    private static String laidOut(String answer, StringBuilder text, Function<SqlAnswer, SqlRows> layout)
            throws IOException {
        try (SqlAnswer parsed = SqlAnswer.read(new ByteArrayInputStream(answer.getBytes(UTF_8)))) {
            SqlRows rows = layout.apply(parsed);
            for (List<@Nullable String> row = parsed.next(); row != null; row = parsed.next()) {
                rows.row(row);
            }
            rows.end();
        }
        return text.toString();
    }

    @Test
    void numbersStandAtTheRightWithAllTheirDigitsAndNullIsSaid() throws IOException {
        assertThat(laidOut(ANSWER, Paper.PIPE)).isEqualTo("""
                name        cpu                 n
                nginx     12.50                 3
                postgres   NULL  9007199254740993
                NULL       0.25                -1
                """);
    }

    @Test
    void onATerminalTextsGiveWayUntilAllFits() throws IOException {
        String wide = """
                {"columns":[{"name":"message","type":"VARCHAR"},{"name":"lines","type":"BIGINT"}],
                 "rows":[["%s",12345],["short",6]]}""".formatted("x".repeat(200));
        assertThat(laidOut(wide, new Paper(true, false, 30, 24)).lines())
                .containsExactly(
                        "message                  lines",
                        "x".repeat(22) + "…  12345",
                        "short                        6");
        assertThat(laidOut(wide, Paper.PIPE)).contains("x".repeat(200));
    }

    @Test
    void columnsWithoutAnyRoomAreMarked() throws IOException {
        assertThat(laidOut(ANSWER, new Paper(true, false, 18, 24)).lines())
                .allMatch(line -> line.length() <= 19)
                .allMatch(line -> line.endsWith("…"));
    }

    @Test
    void nothingThatIsPrintedCanSteerATerminal() throws IOException {
        assertThat(laidOut(HOSTILE, new Paper(true, false, 200, 24)))
                .startsWith("a\\e[2Jb")
                .contains("\\e]0;owned\\u{7}\\u{202e}evil")
                .doesNotContain("\u001b", "\u0007", "\u202e")
                .hasLineCount(2);
    }

    @Test
    void inMarkdownTextIsNothingButText() throws IOException {
        assertThat(markdown(ANSWER)).isEqualTo("""
                | name | cpu | n |
                | --- | --: | --: |
                | nginx | 12.50 | 3 |
                | postgres | NULL | 9007199254740993 |
                | NULL | 0.25 | -1 |
                """);
        assertThat(markdown(HOSTILE))
                .contains("| x\\|y |", "a\\|b\\\\n\\<script\\>alert(1)", "\\[x\\](http:\\/\\/y) \\`z\\` \\@all")
                .doesNotContain("\u001b", "\u202e")
                .hasLineCount(3);
    }

    @Test
    void listsAndStructsAreShownAsJson() throws IOException {
        assertThat(laidOut("""
                {"columns":[{"name":"f","type":"MAP(VARCHAR, VARCHAR[])"}],"rows":[[{"A":["1",null]}]]}""", Paper.PIPE)).isEqualTo("f\n{\"A\":[\"1\",null]}\n");
    }

    @Test
    void aLongAnswerIsNotHeld() throws IOException {
        var rows = new StringBuilder("{\"columns\":[{\"name\":\"n\",\"type\":\"INTEGER\"}],\"rows\":[[0]");
        for (int i = 1; i < 5000; i++) {
            rows.append(",[").append(i).append(']');
        }
        assertThat(laidOut(rows + "],\"truncated\":true}", Paper.PIPE).lines()).hasSize(5001);
    }

    @Test
    void halfAnAnswerIsNotAWholeOne() {
        assertThatThrownBy(() -> laidOut(ANSWER.substring(0, ANSWER.indexOf("9007")), Paper.PIPE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not whole");
        assertThatThrownBy(() -> laidOut("[]", Paper.PIPE)).hasMessageContaining("no rows");
    }
}
