package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.Clocks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnPatternsTest {
    private static final byte[] KEY = "an installation's own key".getBytes(UTF_8);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "corp-[0-9]{4}           | a corp-1234 b corp-5678 | a * b *",
                "PIN (\\d{4})            | the PIN 1234 is right   | the PIN * is right",
                "(a+)(?<secret>b+)       | xaabb                   | xaa*",
                "x(y)?                   | xy x                    | x* *",
                "(?i)badge (\\w+)        | Badge x1 and BADGE x2   | Badge * and BADGE *",
                "nothing                 | stays as it is          | stays as it is",
                "(?=x)                   | x                       | x",
                "(?<=/)[^/]+(?=/end)     | /a/b/end                | /a/*/end",
            })
    void whatAPatternFindsIsHidden(String pattern, String message, String expected) {
        assertThat(stars(redactor(pattern).redact(message))).isEqualTo(expected);
    }

    @Test
    void theyHoldForCommandLinesTooAlsoFromOneArgumentToTheNext() {
        var redaction = new Redaction(KEY, List.of("--pin (\\d+)"));
        String mark = redaction.messages().redact("--pin 1234").substring("--pin ".length());
        assertThat(redaction.messages().commandLine("app --pin 1234")).isEqualTo("app --pin " + mark);
        assertThat(redaction.commandLines().line(List.of("app", "--pin", "1234")))
                .isEqualTo("app --pin " + mark);
    }

    @Test
    void aSecretHasTheSameMarkWhoeverFindsIt() {
        assertThat(redactor("corp-\\d+").redact("corp-1234 password=corp-1234"))
                .matches("(‹redacted:[0-9a-f]{8}›) password=\\1");
    }

    @Test
    void whatStandsInPlaceOfASecretStays() {
        var redactor = redactor("\\w+", "[a-z0-9]{3}", "redacted:.*");
        String once = redactor.redact("password=hunter2");
        assertThat(stars(once)).isEqualTo("***");
        assertThat(redactor.redact(once)).isEqualTo(once);
    }

    @Test
    void aHiddenStretchIsHiddenAroundWhatIsHiddenAlready() {
        assertThat(stars(redactor("begin (.*) end").redact("begin a password=hunter2 b end")))
                .isEqualTo("begin *** end");
    }

    @ParameterizedTest
    @CsvSource({"(a+)+b", "(a|aa)+$", "(a*)*c", "(.*a){20}b", "(?:a|b)*x"})
    void aMessageThatWouldBeSearchedForEverIsHiddenAsAWhole(String pattern) {
        var clocks = new Clocks();
        var redactor = redactor(pattern);
        String message = "a".repeat(20_000) + "!";
        long begin = clocks.threadCpuNanos();
        String clean = redactor.redact(message);
        assertThat(clocks.threadCpuNanos() - begin).isLessThan(3_000_000_000L);
        assertThat(clean).isIn(message, redactor.redact(message));
        assertThat(clean.equals(message) || stars(clean).equals("*")).isTrue();
    }

    @Test
    void aLongMessageIsSearchedToItsEndWhereThePatternIsSimple() {
        assertThat(redactor("corp-[0-9]{4}").redact("x".repeat(1_000_000) + " corp-1234"))
                .doesNotContain("corp-1234")
                .startsWith("xxx");
    }

    private static MessageRedactor redactor(String... patterns) {
        return new Redaction(KEY, List.of(patterns)).messages();
    }

    private static String stars(String message) {
        return message.replaceAll("‹redacted:[0-9a-f]{8}›", "*");
    }
}
