package dev.tachograph.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.cli.SqlScript.Statement;
import dev.tachograph.cli.SqlTokens.Token;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where statements end: at semicolons that stand in no quote and no comment. */
class SqlScriptTest {
    private static final List<String> PIECES = List.of(
            "select", " ", "\n", ";", "'", "''", "\"", "--", "/*", "*/", "$$", "$tag$", "$1", "e'", "\\", "x", "1.5",
            "é", "😀", "\u202e", "\0");

    private static List<String> texts(String script) {
        return SqlScript.of(script).statements().stream().map(Statement::text).toList();
    }

    @Test
    void statementsEndWithSemicolonsAndTheLastMayDoWithout() {
        assertThat(texts("SELECT 1; SELECT 2 ;\n\nSELECT 3")).containsExactly("SELECT 1", "SELECT 2", "SELECT 3");
        assertThat(texts(" ;; \n-- nothing\n;/* nor here */")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ';'",
                "SELECT 'it''s;'",
                "SELECT E'it\\';s'",
                "SELECT \"a;\"\"b\"",
                "SELECT 1 -- ; no",
                "SELECT /* ; /* ; */ ; */ 1",
                "SELECT $$;'$$",
                "SELECT $tag$ ; $$ ; $tag$",
                "SELECT 'é;', '\u202e;'",
            })
    void aSemicolonWithinAQuoteOrACommentEndsNothing(String statement) {
        assertThat(texts(statement + ";SELECT 2"))
                .hasSizeLessThanOrEqualTo(2)
                .startsWith(statement.endsWith("no") ? statement + ";SELECT 2" : statement);
        assertThat(texts(statement + "\n;SELECT 2")).containsExactly(statement, "SELECT 2");
    }

    @Test
    void parametersAndNamesWithDollarSignsAreNoQuotes() {
        assertThat(texts("SELECT $1; SELECT a$b$c; SELECT $2")).hasSize(3);
    }

    @Test
    void aStatementKnowsItsLine() {
        assertThat(SqlScript.of("-- first\n\nSELECT 1;\n\n  SELECT\n2;").statements())
                .containsExactly(new Statement("SELECT 1", 3), new Statement("SELECT\n2", 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SELECT 1;", "SELECT 1; -- done", "SELECT ';' ; "})
    void isCompleteBehindItsSemicolon(String text) {
        assertThat(SqlScript.of(text).complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1", "SELECT ';", "SELECT 1; /*", "SELECT \";", "SELECT $$ ;", "-- x\nSELECT"})
    void goesOnWithoutOneOrWithinAQuote(String text) {
        assertThat(SqlScript.of(text).complete()).isFalse();
    }

    @Test
    void theTokensOfAnyTextAreTheText() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            String text = random.ints(random.nextInt(12), 0, PIECES.size())
                    .mapToObj(PIECES::get)
                    .collect(joining());
            assertThat(SqlTokens.of(text).stream().map(token -> token.of(text)).collect(joining()))
                    .as("seed %d", seed)
                    .isEqualTo(text);
            assertThat(SqlTokens.of(text)).allMatch(token -> token.from() < token.until());
            assertThat(texts(text)).as("seed %d", seed).allMatch(text::contains).noneMatch(String::isBlank);
        }
    }

    @Test
    void onlyTheLastTokenMayBeOpen() {
        List<Token> tokens = SqlTokens.of("SELECT 'a', \"b");
        assertThat(tokens.subList(0, tokens.size() - 1)).allMatch(Token::closed);
        assertThat(tokens.getLast().closed()).isFalse();
    }
}
