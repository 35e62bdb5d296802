package dev.tachograph.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Random questions with a seed that is told, to be given as {@code -Dtachograph.seed}; {@code -Dtachograph.rounds} makes it
 * more of them.
 */
class PipeFuzzTest {
    private static final List<String> PIECES = List.of(
            "|",
            " | ",
            "(",
            ")",
            "\"",
            "'",
            "`",
            "\\",
            "/",
            "-",
            ":",
            "*",
            "?",
            "%",
            ",",
            "=",
            "!=",
            "<",
            ">=",
            "~",
            "+",
            " OR ",
            " and ",
            " not ",
            "null",
            "true",
            "processes:",
            "logs:",
            "events:",
            "gaps:",
            "error",
            "unit:ssh",
            "level:err+",
            "pid>5",
            "where ",
            "eval ",
            "stats ",
            "timechart ",
            "top ",
            "rare ",
            "dedup ",
            "sort ",
            "head ",
            "tail ",
            "reverse",
            "fields ",
            "rename ",
            "rex ",
            "bin ",
            "fillnull ",
            "context 5",
            "join processes",
            "search ",
            "count",
            "avg(",
            "p95(",
            "values(",
            "by ",
            "as ",
            "span=",
            "limit=",
            "field=",
            "value=",
            "unit",
            "pid",
            "message",
            "timestamp",
            "level",
            "fields.X",
            "_PID",
            "facts.a",
            "x",
            "5",
            "1m",
            "10MB",
            "0",
            "1e9",
            "in (",
            "like ",
            "is null",
            "if(",
            "case(",
            "lower(",
            "round(",
            "bin(",
            "json(",
            "\"(?<a>b)\"",
            "\"x\"",
            "é",
            "😀",
            "\ud800",
            "\u0000",
            "\n",
            ";",
            "--",
            "/*",
            "$1",
            "{",
            "[",
            "__x",
            "between ",
            " ");
    private static final long ROUNDS = Long.getLong("tachograph.rounds", 20_000);

    private final long seed = Long.getLong("tachograph.seed", System.nanoTime());
    private final RandomGenerator random = new SplittableRandom(seed);

    @Test
    void anyTextIsAQuestionOrAComplaintWithItsPlace() {
        for (int i = 0; i < ROUNDS; i++) {
            String text = text(1 + random.nextInt(14));
            try {
                assertThat(Asking.sql(text)).isNotEmpty();
            } catch (PipeException e) {
                assertThat(e.position()).as("%s, seed %d", text, seed).isBetween(0, text.length());
                assertThat(e.position() + e.length())
                        .as("%s, seed %d", text, seed)
                        .isBetween(e.position(), text.length());
                assertThat(e.complaint()).isNotBlank();
                assertThat(e.allowed()).isNotBlank();
            } catch (RuntimeException e) {
                throw new AssertionError("%s, seed %d".formatted(text, seed), e);
            }
        }
    }

    @Test
    void whatIsWrittenDownIsReadAgainAsTheSame() {
        var questions = new RandomQuestion(random);
        for (int i = 0; i < ROUNDS / 10; i++) {
            String text = questions.next();
            Question question = QuestionParser.parse(text);
            String written = PipeText.of(question);
            assertThat(PipeText.of(QuestionParser.parse(written)))
                    .as("%s, seed %d", text, seed)
                    .isEqualTo(written);
            assertThat(withoutComments(Asking.sql(written)))
                    .as("%s, seed %d", text, seed)
                    .isEqualTo(withoutComments(Asking.sql(text)));
        }
    }

    @Test
    void theDatabaseTakesWhateverComesOutAsOneQuery() throws SQLException {
        try (PipeDatabase database = PipeDatabase.open()) {
            var questions = new RandomQuestion(random);
            for (int i = 0; i < ROUNDS / 100; i++) {
                String text = questions.next();
                Compiled compiled = Asking.compile(text);
                try {
                    assertThat(database.names(compiled.sql()))
                            .as("%s, seed %d", text, seed)
                            .isEqualTo(compiled.columns().stream()
                                    .map(Column::name)
                                    .toList());
                    assertThat(database.queries(compiled.sql())).isEqualTo(1);
                } catch (SQLException e) {
                    throw new AssertionError("%s, seed %d: %s".formatted(text, seed, compiled.sql()), e);
                }
            }
        }
    }

    private static String withoutComments(String sql) {
        return sql.lines().filter(line -> !line.startsWith("-- ")).reduce("", (a, b) -> a + "\n" + b);
    }

    private String text(int pieces) {
        var text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
