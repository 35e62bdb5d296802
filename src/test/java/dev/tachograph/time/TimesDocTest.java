package dev.tachograph.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/times.md against the code. */
class TimesDocTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|.*\\| (\\S+Z) \\|$", Pattern.MULTILINE);

    @Test
    void theExamplesMeanWhatIsSaid() throws IOException {
        var now = Instant.parse("2026-11-23T12:00:00Z");
        var rows = ROW.matcher(Files.readString(Path.of("docs/times.md")))
                .results()
                .toList();
        assertThat(rows)
                .hasSize(15)
                .allSatisfy(row -> assertThat(Times.parse(row.group(1), now, ZoneId.of("Europe/Berlin")))
                        .hasToString(row.group(2)));
    }
}
