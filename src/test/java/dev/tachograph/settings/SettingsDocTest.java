package dev.tachograph.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/settings.md against the code. */
class SettingsDocTest {
    private static final Path DOC = Path.of("docs/settings.md");
    private static final Pattern ROW = Pattern.compile("^\\| `[a-z_]+` \\|.*\\|$", Pattern.MULTILINE);
    private static final Pattern TOML = Pattern.compile("^```toml\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void theTableIsTheListOfAllSettings() throws IOException {
        String rows = ROW.matcher(Files.readString(DOC))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining("\n"));
        assertThat(rows)
                .isEqualTo(
                        KnownSettings.all().stream().map(SettingsDocTest::row).collect(Collectors.joining("\n")));
    }

    @Test
    void theExamplesAreAllowed() throws Exception {
        var examples = TOML.matcher(Files.readString(DOC)).results().toList();
        assertThat(examples).hasSize(4);
        for (MatchResult example : examples) {
            Path file = Files.writeString(folder.resolve("config.toml"), example.group(1));
            var flag = new Flag(Flag.CONFIG, file.toString());
            assertThat(SettingsLoader.loadForClient(List.of(flag), new Sandbox(folder).surroundings()))
                    .isNotNull();
        }
    }

    @Test
    void theErrorsAreThoseThatAreReported() throws IOException {
        var sandbox = new Sandbox(folder);
        sandbox.userFile("process_interval = \"5 parsecs\"", "proces_interval = 1", "server.name = 1");
        sandbox.variable("TACHOGRAPH_LISTEN", "here").variable("TACHOGRAPH_LISTN", "");
        sandbox.flag("--interval", "1ms");
        String doc = Files.readString(DOC);
        assertThat(sandbox.problems())
                .hasSize(6)
                .allSatisfy(problem -> assertThat(doc).contains(problem.replaceFirst(".*config\\.toml:\\d+: ", "")));
    }

    private static String row(Setting<?> setting) {
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(
                        setting.key(),
                        setting.preset() == null || setting.preset().isEmpty()
                                ? setting.defaultText()
                                : "`" + setting.defaultText() + "`",
                        setting.allowed(),
                        setting.takesEffect() ? "yes" : "later",
                        setting.description());
    }
}
