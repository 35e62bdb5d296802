package dev.tachograph.pipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads aggregates and what they are grouped by. */
final class StatsParser {
    private static final int USUAL_SERIES = 10;

    private final Tokens tokens;
    private final NameParser names;
    private final ExprParser expressions;

    StatsParser(Tokens tokens, NameParser names, ExprParser expressions) {
        this.tokens = tokens;
        this.names = names;
        this.expressions = expressions;
    }

    Command stats(Token first) {
        List<Command.Aggregate> aggregates = aggregates("stats");
        List<Command.Grouping> by = new ArrayList<>();
        if (tokens.takeWord("by")) {
            do {
                by.add(grouping());
            } while (tokens.takeSymbol(",") || tokens.peek().isName());
        }
        return new Command.Stats(aggregates, by, tokens.since(first));
    }

    private Command.Grouping grouping() {
        Expr.Name name = names.name(CommandHelp.syntax("stats"));
        return new Command.Grouping(name, tokens.takeOption("span") ? names.number() : null);
    }

    Command timechart(Token first) {
        Expr.@Nullable Numeral span = null;
        int limit = USUAL_SERIES;
        boolean isOption = true;
        while (isOption) {
            if (tokens.takeOption("span")) {
                span = names.number();
            } else if (tokens.takeOption("limit")) {
                limit = names.count(1);
            } else {
                isOption = false;
            }
        }
        List<Command.Aggregate> aggregates = aggregates("timechart");
        Expr.@Nullable Name by = tokens.takeWord("by") ? names.name(CommandHelp.syntax("timechart")) : null;
        return new Command.Timechart(span, limit, aggregates, by, tokens.since(first));
    }

    private List<Command.Aggregate> aggregates(String command) {
        List<Command.Aggregate> aggregates = new ArrayList<>();
        do {
            aggregates.add(aggregate(command, aggregates.isEmpty()));
        } while (tokens.takeSymbol(",") || isAggregate());
        return aggregates;
    }

    private boolean isAggregate() {
        return tokens.peek().type() == Token.Type.NAME && !tokens.peek().isWord("by");
    }

    private Command.Aggregate aggregate(String command, boolean isFirst) {
        Token first = tokens.peek();
        if (first.type() != Token.Type.NAME || first.isWord("by")) {
            throw tokens.missing("a function", CommandHelp.syntax(command));
        }
        String function = first.text().toLowerCase(Locale.ROOT);
        if (!AggregateHelp.isName(function)) {
            boolean isColumn = !isFirst && !tokens.peekBehind().isSymbol("(");
            if (isColumn) {
                throw tokens.missing("by", CommandHelp.syntax(command));
            }
            throw tokens.unknown(
                    "function", AggregateHelp.names(), "functions are " + String.join(", ", AggregateHelp.names()));
        }
        tokens.take();
        List<Expr> arguments = tokens.takeSymbol("(") ? expressions.list() : List.of();
        @Nullable Expr condition = null;
        if (tokens.takeWord("if")) {
            tokens.expectSymbol("(", "a condition stands in parentheses: count() if (priority <= 3)");
            condition = expressions.expression();
            tokens.expectSymbol(")", "each ( has its )");
        }
        Expr.@Nullable Name as = tokens.takeWord("as") ? names.made() : null;
        return new Command.Aggregate(function, arguments, condition, as, first.place(), tokens.since(first));
    }
}
