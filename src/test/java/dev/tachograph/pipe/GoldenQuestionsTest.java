package dev.tachograph.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The SQL of many questions, to be read by people: {@code -Dtachograph.golden=write} writes the file anew. */
class GoldenQuestionsTest {
    private static final Path FILE = Path.of("src/test/resources/dev/tachograph/pipe/questions.sql");
    private static final String MARK = "-- ? ";

    @Test
    void eachQuestionBecomesTheSqlInTheFile() throws IOException {
        Map<String, String> expected = read();
        Map<String, String> actual = new LinkedHashMap<>();
        expected.keySet().forEach(question -> actual.put(question, Asking.sql(question)));
        if ("write".equals(System.getProperty("tachograph.golden"))) {
            write(actual);
        }
        assertThat(expected).hasSizeGreaterThanOrEqualTo(40);
        assertThat(read()).containsExactlyEntriesOf(actual);
    }

    @Test
    void theDatabaseRunsEachAndAnswersTheColumnsThatWerePromised() throws IOException, SQLException {
        try (PipeDatabase database = PipeDatabase.open()) {
            for (String question : read().keySet()) {
                Compiled compiled = Asking.compile(question);
                assertThat(database.names(compiled.sql()))
                        .as(question)
                        .isEqualTo(compiled.columns().stream().map(Column::name).toList());
            }
        }
    }

    private static Map<String, String> read() throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        String question = "";
        for (String line : Files.readAllLines(FILE)) {
            if (line.startsWith(MARK)) {
                put(all, question, lines);
                question = line.substring(MARK.length());
            } else {
                lines.add(line);
            }
        }
        put(all, question, lines);
        return all;
    }

    private static void put(Map<String, String> all, String question, List<String> lines) {
        if (!question.isEmpty()) {
            all.put(question, String.join("\n", lines).strip());
        }
        lines.clear();
    }

    private static void write(Map<String, String> all) throws IOException {
        var text = new StringBuilder();
        all.forEach((question, sql) ->
                text.append(MARK).append(question).append('\n').append(sql).append("\n\n"));
        Files.writeString(FILE, text.toString().stripTrailing() + "\n");
    }
}
