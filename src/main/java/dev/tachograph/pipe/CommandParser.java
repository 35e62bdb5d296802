package dev.tachograph.pipe;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what stands behind a pipe. */
final class CommandParser {
    private static final int USUAL_ROWS = 10;
    private static final int MOST_LINES = 1000;

    private final Tokens tokens;
    private final NameParser names;
    private final ExprParser expressions;
    private final StatsParser stats;

    CommandParser(Tokens tokens, Depth depth) {
        this.tokens = tokens;
        this.names = new NameParser(tokens);
        this.expressions = new ExprParser(tokens, depth);
        this.stats = new StatsParser(tokens, names, expressions);
    }

    /** One command, to the next pipe or the end. */
    Command command() {
        Token first = tokens.peek();
        if (first.type() != Token.Type.NAME) {
            throw tokens.missing("a command", allowed());
        }
        String name = first.text().toLowerCase(Locale.ROOT);
        Command command = command(name, first);
        if (!tokens.peek().isEnd()) {
            throw tokens.unexpected(
                    "'%s' has no place here".formatted(tokens.peek().text()),
                    CommandHelp.syntax(canonical(name)) + "; a | begins the next command");
        }
        return command;
    }

    private static String allowed() {
        return "commands are " + String.join(", ", CommandHelp.names());
    }

    /** Other languages' words for the same. */
    private static String canonical(String name) {
        return switch (name) {
            case "filter" -> "where";
            case "extend" -> "eval";
            case "limit" -> "head";
            case "table", "keep", "project" -> "fields";
            case "uniq" -> "dedup";
            case "bucket" -> "bin";
            default -> name;
        };
    }

    private Command command(String name, Token first) {
        String known = canonical(name);
        if (!CommandHelp.names().contains(known)) {
            throw tokens.unknown("command", CommandHelp.names(), allowed());
        }
        tokens.take();
        return switch (known) {
            case "where" -> new Command.Where(expressions.expression(), tokens.since(first));
            case "search" -> search(first);
            case "eval" -> eval(first);
            case "stats" -> stats.stats(first);
            case "timechart" -> stats.timechart(first);
            case "top", "rare" -> top(known.equals("rare"), first);
            case "dedup" -> dedup(first);
            case "sort" -> sort(first);
            case "head" -> new Command.Head(count(USUAL_ROWS), tokens.since(first));
            case "tail" -> new Command.Tail(count(USUAL_ROWS), tokens.since(first));
            case "reverse" -> new Command.Reverse(tokens.since(first));
            case "fields" -> fields(first);
            case "rename" -> rename(first);
            case "rex" -> rex(first);
            case "bin" -> bin(first);
            case "fillnull" -> fillNull(first);
            case "context" -> context(first);
            default -> join(first);
        };
    }

    private Command search(Token first) {
        if (tokens.peek().isEnd()) {
            throw tokens.missing("a term", CommandHelp.syntax("search"));
        }
        String text = tokens.takeRaw();
        return new Command.Search(text, tokens.last(), tokens.since(first));
    }

    private Command eval(Token first) {
        List<Command.Assignment> assignments = new ArrayList<>();
        do {
            Expr.Name name = names.made();
            tokens.expectSymbol("=", CommandHelp.syntax("eval"));
            assignments.add(new Command.Assignment(name, expressions.expression()));
        } while (tokens.takeSymbol(","));
        return new Command.Eval(assignments, tokens.since(first));
    }

    private Command top(boolean isRare, Token first) {
        int count = tokens.takeOption("limit") ? names.count(1) : count(USUAL_ROWS);
        List<Expr.Name> columns = names.list(CommandHelp.syntax(isRare ? "rare" : "top"), "by");
        List<Expr.Name> by =
                tokens.takeWord("by") ? names.list(CommandHelp.syntax(isRare ? "rare" : "top")) : List.of();
        return new Command.Top(isRare, count, columns, by, tokens.since(first));
    }

    private Command dedup(Token first) {
        int count = count(1);
        List<Expr.Name> columns = names.list(CommandHelp.syntax("dedup"), "sortby");
        List<Command.SortKey> order = tokens.takeWord("sortby") ? names.keys(CommandHelp.syntax("dedup")) : List.of();
        return new Command.Dedup(count, columns, order, tokens.since(first));
    }

    private Command sort(Token first) {
        int count = count(0);
        tokens.takeWord("by");
        return new Command.Sort(count, names.keys(CommandHelp.syntax("sort")), tokens.since(first));
    }

    private Command fields(Token first) {
        boolean isExcluding = tokens.takeSymbol("-");
        if (!isExcluding) {
            tokens.takeSymbol("+");
        }
        if (tokens.takeSymbol("*")) {
            return new Command.Fields(true, List.of(), tokens.since(first));
        }
        return new Command.Fields(isExcluding, names.list(CommandHelp.syntax("fields")), tokens.since(first));
    }

    private Command rename(Token first) {
        List<Command.Renaming> renamings = new ArrayList<>();
        do {
            Expr.Name from = names.name(CommandHelp.syntax("rename"));
            if (!tokens.takeWord("as")) {
                throw tokens.missing("as", CommandHelp.syntax("rename"));
            }
            renamings.add(new Command.Renaming(from, names.made()));
        } while (tokens.takeSymbol(","));
        return new Command.Rename(renamings, tokens.since(first));
    }

    private Command rex(Token first) {
        Expr.Name field = tokens.takeOption("field")
                ? names.name(CommandHelp.syntax("rex"))
                : new Expr.Name("message", first.place());
        if (tokens.peek().type() != Token.Type.TEXT) {
            throw tokens.missing("a regular expression in quotes", CommandHelp.syntax("rex"));
        }
        Token pattern = tokens.take();
        return new Command.Rex(field, new Expr.Text(pattern.text(), pattern.place()), tokens.since(first));
    }

    private Command bin(Token first) {
        Expr.@Nullable Numeral span = tokens.takeOption("span") ? names.number() : null;
        Expr.Name name = names.name(CommandHelp.syntax("bin"));
        if (span == null && !tokens.takeOption("span")) {
            throw tokens.missing("span=", CommandHelp.syntax("bin"));
        }
        span = span == null ? names.number() : span;
        Expr.@Nullable Name as = tokens.takeWord("as") ? names.made() : null;
        return new Command.Bin(name, span, as, tokens.since(first));
    }

    private Command fillNull(Token first) {
        Expr value = tokens.takeOption("value")
                ? expressions.expression()
                : new Expr.Numeral("0", BigDecimal.ZERO, "", first.place());
        List<Expr.Name> columns = tokens.peek().isEnd() ? List.of() : names.list(CommandHelp.syntax("fillnull"));
        return new Command.FillNull(value, columns, tokens.since(first));
    }

    private Command context(Token first) {
        int before = 0;
        int after = 0;
        if (tokens.peek().type() == Token.Type.NUMBER) {
            before = names.count(0);
            after = before;
        } else if (!tokens.peek().isWord("before") && !tokens.peek().isWord("after")) {
            throw tokens.missing("a number of lines", CommandHelp.syntax("context"));
        }
        while (!tokens.peek().isEnd()) {
            if (tokens.takeOption("before")) {
                before = names.count(0);
            } else if (tokens.takeOption("after")) {
                after = names.count(0);
            } else {
                throw tokens.unexpected(
                        "'%s' has no place here".formatted(tokens.peek().text()), CommandHelp.syntax("context"));
            }
        }
        if (before > MOST_LINES || after > MOST_LINES) {
            throw new PipeException(
                    tokens.since(first), "too many lines", "at most %d on each side".formatted(MOST_LINES));
        }
        return new Command.Context(before, after, tokens.since(first));
    }

    private Command join(Token first) {
        if (!tokens.takeWord("processes")) {
            throw tokens.missing("processes", CommandHelp.syntax("join") + "; nothing else can be joined");
        }
        return new Command.Join(tokens.since(first));
    }

    private int count(int usual) {
        return tokens.peek().type() == Token.Type.NUMBER ? names.count(1) : usual;
    }
}
