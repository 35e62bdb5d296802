package dev.tachograph.cli;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Holds {@code docs/commands.md} against the command line itself. */
class CommandsDocumentTest {
    private static final Pattern SECTION = Pattern.compile("(?m)^###? .*`tachograph (\\w+)`$");
    private static final Pattern OPTION = Pattern.compile("`(--?[a-z][a-z-]*)(?: [A-Z.:]+)?`");

    private final Playground playground = new Playground(Path.of("/"));
    private final Map<String, CommandLine> commands =
            playground.commands().commandLine().getSubcommands();
    private Map<String, String> sections = Map.of();

    @BeforeEach
    void read() throws IOException {
        String document = Files.readString(Path.of("docs/commands.md"));
        Matcher heading = SECTION.matcher(document);
        sections = heading.results().collect(toMap(found -> found.group(1), found -> section(document, found.end())));
    }

    private static String section(String document, int from) {
        Matcher next = Pattern.compile("(?m)^##").matcher(document).region(from, document.length());
        return document.substring(from, next.find() ? next.start() : document.length());
    }

    @Test
    void everyCommandHasASectionAndEverySectionACommand() {
        assertThat(sections.keySet()).isEqualTo(commands.keySet());
    }

    @Test
    void everySectionNamesTheOptionsOfItsCommand() {
        commands.forEach((name, command) -> {
            if (!name.equals("help")) {
                assertThat(documented(sections.getOrDefault(name, "")))
                        .as(name)
                        .isEqualTo(options(command.getCommandSpec()));
            }
        });
    }

    @Test
    void everyExampleParses() {
        sections.forEach((name, text) -> {
            var examples = Examples.in(text.lines().toList());
            assertThat(examples).as(name).isNotEmpty();
            examples.forEach(example -> Examples.parse(playground, example));
        });
    }

    private static Set<String> documented(String section) {
        return OPTION.matcher(section)
                .results()
                .map(found -> found.group(1))
                .filter(option -> !option.equals("-h") && !option.equals("--help"))
                .collect(toSet());
    }

    private static Set<String> options(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !option.inherited())
                .flatMap(option -> Arrays.stream(option.names()))
                .collect(toSet());
    }
}
