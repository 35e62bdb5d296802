package dev.tachograph.pipe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads names of columns, and numbers where a number has to stand. */
final class NameParser {
    private static final int MOST_ROWS = 1_000_000;
    private static final int MOST_CHARACTERS = 200;
    private static final String NAMES =
            "a name has letters, digits and _; any other is written in backticks: `avg load`";

    private final Tokens tokens;

    NameParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /** A column. What an aggregate made may be written as it was made: {@code avg(x)}. */
    Expr.Name name(String allowed) {
        Token first = tokens.peek();
        if (!first.isName()) {
            throw tokens.missing("a column", allowed);
        }
        tokens.take();
        boolean isCall = first.type() == Token.Type.NAME
                && tokens.peek().isSymbol("(")
                && AggregateHelp.isName(first.text().toLowerCase(Locale.ROOT));
        return isCall ? madeByAggregate(first) : new Expr.Name(first.text(), first.place());
    }

    private Expr.Name madeByAggregate(Token first) {
        List<String> arguments = new ArrayList<>();
        tokens.take();
        while (!tokens.peek().isSymbol(")")) {
            if (tokens.peek().isEnd()) {
                throw tokens.missing("a )", NAMES);
            }
            Token token = tokens.take();
            if (!token.isSymbol(",")) {
                arguments.add(token.text());
            }
        }
        tokens.take();
        return new Expr.Name(
                AggregateHelp.columnName(first.text().toLowerCase(Locale.ROOT), arguments), tokens.since(first));
    }

    /** A name for a new column. */
    Expr.Name made() {
        Token first = tokens.peek();
        if (first.type() != Token.Type.TEXT && !first.isName()) {
            throw tokens.missing("a name", NAMES);
        }
        tokens.take();
        boolean isWrong = first.text().isEmpty()
                || first.text().startsWith(Stage.HIDDEN)
                || first.text().chars().anyMatch(Character::isISOControl);
        if (isWrong || first.text().length() > MOST_CHARACTERS) {
            throw new PipeException(
                    first.place(),
                    "this can't be the name of a column",
                    "a name has 1 to %d characters, all of them to be seen, and does not begin with %s"
                            .formatted(MOST_CHARACTERS, Stage.HIDDEN));
        }
        return new Expr.Name(first.text(), first.place());
    }

    /** Columns with commas or blanks between them, to the end or to one of some words. */
    List<Expr.Name> list(String allowed, String... words) {
        List<Expr.Name> names = new ArrayList<>();
        names.add(name(allowed));
        while (tokens.takeSymbol(",") || (tokens.peek().isName() && !isOneOf(words))) {
            names.add(name(allowed));
        }
        return names;
    }

    private boolean isOneOf(String... words) {
        return Arrays.stream(words).anyMatch(tokens.peek()::isWord);
    }

    /** Columns to sort by. */
    List<Command.SortKey> keys(String allowed) {
        List<Command.SortKey> keys = new ArrayList<>();
        do {
            boolean isDescending = tokens.takeSymbol("-");
            if (!isDescending) {
                tokens.takeSymbol("+");
            }
            Expr.Name name = name(allowed);
            isDescending |= tokens.takeWord("desc");
            tokens.takeWord("asc");
            keys.add(new Command.SortKey(name, isDescending));
        } while (tokens.takeSymbol(",") || isKey());
        return keys;
    }

    private boolean isKey() {
        return tokens.peek().isName()
                || tokens.peek().isSymbol("-")
                || tokens.peek().isSymbol("+");
    }

    /** How many. */
    int count(int least) {
        Token token = tokens.peek();
        if (token.type() == Token.Type.NUMBER && token.text().matches("[0-9]{1,7}")) {
            int count = Integer.parseInt(tokens.take().text());
            if (count >= least && count <= MOST_ROWS) {
                return count;
            }
        }
        throw new PipeException(token.place(), "a number is missing", "from %d to %d".formatted(least, MOST_ROWS));
    }

    /** A number, which may have a unit. */
    Expr.Numeral number() {
        if (tokens.peek().type() != Token.Type.NUMBER) {
            throw tokens.missing("a number", Numbers.ALLOWED);
        }
        return Numbers.of(tokens.take());
    }
}
