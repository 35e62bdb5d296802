package dev.tachograph.pipe;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads values and conditions.
 *
 * <pre>
 * or      = and { "or" and }
 * and     = not { "and" not }
 * not     = "not" not | comparison
 * comparison = sum [ operator sum | "is" ["not"] "null" | ["not"] "in" "(" list ")" | ["not"] "like" sum
 *           | ["not"] "between" sum "and" sum ]
 * sum     = product { ("+" | "-") product }
 * product = unary { ("*" | "/" | "%") unary }
 * unary   = "-" unary | text | number | "true" | "false" | "null" | name | function "(" list ")" | "(" or ")"
 * </pre>
 */
final class ExprParser {
    private static final String VALUES =
            "a value is a column, a number, a \"text\", a function such as lower(name), or one in parentheses";
    private static final Set<Expr.Operator> SUMS = EnumSet.of(Expr.Operator.PLUS, Expr.Operator.MINUS);
    private static final Set<Expr.Operator> PRODUCTS =
            EnumSet.of(Expr.Operator.TIMES, Expr.Operator.DIVIDED, Expr.Operator.REST);

    private final Tokens tokens;
    private final Depth depth;

    ExprParser(Tokens tokens, Depth depth) {
        this.tokens = tokens;
        this.depth = depth;
    }

    /** A value or a condition, to where it can't go on. */
    Expr expression() {
        Token first = tokens.peek();
        depth.enter(first.place());
        Expr left = and();
        while (tokens.takeWord("or")) {
            left = binary(Expr.Operator.OR, left, and());
        }
        depth.leave();
        return left;
    }

    private Expr and() {
        Expr left = not();
        while (tokens.takeWord("and")) {
            left = binary(Expr.Operator.AND, left, not());
        }
        return left;
    }

    private Expr not() {
        Token first = tokens.peek();
        if (!tokens.takeWord("not")) {
            return comparison();
        }
        depth.enter(first.place());
        Expr part = not();
        depth.leave();
        return new Expr.Not(part, tokens.since(first));
    }

    private Expr comparison() {
        Token first = tokens.peek();
        int before = depth.parts();
        Expr left = sum();
        int size = depth.parts() - before;
        Expr.Operator operator = comparing(tokens.peek());
        if (operator != null) {
            tokens.take();
            return binary(operator, left, sum());
        }
        if (tokens.takeWord("is")) {
            boolean isNegated = tokens.takeWord("not");
            if (!tokens.takeWord("null")) {
                throw tokens.missing("null", "it is written: is null, or: is not null");
            }
            return new Expr.IsNull(left, isNegated, tokens.since(first));
        }
        boolean isNegated = tokens.peek().isWord("not");
        Token word = isNegated ? tokens.peekBehind() : tokens.peek();
        if (word.isWord("in") || word.isWord("like") || word.isWord("between")) {
            if (isNegated) {
                tokens.take();
            }
            tokens.take();
            if (word.isWord("between")) {
                depth.count(size, first.place()); // it is compared twice
            }
            return wordy(first, left, word.text().toLowerCase(Locale.ROOT), isNegated);
        }
        return left;
    }

    private Expr wordy(Token first, Expr left, String word, boolean isNegated) {
        return switch (word) {
            case "in" -> {
                tokens.expectSymbol("(", "values stand in parentheses: unit in (\"a\", \"b\")");
                List<Expr> options = list();
                if (options.isEmpty()) {
                    throw new PipeException(tokens.last(), "a value is missing", VALUES);
                }
                yield new Expr.In(left, options, isNegated, tokens.since(first));
            }
            case "like" -> binary(isNegated ? Expr.Operator.UNLIKE : Expr.Operator.LIKE, left, sum());
            default -> {
                Expr least = sum();
                if (!tokens.takeWord("and")) {
                    throw tokens.missing("and", "it is written: between 1 and 5");
                }
                Expr both = binary(
                        Expr.Operator.AND,
                        binary(Expr.Operator.AT_LEAST, left, least),
                        binary(Expr.Operator.AT_MOST, left, sum()));
                yield isNegated ? new Expr.Not(both, tokens.since(first)) : both;
            }
        };
    }

    private static Expr.@Nullable Operator comparing(Token token) {
        if (token.type() != Token.Type.SYMBOL) {
            return null;
        }
        return switch (token.text()) {
            case "=", "==" -> Expr.Operator.EQUAL;
            case "!=", "<>" -> Expr.Operator.UNEQUAL;
            case "<" -> Expr.Operator.LESS;
            case "<=" -> Expr.Operator.AT_MOST;
            case ">" -> Expr.Operator.MORE;
            case ">=" -> Expr.Operator.AT_LEAST;
            case "~" -> Expr.Operator.MATCHES;
            case "!~" -> Expr.Operator.MATCHES_NOT;
            default -> null;
        };
    }

    private Expr sum() {
        Expr left = product();
        for (Expr.Operator operator = takeOneOf(SUMS); operator != null; operator = takeOneOf(SUMS)) {
            left = binary(operator, left, product());
        }
        return left;
    }

    private Expr product() {
        Expr left = unary();
        for (Expr.Operator operator = takeOneOf(PRODUCTS); operator != null; operator = takeOneOf(PRODUCTS)) {
            left = binary(operator, left, unary());
        }
        return left;
    }

    private Expr.@Nullable Operator takeOneOf(Set<Expr.Operator> operators) {
        for (Expr.Operator operator : operators) {
            if (tokens.takeSymbol(operator.sign())) {
                return operator;
            }
        }
        return null;
    }

    private Expr binary(Expr.Operator operator, Expr left, Expr right) {
        Place place = left.place().to(right.place());
        depth.count(place);
        return new Expr.Binary(operator, left, right, place);
    }

    private Expr unary() {
        Token first = tokens.peek();
        if (tokens.takeSymbol("-")) {
            depth.enter(first.place());
            Expr part = unary();
            depth.leave();
            return new Expr.Negative(part, tokens.since(first));
        }
        return primary(first);
    }

    private Expr primary(Token first) {
        depth.count(first.place());
        switch (first.type()) {
            case TEXT -> {
                return new Expr.Text(tokens.take().text(), first.place());
            }
            case NUMBER -> {
                return Numbers.of(tokens.take());
            }
            case QUOTED_NAME -> {
                return new Expr.Name(tokens.take().text(), first.place());
            }
            case NAME -> {
                return named(first);
            }
            case SYMBOL -> {
                if (tokens.takeSymbol("(")) {
                    Expr inner = expression();
                    tokens.expectSymbol(")", "each ( has its )");
                    return inner;
                }
            }
            case END -> {}
        }
        throw tokens.missing("a value", VALUES);
    }

    private Expr named(Token first) {
        String word = first.text().toLowerCase(Locale.ROOT);
        switch (word) {
            case "true", "false" -> {
                return new Expr.Truth(word.equals("true"), tokens.take().place());
            }
            case "null" -> {
                return new Expr.Nothing(tokens.take().place());
            }
            case "and", "or", "not", "in", "like", "is", "by", "as", "between" ->
                throw tokens.missing("a value", VALUES + "; a column of this name is written in backticks");
            default -> tokens.take();
        }
        if (!tokens.takeSymbol("(")) {
            return new Expr.Name(first.text(), first.place());
        }
        List<Expr> arguments = list();
        return new Expr.Call(word, arguments, first.place(), tokens.since(first));
    }

    /** What stands behind an opening parenthesis, and the closing one. */
    List<Expr> list() {
        List<Expr> values = new ArrayList<>();
        if (tokens.takeSymbol(")")) {
            return values;
        }
        do {
            values.add(expression());
        } while (tokens.takeSymbol(","));
        tokens.expectSymbol(")", "values are separated by commas and end with a )");
        return values;
    }
}
