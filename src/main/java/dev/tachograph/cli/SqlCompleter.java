package dev.tachograph.cli;

import dev.tachograph.cli.SqlSchema.SqlTableInfo;
import dev.tachograph.cli.SqlTokens.Kind;
import dev.tachograph.cli.SqlTokens.Token;
import dev.tachograph.text.Printable;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;

/**
 * What may stand at the cursor: tables behind {@code FROM} and {@code JOIN}, columns of the tables that the statement names,
 * functions and keywords elsewhere, commands of the prompt behind a backslash.
 */
final class SqlCompleter implements Completer {
    private static final Set<String> BEFORE_TABLES = Set.of("from", "join", "describe", "summarize", "show");

    private final Supplier<SqlSchema> schema;

    /** @param schema asked for when it is first needed */
    SqlCompleter(Supplier<SqlSchema> schema) {
        this.schema = schema;
    }

    @Override
    public void complete(LineReader reader, ParsedLine parsed, List<Candidate> candidates) {
        String line = parsed.line();
        String before = line.substring(0, parsed.cursor() - parsed.wordCursor());
        if (line.stripLeading().startsWith(StatementParser.COMMAND)) {
            (before.isBlank() ? PromptCommand.names() : tables(schema.get())).forEach(candidates::add);
            return;
        }
        List<Token> tokens =
                SqlTokens.of(before).stream().filter(token -> !token.isBlank()).toList();
        if (!tokens.isEmpty() && !tokens.getLast().closed()) {
            return; // within a quote
        }
        String last = tokens.isEmpty() ? "" : tokens.getLast().of(before).toLowerCase(Locale.ROOT);
        if (last.equals(".")) {
            columnsOf(
                            line,
                            tokens.size() < 2
                                    ? ""
                                    : tokens.get(tokens.size() - 2).of(before))
                    .forEach(candidates::add);
        } else if (BEFORE_TABLES.contains(last)) {
            tables(schema.get()).forEach(candidates::add);
        } else {
            everything(line, parsed.word()).forEach(candidates::add);
        }
    }

    private static Stream<Candidate> tables(SqlSchema schema) {
        return Stream.concat(
                schema.tables().stream().map(table -> candidate(table.name(), "tables", table.description())),
                schema.tableFunctions().stream().map(function -> candidate(function, "tables", "")));
    }

    private static Stream<Candidate> columns(Stream<SqlTableInfo> tables) {
        return tables.flatMap(table -> table.columns().stream())
                .map(column -> candidate(quoted(column.name()), "columns", column.type()))
                .distinct();
    }

    /** Names that are keywords as well, such as {@code user}, need their quotes. */
    private static String quoted(String name) {
        return name.equals("user") ? "\"user\"" : name;
    }

    /** Of the table that a name or an alias stands for; where nobody knows yet, of those that are named, or of all. */
    private Stream<Candidate> columnsOf(String line, String qualifier) {
        @Nullable SqlTableInfo table = schema.get().table(aliased(line, qualifier));
        if (table != null) {
            return columns(Stream.of(table));
        }
        List<SqlTableInfo> named = named(line).toList();
        return columns((named.isEmpty() ? schema.get().tables() : named).stream());
    }

    /** The word before an alias ({@code FROM events AS e}, {@code FROM events e}); the name itself where it is none. */
    private String aliased(String line, String alias) {
        List<Token> words = words(line);
        for (int i = 1; i < words.size(); i++) {
            String before = words.get(i - 1).of(line);
            boolean isAs = before.equalsIgnoreCase("as") && i > 1;
            String table = isAs ? words.get(i - 2).of(line) : before;
            if (words.get(i).of(line).equalsIgnoreCase(alias) && schema.get().table(table) != null) {
                return table;
            }
        }
        return alias;
    }

    private static List<Token> words(String line) {
        return SqlTokens.of(line).stream()
                .filter(token -> token.kind() == Kind.WORD)
                .toList();
    }

    private Stream<SqlTableInfo> named(String line) {
        List<String> words = words(line).stream()
                .map(token -> token.of(line).toLowerCase(Locale.ROOT))
                .toList();
        return schema.get().tables().stream().filter(table -> words.contains(table.name()));
    }

    private Stream<Candidate> everything(String line, String word) {
        SqlSchema all = schema.get();
        boolean isLower = word.equals(word.toLowerCase(Locale.ROOT)) && !word.isEmpty();
        return Stream.of(
                        columns(named(line)),
                        tables(all),
                        all.functions().stream().map(function -> candidate(function, "functions", "")),
                        all.keywords().stream()
                                .map(keyword -> isLower ? keyword.toLowerCase(Locale.ROOT) : keyword)
                                .map(keyword -> candidate(keyword, "keywords", "")))
                .flatMap(candidates -> candidates);
    }

    private static Candidate candidate(String value, String group, String description) {
        String shown = Printable.atMost(60, description);
        return new Candidate(value, Printable.text(value), group, shown.isEmpty() ? null : shown, null, null, true);
    }
}
