package dev.tachograph.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.store.Writing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What somebody might try, without the cage that would make it harmless: the statement itself is refused. */
@Timeout(120)
class HostileStatementsTest {
    private static final String READS = "READS";

    @TempDir
    private Path folder;

    private record Attempt(String answer, String sql) {}

    @Test
    void eachIsAnsweredAsItShouldBeAndNothingChanges() throws Exception {
        Path data = folder.resolve("data");
        Path other = Files.createDirectory(folder.resolve("other"));
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        try (var writing = new Writing(data, 10, 100_000_000);
                var runner = new RunnerHere(writing.store, temporary)) {
            writing.tick();
            writing.tick();
            Map<String, Long> before = files();
            List<Attempt> attempts = attempts(data, other);
            assertThat(attempts).hasSizeGreaterThan(100);
            for (Attempt attempt : attempts) {
                assertThat(answer(runner, attempt.sql)).as(attempt.sql).isEqualTo(attempt.answer);
            }
            assertThat(files()).isEqualTo(before);
            assertThat(SqlTable.read(runner, question("SELECT count(*) FROM ticks"))
                            .rows())
                    .isEqualTo(List.of(List.of(2L)));
        }
    }

    private static List<Attempt> attempts(Path data, Path other) throws IOException {
        try (InputStream in = HostileStatementsTest.class.getResourceAsStream("hostile-statements.txt")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.replace("DIR", other.toString()).replace("DATA/", data + "/"))
                    .map(line -> new Attempt(
                            line.substring(0, line.indexOf(' ')),
                            line.substring(line.indexOf(' ') + 1).replace("\\n", "\n")))
                    .toList();
        }
    }

    private static String answer(SqlRunner runner, String sql) throws IOException {
        try (SqlRun run = runner.begin(question(sql))) {
            run.head();
            run.writeRows(OutputStream.nullOutputStream());
            return READS;
        } catch (SqlRefusal e) {
            assertThat(e.getMessage()).isNotBlank();
            return e.kind().name();
        }
    }

    private static SqlQuestion question(String sql) {
        return new SqlQuestion(sql, SqlQuestion.Origin.TYPED, SqlQuestion.Format.JSON, 1000, Duration.ofSeconds(30));
    }

    /** Every file with its size. */
    private Map<String, Long> files() throws IOException {
        var files = new TreeMap<String, Long>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile).forEach(file -> files.put(file.toString(), size(file)));
        }
        return files;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
