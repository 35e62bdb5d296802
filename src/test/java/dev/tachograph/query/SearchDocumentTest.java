package dev.tachograph.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.LargeValue;
import dev.tachograph.model.LogLine;
import dev.tachograph.store.LogFixture;
import dev.tachograph.store.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/search.md} is what users write their searches by. */
class SearchDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/search.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern FIELD_ROW = Pattern.compile("^\\| (`[a-z_`, ]+) \\| ((?:`[a-z_`, ]+)?) ?\\|.*");
    private static final Pattern SAME = Pattern.compile("^\\| `([^`]+)` \\| `([^`]+)` \\|$");
    private static final Instant BEGIN = Instant.parse("2026-11-23T03:00:00Z");

    private static List<String> section(String heading) throws Exception {
        return Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.startsWith(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .toList();
    }

    private static Stream<String> codes(String text) {
        return CODE.matcher(text).results().map(found -> found.group(1));
    }

    @Test
    void itsExamplesAreSearches() throws Exception {
        List<String> examples = section("# Searching").stream()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> codes(line.substring(0, line.indexOf(" | "))))
                .toList();
        assertThat(examples).hasSizeGreaterThan(15);
        for (String example : examples) {
            assertThat(SearchParser.parse(example)).as(example).isNotEqualTo(new Search.Everything());
        }
    }

    @Test
    void itNamesEveryFieldAndAlias() throws Exception {
        List<String> names = new ArrayList<>();
        for (String line : section("## Fields")) {
            Matcher row = FIELD_ROW.matcher(line);
            if (row.matches()) {
                codes(row.group(1) + row.group(2)).forEach(names::add);
            }
        }
        assertThat(names).containsExactlyInAnyOrderElementsOf(LogColumn.searchedNames());
    }

    @Test
    void itsConditionsFindWhatItsSearchesFind(@TempDir Path folder) throws Exception {
        List<String[]> same = section("## The same").stream()
                .map(SAME::matcher)
                .filter(Matcher::matches)
                .map(row -> new String[] {row.group(1), row.group(2)})
                .toList();
        assertThat(same).hasSizeGreaterThan(6);
        try (var log = new LogFixture(folder.resolve("data"))) {
            log.add(lines(log));
            log.seal();
            log.add(lines(log));
            for (String[] pair : same) {
                List<Long> found = searched(log, pair[0]);
                assertThat(found).as(pair[0]).isNotEmpty();
                try (Reading reading = log.recorded().read()) {
                    assertThat(reading.all(
                                    "SELECT line FROM journal_logs WHERE %s ORDER BY line".formatted(pair[1]),
                                    row -> row.number(1)))
                            .as(pair[1])
                            .isEqualTo(found);
                }
            }
        }
    }

    private static List<Long> searched(LogFixture log, String search) throws Exception {
        var question = new LogQuestion(search, List.of(), BEGIN, BEGIN.plusSeconds(60));
        return new LogLines(log.recorded())
                .page(question, new LogOrder(LogColumn.LINE, false), 1000, null).keys().stream()
                        .map(LogKey::line)
                        .toList();
    }

    private static List<LogLine> lines(LogFixture log) {
        byte[] large = ("x".repeat(5000) + "Needle").getBytes(UTF_8);
        return List.of(
                log.line(BEGIN, 4, "ssh.service", "sshd", 4711, "Connection REFUSED", Map.of()),
                log.line(
                        BEGIN, 3, null, "cron", 999, "refused: no needle", Map.of("_AUDIT_SESSION", List.of("2", "3"))),
                log.line(BEGIN, null, null, null, 2000, null, Map.of()),
                log.line(
                        BEGIN,
                        6,
                        "cron.service",
                        "cron",
                        2000,
                        "xx",
                        Map.of(),
                        new LargeValue(LogLine.MESSAGE, large)));
    }
}
