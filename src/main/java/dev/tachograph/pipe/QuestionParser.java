package dev.tachograph.pipe;

import dev.tachograph.query.LogColumn;
import dev.tachograph.text.Spelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the questions that docs/pipes.md describes. */
final class QuestionParser {
    /** Longer questions are refused. */
    static final int MOST_CHARACTERS = 8192;

    private static final int MOST_COMMANDS = 50;
    private static final Pattern SOURCE = Pattern.compile("\\s*([a-z_]+):");

    private final String text;
    private final Depth depth = new Depth();

    private QuestionParser(String text) {
        this.text = text;
    }

    /** Reads a question. @throws PipeException when it is none */
    static Question parse(String text) {
        return new QuestionParser(text).question();
    }

    private Question question() {
        check();
        int end = SearchEnd.of(text, 0);
        Question.Source source = source(end);
        var tokens = new Tokens(text, end);
        var parser = new CommandParser(tokens, depth);
        List<Command> commands = new ArrayList<>();
        while (tokens.takeSymbol("|")) {
            if (commands.size() == MOST_COMMANDS) {
                throw new PipeException(
                        tokens.last(), "too many commands", "at most %d are allowed".formatted(MOST_COMMANDS));
            }
            commands.add(parser.command());
        }
        return new Question(source, commands);
    }

    private void check() {
        if (text.length() > MOST_CHARACTERS) {
            throw new PipeException(
                    new Place(MOST_CHARACTERS, text.length()),
                    "the question has %d characters".formatted(text.length()),
                    "at most %d are allowed".formatted(MOST_CHARACTERS));
        }
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (Character.getType(text.codePointAt(i)) == Character.SURROGATE) {
                throw new PipeException(new Place(i, i + 1), "half a character", "text is Unicode");
            }
        }
    }

    private Question.Source source(int end) {
        Matcher leading = SOURCE.matcher(text).region(0, end);
        if (!leading.lookingAt()) {
            return logs(0, end);
        }
        String name = leading.group(1);
        boolean isAlone = leading.end() == end || Lexer.isBlank(text.charAt(leading.end()));
        if (Sources.named(name).isEmpty() && (!isAlone || isLogField(name))) {
            return logs(0, end);
        }
        SourceTable table = Sources.named(name)
                .orElseThrow(() -> new PipeException(
                        new Place(leading.start(1), leading.end(1)),
                        "there is no source '%s'%s".formatted(name, Spelling.didYouMean(name, Sources.names())),
                        "sources are " + String.join(", ", Sources.names())));
        if (table.isLogs()) {
            return logs(leading.end(), end);
        }
        var place = new Place(leading.end(), end);
        return new Question.Source.Rows(table, TermParser.parse(text, place, depth), new Place(0, end));
    }

    private static boolean isLogField(String name) {
        return Arrays.stream(LogColumn.values())
                .anyMatch(
                        column -> column.key().equals(name) || column.aliases().contains(name));
    }

    private Question.Source logs(int begin, int end) {
        return LineSearch.parse(text.substring(begin, end), new Place(begin, end));
    }
}
