package dev.tachograph.pipe;

import dev.tachograph.query.LogColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what may stand at the cursor in a question that is being written. */
public final class Completions {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*$");
    private static final Set<String> GROUPING = Set.of("stats", "timechart");
    private static final Set<String> VALUES = Set.of("where", "eval");

    private final Moment moment;
    private final String before;
    private final Place place;
    private final String word;
    private final List<Completion> found = new ArrayList<>();

    private Completions(String before, Moment moment) {
        this.moment = moment;
        this.before = before;
        Matcher matcher = WORD.matcher(before);
        this.word = matcher.find() ? matcher.group() : "";
        this.place = new Place(before.length() - word.length(), before.length());
    }

    /**
     * What may stand there, in the order in which it should be shown.
     *
     * @param cursor from 0 to the length of the question; what stands behind it does not count
     */
    public static List<Completion> at(String question, int cursor, Moment moment) {
        var completions = new Completions(question.substring(0, cursor), moment);
        completions.find();
        return completions.found;
    }

    private void find() {
        int end = SearchEnd.of(before, 0);
        try {
            if (end == before.length()) {
                search();
            } else {
                command(end);
            }
        } catch (PipeException _) {
            // within quotes, or behind what makes no sense: nothing is known of what may stand here
        }
    }

    private void add(String text, Completion.Type type, String help) {
        if (text.toLowerCase(Locale.ROOT).startsWith(word.toLowerCase(Locale.ROOT))) {
            found.add(new Completion(text, type, help, place.begin(), place.end()));
        }
    }

    private void search() {
        if (before.chars().filter(c -> c == '"').count() % 2 == 1) {
            return;
        }
        if (before.substring(0, place.begin()).isBlank()) {
            Sources.all().forEach(table -> add(table.name() + ":", Completion.Type.SOURCE, table.help()));
        }
        SourceTable table = source();
        if (table.isLogs()) {
            Arrays.stream(LogColumn.values())
                    .filter(column -> column != LogColumn.TIMESTAMP && column != LogColumn.FIELDS)
                    .forEach(column -> add(column.key() + ":", Completion.Type.FIELD, column.description()));
        } else {
            table.columns().forEach(column -> add(column.name() + "=", Completion.Type.FIELD, column.help()));
        }
    }

    private SourceTable source() {
        int colon = before.indexOf(':');
        String name = colon < 0 ? "" : before.substring(0, colon).strip();
        return Sources.named(name).orElseGet(Sources::logs);
    }

    private void command(int firstPipe) {
        List<Token> tokens = new ArrayList<>();
        var reader = new Tokens(before, firstPipe);
        int pipe = firstPipe;
        while (reader.peek().type() != Token.Type.END) {
            Token token = reader.take();
            boolean isPipe = token.isSymbol("|");
            pipe = isPipe ? token.place().begin() : pipe;
            if (isPipe) {
                tokens.clear();
            } else if (token.place().end() <= place.begin() || word.isEmpty()) {
                tokens.add(token);
            }
        }
        if (tokens.isEmpty()) {
            CommandHelp.all().forEach(command -> add(command.name(), Completion.Type.COMMAND, command.help()));
        } else {
            argument(tokens, columns(pipe));
        }
    }

    /** The columns before a pipe; those of the source where what stands before it makes no sense. */
    private List<Column> columns(int pipe) {
        try {
            String text = before.substring(0, pipe);
            Question question = QuestionParser.parse(text);
            var compiler = new Compiler(text, moment);
            Stage stage = compiler.begin(question.source());
            for (Command command : question.commands()) {
                stage = compiler.next(stage, command);
            }
            return stage.columns();
        } catch (PipeException _) {
            return source().columns();
        }
    }

    private void argument(List<Token> tokens, List<Column> columns) {
        String command = tokens.getFirst().text().toLowerCase(Locale.ROOT);
        Token last = tokens.getLast();
        if (command.equals("join")) {
            add("processes", Completion.Type.KEYWORD, "");
        } else if (GROUPING.contains(command)) {
            grouped(command, tokens, columns);
        } else if (!last.isWord("as") && !last.isWord("head") && !last.isWord("tail")) {
            add(columns);
            if (VALUES.contains(command) && tokens.size() > 1) {
                functions();
                List.of("and", "or", "not", "in (", "like", "is null", "is not null")
                        .forEach(keyword -> add(keyword, Completion.Type.KEYWORD, ""));
            } else if (VALUES.contains(command)) {
                functions();
            }
            options(command);
        }
    }

    private void options(String command) {
        switch (command) {
            case "top", "rare" -> add("by", Completion.Type.KEYWORD, "");
            case "rename" -> add("as", Completion.Type.KEYWORD, "");
            case "dedup" -> add("sortby", Completion.Type.KEYWORD, "");
            case "rex" -> add("field=", Completion.Type.KEYWORD, "");
            case "bin" -> add("span=", Completion.Type.KEYWORD, "");
            case "fillnull" -> add("value=", Completion.Type.KEYWORD, "");
            default -> {}
        }
    }

    private void grouped(String command, List<Token> tokens, List<Column> columns) {
        Token last = tokens.getLast();
        boolean isBehindBy = tokens.stream().anyMatch(token -> token.isWord("by"));
        long open = tokens.stream().filter(token -> token.isSymbol("(")).count()
                - tokens.stream().filter(token -> token.isSymbol(")")).count();
        if (isBehindBy || open > 0) {
            add(columns);
            if (open > 0) {
                functions();
            }
            return;
        }
        if (last.isWord("as")) {
            return;
        }
        if (command.equals("timechart") && tokens.size() == 1) {
            add("span=", Completion.Type.KEYWORD, "width of a bin");
            add("limit=", Completion.Type.KEYWORD, "how many series");
        }
        boolean isBegin = tokens.size() == 1 || last.isSymbol(",");
        if (!isBegin) {
            List.of("by", "as", "if (").forEach(keyword -> add(keyword, Completion.Type.KEYWORD, ""));
        }
        AggregateHelp.all()
                .forEach(help -> add(
                        help.name()
                                + (help.name().equals("count") || help.name().equals("rate") ? "" : "("),
                        Completion.Type.AGGREGATE,
                        help.help()));
    }

    private void functions() {
        FunctionHelp.all().forEach(help -> add(help.name() + "(", Completion.Type.FUNCTION, help.help()));
    }

    private void add(List<Column> columns) {
        columns.forEach(column -> add(PipeText.name(column.name()), Completion.Type.COLUMN, column.help()));
    }
}
