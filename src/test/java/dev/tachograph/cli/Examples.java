package dev.tachograph.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Command lines that documents and helps show. */
final class Examples {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private Examples() {}

    /** The lines that call tachograph. */
    static List<String> in(List<String> lines) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith("tachograph") || line.startsWith("sudo -u tachograph "))
                .map(line -> line.replaceFirst("^sudo -u tachograph ", ""))
                .toList();
    }

    /** Fails unless the command line takes it. */
    static void parse(Playground playground, String example) {
        var words = new ArrayList<>(
                WORD.matcher(example).results().map(Examples::unquoted).toList());
        Commands commands = playground.commands();
        List<String> complete = commands.withCommand(words.subList(1, words.size()));
        commands.commandLine().parseArgs(complete.toArray(String[]::new));
    }

    private static String unquoted(MatchResult word) {
        return word.group(1) == null ? word.group(2) : word.group(1);
    }
}
