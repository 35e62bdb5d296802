package dev.tachograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmptySearchTest {
    private static final Instant FROM = Instant.parse("2026-11-23T02:00:00Z");
    private static final String LINE = "{\"line\":1,\"timestamp\":\"2026-11-23T02:00:00Z\"}";

    private final List<String> asked = new ArrayList<>();

    /** Of a recorder on which only these searches find something. */
    private List<String> hints(String search, String... found) throws IOException {
        RecorderApi api = (_, parameters) -> {
            String q = parameters.getOrDefault("q", "");
            asked.add(q);
            assertThat(parameters)
                    .containsEntry("limit", "1")
                    .containsEntry("start", FROM.toString())
                    .containsEntry("end", FROM.plusSeconds(60).toString());
            return new Reply(200, "{\"lines\":[" + (Set.of(found).contains(q) ? LINE : "") + "]}");
        };
        return EmptySearch.hints(api, new LogQuery(search, FROM, FROM.plusSeconds(60), "*"));
    }

    @Test
    void aWordThatIsAnIdentifierOrAUnitIsToldToBeOne() throws IOException {
        assertThat(hints("nginx refused", "identifier:\"nginx\"", "unit:\"nginx\""))
                .containsExactly(
                        "nginx is an identifier: try identifier:nginx; words are looked for in the message only");
        assertThat(hints("(a OR ssh) -b", "unit:\"ssh\"", "unit:\"b\""))
                .containsExactly("ssh is a unit: try unit:ssh; words are looked for in the message only");
        assertThat(hints("\"my \\\"x\"", "identifier:\"my \\\"x\"").getFirst())
                .contains("try identifier:\"my \\\"x\";");
    }

    @Test
    void linesWithoutLevelsAndUnitsAreToldToHaveNone() throws IOException {
        String reason = ": lines of syslog files have no unit, and most have no level";
        assertThat(hints("level:warn+", "")).containsExactly("no line of that time has a level" + reason);
        assertThat(hints("unit:ssh", "")).containsExactly("no line of that time has a unit" + reason);
        assertThat(hints("level:err unit:/x/", ""))
                .containsExactly("no line of that time has a level or a unit" + reason);
        assertThat(hints("level:err unit:x", "", "level:debug+", "unit:*")).isEmpty();
        assertThat(hints("level:err")).as("no lines at all").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-nginx", "/nginx/", "hostname:x", "a:b:("})
    void whereNothingCouldBeSaidNothingIsAsked(String search) throws IOException {
        assertThat(hints(search, "")).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void fewWordsAreAskedFor() throws IOException {
        assertThat(hints("a b c d e f g h")).isEmpty();
        assertThat(asked).hasSize(6);
    }
}
