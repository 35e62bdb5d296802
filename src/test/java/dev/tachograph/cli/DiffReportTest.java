package dev.tachograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.time.TimeRange;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code tachograph diff} prints, and what it takes for a base. */
class DiffReportTest {
    private static final Instant NOW = Instant.parse("2026-11-25T04:00:00Z");
    private static final TimeRange WINDOW = new TimeRange(NOW.minusSeconds(600), NOW);

    private static final String ANSWER = """
            {"from":"2026-11-25T03:50:00Z","to":"2026-11-25T04:00:00Z","base_from":"2026-11-25T03:40:00Z","base_to":"2026-11-25T03:50:00Z",
             "caveats":["of the base \\u001b[31m nothing"],"total":2,"truncated":true,"remarkable":true,"remarkable_score":25,"summary":"2 differences",
             "differences":[{"rank":1,"score":97.2,"kind":"event","sentence":"oom_kill: \\u001b]0;x\\u0007evil","reasons":
               [{"name":"weight","points":95,"sentence":"the most"},{"name":"size","points":-3.5,"sentence":"small"}],
               "first_seen":"2026-11-25T03:55:00Z","link":"/api/events?kind=oom_kill","related":[{"sentence":"java held up to 8 GB"}]}]}
            """;

    private static String render(boolean colour, boolean why) throws IOException {
        var paper = new Paper(colour, colour, colour ? 200 : Integer.MAX_VALUE, 50);
        return new DiffReport(JsonValue.parse(ANSWER), paper, ZoneOffset.UTC, why).render();
    }

    @Test
    void differencesAreALineEachWithTheirDetailsBelow() throws IOException {
        assertThat(render(false, false)).isEqualTo("""
                2026-11-25 03:50:00 to 2026-11-25 04:00:00 against 2026-11-25 03:40:00 to 2026-11-25 03:50:00
                2 differences
                but: of the base \\e[31m nothing
                   1   97  event   oom_kill: \\e]0;x\\u{7}evil
                                  java held up to 8 GB
                                  since 2026-11-25 03:55:00  /api/events?kind=oom_kill
                there are more: -n
                """);
    }

    @Test
    void scoresAreExplainedOnDemandAndColoursAreForTerminals() throws IOException {
        assertThat(render(false, true)).contains("+95.0 weight: the most\n").contains("-3.5 size: small\n");
        assertThat(render(true, false)).contains("\u001b[31;1m   1   97").doesNotContain("\u001b]0;");
    }

    @ParameterizedTest
    @CsvSource({
        "previous, 2026-11-25T03:40:00Z",
        "Yesterday, 2026-11-24T03:50:00Z",
        "-7d, 2026-11-18T03:50:00Z",
        "-1h, 2026-11-25T02:50:00Z",
        "03:00..03:20, 2026-11-25T03:00:00Z"
    })
    void aBaseIsAWordAShiftOrARange(String text, Instant from) {
        assertThat(DiffBase.parse(text, NOW, ZoneOffset.UTC).of(WINDOW).from()).isEqualTo(from);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "-", "-0s", "-x", "7d", "03:00", "..", "03:20..03:00", "\u001b[31m"})
    void whatIsNoBaseIsRefusedWithWhatIsAllowed(String text) {
        assertThatThrownBy(() -> DiffBase.parse(text, NOW, ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed: ")
                .message()
                .doesNotContain("\u001b");
    }

    @Test
    void aBaseBeforeTimeBeganIsRefused() {
        assertThatThrownBy(() -> DiffBase.parse("-5000w", NOW, ZoneOffset.UTC).of(WINDOW))
                .isInstanceOf(CommandFailure.class);
    }
}
