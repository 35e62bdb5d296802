package dev.tachograph.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionsTest {

    private static List<String> texts(String question) {
        return Completions.at(question, question.length(), Asking.DAY).stream()
                .map(Completion::text)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '^', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            proc                                   ^ processes:
            err OR un                              ^ unit:
            processes: cpu_u                       ^ cpu_usage=
            error | st                             ^ stats
            error | stats co                       ^ count
            error | stats avg(pi                   ^ pid
            error | stats count by identi          ^ identifier
            error | where low                      ^ lower(
            | stats count as errors | where er     ^ errors
            | join pro                             ^ processes
            | timechart sp                         ^ span=
            | top 5 unit b                         ^ by
            | rex fi                               ^ field=
            """)
    void fitTheWordAtTheCursor(String question, String text) {
        assertThat(texts(question))
                .contains(text)
                .allSatisfy(one -> assertThat(one.toLowerCase(Locale.ROOT))
                        .startsWith(question.replaceAll(".*[^A-Za-z0-9_.]", "")));
    }

    @Test
    void behindStatsThereAreOnlyItsColumns() {
        assertThat(Completions.at("| stats count, max(pid) as p by unit | sort ", 44, Asking.DAY))
                .filteredOn(one -> one.type() == Completion.Type.COLUMN)
                .extracting(Completion::text)
                .containsExactly("unit", "count", "p");
    }

    @Test
    void thereAreNoneWithinQuotesAndBehindNonsense() {
        assertThat(texts("\"err")).isEmpty();
        assertThat(texts("| where unit = \"ss")).isEmpty();
        assertThat(texts("| where unit = \u0001 ")).isEmpty();
    }

    @Test
    void anyPlaceOfAnyQuestionHasSomeOrNone() {
        String question =
                "processes: name=java cpu_usage>50 | eval x = if(pid > 5, \"a\", lower(name)) | timechart span=1m max(x) by `n`";
        for (int i = 0; i <= question.length(); i++) {
            assertThat(Completions.at(question, i, Asking.DAY)).isNotNull();
        }
    }
}
