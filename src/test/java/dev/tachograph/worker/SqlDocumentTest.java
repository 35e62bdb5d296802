package dev.tachograph.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.store.Writing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The statements of the documents are answered as they stand. */
@Timeout(60)
class SqlDocumentTest {
    private static final Pattern STATEMENT = Pattern.compile("(?s)```sql\\n(.*?)```");

    @TempDir
    private Path folder;

    @Test
    void everyExampleIsAnswered() throws Exception {
        try (var writing = new Writing(folder.resolve("data"), 5, 100_000_000);
                var runner = new RunnerHere(writing.store, Files.createDirectory(folder.resolve("temporary")))) {
            writing.tick();
            List<String> examples = Stream.of("docs/sql.md", "docs/tables.md")
                    .flatMap(SqlDocumentTest::statements)
                    .flatMap(block -> Pattern.compile(";\\n").splitAsStream(block))
                    .filter(statement -> !statement.isBlank())
                    .filter(statement -> !statement.contains("'segments/")) // for a DuckDB of one's own
                    .toList();
            assertThat(examples).hasSizeGreaterThan(5);
            for (String sql : examples) {
                var question = new SqlQuestion(
                        sql, SqlQuestion.Origin.TYPED, SqlQuestion.Format.JSON, 10, Duration.ofSeconds(30));
                assertThat(SqlTable.read(runner, question).columns()).as(sql).isNotEmpty();
            }
        }
    }

    private static Stream<String> statements(String document) {
        try {
            return STATEMENT
                    .matcher(Files.readString(Path.of(document)))
                    .results()
                    .map(found -> found.group(1));
        } catch (IOException e) {
            throw new AssertionError(document, e);
        }
    }
}
