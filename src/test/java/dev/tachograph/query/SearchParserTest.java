package dev.tachograph.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What searches mean, by how they are written down again. */
class SearchParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '\0',
            value = {
                "error ¦ \"error\"",
                "connection refused ¦ \"connection\" \"refused\"",
                "connection AND refused ¦ \"connection\" \"refused\"",
                "\"connection refused\" ¦ \"connection refused\"",
                "\"say \\\"no\\\" \\\\ \\n\" ¦ \"say \\\"no\\\" \\\\ \\\\n\"",
                "a OR b c ¦ \"a\" OR \"b\" \"c\"",
                "(a OR b) c ¦ (\"a\" OR \"b\") \"c\"",
                "((a)) ¦ \"a\"",
                "-a ¦ -\"a\"",
                "NOT a ¦ -\"a\"",
                "NOT -a ¦ -(-\"a\")",
                "-(a b) ¦ -(\"a\" \"b\")",
                "- a ¦ \"-\" \"a\"",
                "--verbose ¦ \"--verbose\"",
                "a-b ¦ \"a-b\"",
                "or not and ¦ \"or\" \"not\" \"and\"",
                "ORDER ¦ \"ORDER\"",
                "status=300 ¦ \"status=300\"",
                "x->y a>b 1<2 ¦ \"x->y\" \"a>b\" \"1<2\"",
                "12:30:05 ::1 ¦ \"12:30:05\" \"::1\"",
                "f(x) ¦ \"f\" \"x\"",
                "C:\\* ¦ C:\"*\"",
                "sd*rn ¦ \"sd*rn\"",
                "/re?(d|t)/ ¦ /re?(d|t)/",
                "/Re D/i ¦ /Re D/i",
                "-/a\\/b/ ¦ -/a\\/b/",
                "/usr/bin/x ¦ \"/usr/bin/x\"",
                "/ // ¦ \"/\" \"//\"",
                "unit:ssh ¦ unit:\"ssh\"",
                "unit:\"a b\" ¦ unit:\"a b\"",
                "unit:ss* ¦ unit:ss*",
                "unit:a\\ b? ¦ unit:a\\ b?",
                "unit:a\\* ¦ unit:\"a*\"",
                "unit:a\\?* ¦ unit:a\\?*",
                "exe:/usr/bin/x ¦ exe:\"/usr/bin/x\"",
                "exe:/bin/ ¦ exe:/bin/",
                "-host:web1 ¦ -hostname:\"web1\"",
                "tag:cron ¦ identifier:\"cron\"",
                "msg:fail message:/x/ ¦ \"fail\" /x/",
                "msg:fail* ¦ message:fail*",
                "level:warn ¦ priority:4",
                "level:WARNING+ ¦ priority<=4",
                "priority:3 severity:debug+ ¦ priority:3 priority<=7",
                "level<=err level:>info ¦ priority<=3 priority>6",
                "pid:12 pid>100 uid<=-1 ¦ pid:12 pid>100 uid<=-1",
                "pid:>=5 ¦ pid>=5",
                "pid:1* ¦ pid:1*",
                "facility:AUTH facility>=local0 ¦ facility:4 facility>=16",
                "boot:11111111-2222-3333-4444-555555555555 ¦ boot_id:\"11111111222233334444555555555555\"",
                "boot:AB-CD* ¦ boot_id:abcd*",
                "_PID:12 FOO:\"x\" __X1:y* ¦ _PID:\"12\" FOO:\"x\" __X1:y*",
                "unit:\"\" ¦ unit:\"\"",
                "line>=100 ¦ line>=100",
            })
    void isReadAs(String text, String meaning) {
        assertThat(SearchText.of(SearchParser.parse(text))).isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n\u00a0\u3000"})
    void nothingIsEverything(String text) {
        assertThat(SearchParser.parse(text)).isEqualTo(new Search.Everything());
    }

    @Test
    void aWordBindsCloserWithAndThanWithOr() {
        assertThat(SearchParser.parse("a b OR c"))
                .isEqualTo(new Search.Any(List.of(
                        new Search.All(List.of(new Search.Text("a"), new Search.Text("b"))), new Search.Text("c"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '\0',
            value = {
                "(a b ¦ 0 ¦ 1 ¦ a ( without its )",
                "a) b ¦ 1 ¦ 1 ¦ a ) without its (",
                "a () ¦ 3 ¦ 1 ¦ a term is missing before )",
                "a OR ¦ 4 ¦ 0 ¦ a term is missing at the end",
                "OR a ¦ 0 ¦ 2 ¦ a term is missing before OR",
                "a AND AND b ¦ 6 ¦ 3 ¦ a term is missing before AND",
                "NOT ¦ 3 ¦ 0 ¦ a term is missing at the end",
                "a \"b c ¦ 2 ¦ 4 ¦ a quote without its end",
                "x hostnam:y ¦ 2 ¦ 7 ¦ there is no field 'hostnam'; did you mean 'hostname'?",
                "http://x ¦ 0 ¦ 4 ¦ there is no field 'http'",
                "Unit:x ¦ 0 ¦ 4 ¦ there is no field 'Unit'; did you mean 'unit'?",
                "unit: x ¦ 5 ¦ 0 ¦ a value is missing behind 'unit:'",
                "level:loud ¦ 6 ¦ 4 ¦ 'loud' is no level",
                "level:w* ¦ 6 ¦ 2 ¦ 'priority' knows no wildcards",
                "pid:x ¦ 4 ¦ 1 ¦ 'x' is no number",
                "pid>x ¦ 4 ¦ 1 ¦ 'x' is no number",
                "pid> ¦ 4 ¦ 0 ¦ '' is no number",
                "pid:99999999999999999999 ¦ 4 ¦ 20 ¦ '99999999999999999999' is no number",
                "unit>5 ¦ 0 ¦ 5 ¦ 'unit' holds no numbers, and can't be compared",
                "boot:xyz ¦ 5 ¦ 3 ¦ 'xyz' is no id",
                "timestamp:now ¦ 10 ¦ 3 ¦ time is no term of a search",
                "fields:x ¦ 7 ¦ 1 ¦ 'fields' is not searched as a whole",
                "a \ud800 ¦ 2 ¦ 1 ¦ half a character",
            })
    void isRefusedAtItsPlace(String text, int position, int length, String complaint) {
        assertThatThrownBy(() -> SearchParser.parse(text)).isInstanceOfSatisfying(SearchException.class, e -> {
            assertThat(e.complaint()).isEqualTo(complaint);
            assertThat(e.position()).isEqualTo(position);
            assertThat(e.length()).isEqualTo(length);
            assertThat(e.allowed()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {51, 4000})
    void whatIsTooDeepIsRefused(int depth) {
        int most = Math.min(depth, SearchParser.MOST_CHARACTERS / 2);
        assertThatThrownBy(() -> SearchParser.parse("(".repeat(most) + "a" + ")".repeat(most - 1)))
                .isInstanceOf(SearchException.class)
                .hasMessageStartingWith("too deep");
        assertThatThrownBy(() -> SearchParser.parse("NOT ".repeat(60) + "a"))
                .isInstanceOf(SearchException.class)
                .hasMessageStartingWith("too deep");
    }

    @Test
    void whatIsTooLongIsRefused() {
        assertThat(SearchParser.parse("a".repeat(SearchParser.MOST_CHARACTERS))).isInstanceOf(Search.Text.class);
        assertThatThrownBy(() -> SearchParser.parse("a".repeat(SearchParser.MOST_CHARACTERS + 1)))
                .isInstanceOf(SearchException.class)
                .hasMessageContaining("4096");
        assertThatThrownBy(() -> SearchParser.parse("a ".repeat(201)))
                .isInstanceOf(SearchException.class)
                .hasMessageStartingWith("too many terms");
        assertThatThrownBy(() -> SearchParser.parse("/" + "a".repeat(1001) + "/"))
                .isInstanceOf(SearchException.class)
                .hasMessageContaining("1000");
    }

    @Test
    void aValueOfAParameterIsWhatStandsBehindTheColon() {
        assertThat(SearchText.of(SearchParser.field("hostname", "web (1)*"))).isEqualTo("hostname:web\\ \\(1\\)*");
        assertThat(SearchText.of(SearchParser.field("priority", "err+"))).isEqualTo("priority<=3");
        assertThatThrownBy(() -> SearchParser.field("unit", "")).isInstanceOf(SearchException.class);
        assertThatThrownBy(() -> SearchParser.field("priority", "4 OR 5")).isInstanceOf(SearchException.class);
    }

    @Test
    void everyColumnThatIsSearchedHasOneName() {
        assertThat(LogColumn.searchedNames()).doesNotHaveDuplicates().contains("unit", "host", "level", "pid");
        for (String name : LogColumn.searchedNames()) {
            assertThat(SearchField.named(name)).as(name).isPresent();
        }
    }
}
