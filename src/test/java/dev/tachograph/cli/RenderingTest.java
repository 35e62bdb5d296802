package dev.tachograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tachograph.text.Printable;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of the recorder and the exact text that people get of them. */
class RenderingTest {
    private static final Paper NARROW = new Paper(true, false, 80, 24);
    private static final Paper COLOUR = new Paper(true, true, 120, 24);

    @ParameterizedTest
    @CsvSource({"processes.json, processes.txt", "processes-host.json, processes-host.txt", "gap.json, gap.txt"})
    void processTables(String answer, String text) throws IOException {
        assertThat(table(Playground.resource(answer)).render(Paper.PIPE)).isEqualTo(Playground.resource(text));
    }

    @Test
    void eightyColumnsHaveRoomForWhatMatters() throws IOException {
        assertThat(table(Playground.resource("processes-host.json")).render(NARROW))
                .isEqualTo(Playground.resource("processes-narrow.txt"));
    }

    @ParameterizedTest
    @EnumSource(Grouping.class)
    void theRowsAddUpToTheHost(Grouping by) throws IOException {
        JsonValue answer = JsonValue.parse(Playground.resource("processes-host.json"));
        String text = new ProcessTable(answer, Playground.ZONE, by, 2).render(Paper.PIPE);
        int column = -1;
        double sum = 0;
        for (String line : text.lines().toList()) {
            int heading = line.indexOf(" CPU%");
            if (column < 0 && heading >= 0) {
                column = heading + 5;
            } else if (line.endsWith("(all CPUs)")) {
                assertThat(sum).isCloseTo(figure(line, column), within(0.31));
                return;
            } else if (column >= 0) {
                sum += figure(line, column);
            }
        }
        throw new AssertionError(text);
    }

    @Test
    void groupsOfFilteredProcessesAreWithoutWhatEnded() throws IOException {
        String answer = Playground.resource("processes-host.json");
        String filtered = answer.replace("\"q\": \"\"", "\"q\": \"java\"");
        assertThat(groups(answer)).contains("cc1");
        assertThat(groups(filtered)).contains("java").doesNotContain("cc1");
    }

    private static String groups(String answer) throws IOException {
        JsonValue parsed = JsonValue.parse(answer);
        return new GroupTable(parsed, Grouping.NAME, 100).render(Paper.PIPE, new BalanceRows(parsed));
    }

    private static double figure(String line, int end) {
        String[] words = line.substring(0, end).strip().split(" +", -1);
        String last = words[words.length - 1];
        return last.equals("-") ? 0 : Double.parseDouble(last);
    }

    @Test
    void aTerminalGetsNoLineLongerThanItsColumns() throws IOException {
        String text = table(Playground.resource("processes.json")).render(NARROW);
        assertThat(text.lines()).allMatch(line -> Printable.width(line) <= 80).anyMatch(line -> line.endsWith("…"));
    }

    @Test
    void onlyColourPaperIsColoured() throws IOException {
        String gap = Playground.resource("gap.json");
        assertThat(table(gap).render(NARROW)).doesNotContain("\u001b");
        assertThat(table(gap).render(COLOUR)).contains("\u001b[33;1mnothing was recorded");
    }

    @ParameterizedTest
    @CsvSource({
        "health.json, true, health.txt, RECORDING",
        "health-degraded.json, true, health-degraded.txt, DEGRADED",
        "health.json, false, health-stopped.txt, STOPPED",
        "health-degraded.json, false, health-killed.txt, NOT_RUNNING",
        "health-new.json, true, health-new.txt, DEGRADED"
    })
    void healthReports(String answer, boolean running, String text, HealthReport.State state) throws IOException {
        HealthReport report = report(Playground.resource(answer), running);
        assertThat(report.state()).isEqualTo(state);
        assertThat(report.render(Paper.PIPE)).isEqualTo(Playground.resource(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "7", "{\"types\":7,\"recording\":[],\"processes\":{}}"})
    void answersOfAnotherShapeGiveDashesAndNoCrash(String answer) throws IOException {
        assertThat(table(answer).render(Paper.PIPE)).contains("processes");
        assertThat(report(answer, true).render(Paper.PIPE)).contains("directory    -");
    }

    /** Every text of every answer is replaced by a hostile one in turn; none may reach the terminal as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"processes.json", "processes-host.json", "gap.json", "health.json", "health-degraded.json"})
    void noTextOfAnAnswerSteersTheTerminal(String resource) throws IOException {
        String hostile = "\"\\u001b]0;x\\u0007\\u202e\\u200b\\n\\ud800\\u0000\"";
        String answer = Playground.resource(resource);
        int texts = 0;
        for (int quote = answer.indexOf(": \""); quote > 0; quote = answer.indexOf(": \"", quote + 1), texts++) {
            int end = answer.indexOf('"', quote + 3);
            String changed = answer.substring(0, quote + 2) + hostile + answer.substring(end + 1);
            Stream.of(
                            table(changed).render(Paper.PIPE),
                            report(changed, true).render(Paper.PIPE),
                            report(changed, false).render(NARROW))
                    .forEach(text ->
                            assertThat(text.replace("\n", "")).isEqualTo(Printable.text(text.replace("\n", ""))));
            if (!answer.startsWith("\"q\"", quote - 3)) { // what is filtered does not add up
                assertThat(table(changed).render(Paper.PIPE).lines().count())
                        .isEqualTo(table(answer).render(Paper.PIPE).lines().count());
            }
        }
        assertThat(texts).isPositive();
    }

    private static ProcessTable table(String answer) throws IOException {
        return new ProcessTable(JsonValue.parse(answer), Playground.ZONE);
    }

    private static HealthReport report(String answer, boolean running) throws IOException {
        return new HealthReport(JsonValue.parse(answer), running, Playground.NOW, Playground.ZONE);
    }
}
