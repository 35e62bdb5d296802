package dev.tachograph.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.IntStream;

/** Decides whether a text is one statement that reads. What comes through may be run as it is, or as a part of a query. */
final class StatementCheck {
    private static final Set<String> PIVOTS = Set.of("PIVOT", "PIVOT_WIDER");
    private static final String NO_QUERY = "Only SELECT statements can be serialized";

    private final Connection connection;
    private final SqlQuestion.Origin origin;

    /** @param connection of any DuckDB, whose parser is asked */
    StatementCheck(Connection connection, SqlQuestion.Origin origin) {
        this.connection = connection;
        this.origin = origin;
    }

    /**
     * A statement that may be run.
     *
     * @param sql begins at the same place of its line as it was typed, for messages to point at the right word
     * @param isQuery whether it may stand in brackets behind FROM
     * @param isParsedWhole whether it may be prepared by itself: DuckDB makes more than one statement of some PIVOTs
     */
    record Checked(String sql, boolean isQuery, boolean isParsedWhole) {}

    /** @throws SqlRefusal when it is no statement, or one that does more than to read */
    Checked check(String sql) throws SqlRefusal {
        StatementText text = StatementText.of(sql);
        String first = text.word(0);
        if (text.body(0).isEmpty()) {
            throw new SqlRefusal(SqlRefusal.Kind.WRONG, "there is no statement; " + Allowed.instead());
        }
        if (text.isSeveral()) {
            throw forbidden("several statements are not allowed at once");
        }
        if (!Allowed.FIRST_WORDS.contains(first) && Allowed.OTHER_FIRST_WORDS.contains(first)) {
            throw forbidden(first + " is not allowed");
        }
        if (first.equals("EXPLAIN")) {
            return explain(text);
        }
        int from = text.tokens().getFirst().from();
        boolean isWhole = checkQuery(text, 0) && !PIVOTS.contains(first);
        return new Checked(blank(sql.substring(0, from)) + text.body(0), true, isWhole);
    }

    /** EXPLAIN of a query; its own words are few, and nothing else may stand among them. */
    private Checked explain(StatementText text) throws SqlRefusal {
        int token = text.is(1, "ANALYZE") ? 2 : 1;
        if (text.is(token, "(") && isOptions(text, token)) {
            while (!text.is(token, ")")) {
                token++;
            }
            token++;
        }
        if (text.body(token).isEmpty()) {
            throw new SqlRefusal(SqlRefusal.Kind.WRONG, "EXPLAIN of what? " + Allowed.instead());
        }
        String word = text.word(token);
        if (Allowed.OTHER_FIRST_WORDS.contains(word) || word.equals("EXPLAIN")) {
            throw forbidden("EXPLAIN of " + word + " is not allowed");
        }
        if (!checkQuery(text, token)) {
            throw new SqlRefusal(
                    SqlRefusal.Kind.WRONG, "there is no plan of a PIVOT without a list of values: say ON … IN (…)");
        }
        int from = text.tokens().get(token).from();
        var options = new StringBuilder(blank(text.sql().substring(0, from)));
        for (StatementText.Token option : text.tokens().subList(0, token)) {
            options.replace(option.from(), option.until(), text.sql().substring(option.from(), option.until()));
        }
        return new Checked(options + text.body(token), false, true);
    }

    private static boolean isOptions(StatementText text, int bracket) {
        return Set.of("ANALYZE", "FORMAT", "VERBOSE").contains(text.word(bracket + 1));
    }

    /** @return whether the parser has looked at all of it */
    private boolean checkQuery(StatementText text, int first) throws SqlRefusal {
        int from = text.tokens().get(first).from();
        String before = blank(text.sql().substring(0, from));
        String sql = before + text.body(first);
        ParsedTree tree =
                PIVOTS.contains(text.word(first)) ? parse(before + "FROM (" + text.body(first) + "\n)") : parse(sql);
        if (tree.complaint().startsWith(NO_QUERY) && mayBePivot(text)) {
            checkWords(text);
            return false;
        }
        if (!tree.complaint().isEmpty()) {
            throw tree.isSyntax() && !hasWriting(text, first)
                    ? new SqlRefusal(SqlRefusal.Kind.WRONG, tree.pointingInto(sql))
                    : forbidden(writingWord(text, first) + " is not allowed");
        }
        if (tree.statements() != 1) {
            throw forbidden("several statements are not allowed at once");
        }
        refuse(tree, sql);
        return true;
    }

    private void refuse(ParsedTree tree, String sql) throws SqlRefusal {
        try {
            QueryTree.Finding finding = QueryTree.check(tree.json());
            if (finding != null && (finding.isWriting() || origin == SqlQuestion.Origin.TYPED)) {
                String where = finding.at() < 0 ? "" : "\n\n" + Excerpt.at(sql, characters(sql, finding.at()));
                throw finding.isWriting()
                        ? forbidden(finding.what() + " is not allowed")
                        : new SqlRefusal(
                                SqlRefusal.Kind.FORBIDDEN,
                                finding.what() + " is not allowed: nothing but what was recorded can be read" + where);
            }
        } catch (IOException e) {
            throw new SqlRefusal(
                    SqlRefusal.Kind.FORBIDDEN,
                    "the statement is too deeply nested to be looked at: " + e.getMessage(),
                    e);
        }
    }

    /** Without a list of values DuckDB first asks for them: such a PIVOT has no tree before it is run. */
    private static boolean mayBePivot(StatementText text) {
        return IntStream.range(0, text.tokens().size()).anyMatch(i -> PIVOTS.contains(text.word(i)));
    }

    /** Looks at the words alone: rather too strict. */
    private static void checkWords(StatementText text) throws SqlRefusal {
        for (int i = 0; i < text.tokens().size(); i++) {
            String word = text.word(i);
            if (Allowed.isWriting(word)) {
                throw forbidden(word + " is not allowed");
            }
            boolean isTable =
                    text.word(i - 1 < 0 ? text.tokens().size() : i - 1).equals("FROM");
            String name = text.text(i).replaceAll("^[\"']|[\"']$", "");
            boolean isCalled = isTable || text.is(i + 1, "(");
            if ((isCalled && !Allowed.isFunction(name)) || (isTable && !isPlain(word, name))) {
                throw forbidden("'" + name + "' is not allowed beside a PIVOT without a list of values");
            }
        }
    }

    private static boolean isPlain(String word, String name) {
        return word.equals("(") || Allowed.isTable(name);
    }

    private static boolean hasWriting(StatementText text, int first) {
        return Allowed.isWriting(text.word(first)) || Allowed.OTHER_FIRST_WORDS.contains(text.word(first));
    }

    /** The word that makes it no query, as far as one can tell. */
    private static String writingWord(StatementText text, int first) {
        return IntStream.range(first, text.tokens().size())
                .mapToObj(text::word)
                .filter(Allowed::isWriting)
                .findFirst()
                .orElse(text.text(first));
    }

    private ParsedTree parse(String sql) throws SqlRefusal {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT t, coalesce(t->>'error_message', ''), t->>'error_type' = 'parser', coalesce((t->>'position')::INTEGER, -1),
                       coalesce(json_array_length(t->'statements'), 0)
                FROM (SELECT json_serialize_sql(?) AS t)
                """)) {
            statement.setString(1, sql);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the parser does not answer");
                }
                return new ParsedTree(
                        row.getString(1), row.getString(2), row.getBoolean(3), row.getInt(4), row.getInt(5));
            }
        } catch (SQLException e) {
            throw SqlFailure.refusal(e);
        }
    }

    /**
     * What DuckDB's parser says.
     *
     * @param complaint empty when it has none
     * @param at where the complaint points to, in bytes of UTF-8; -1 if nowhere
     */
    private record ParsedTree(String json, String complaint, boolean isSyntax, int at, int statements) {
        String pointingInto(String sql) {
            String message = "Parser Error: " + complaint;
            return at < 0 ? message : message + "\n\n" + Excerpt.at(sql, characters(sql, at));
        }
    }

    private static int characters(String sql, int bytes) {
        byte[] utf8 = sql.getBytes(StandardCharsets.UTF_8);
        return new String(utf8, 0, Math.min(bytes, utf8.length), StandardCharsets.UTF_8).length();
    }

    /** As many characters, none of which says anything. */
    private static String blank(String text) {
        return text.replaceAll("[^\n]", " ");
    }

    private static SqlRefusal forbidden(String what) {
        return new SqlRefusal(SqlRefusal.Kind.FORBIDDEN, what + "; " + Allowed.instead());
    }
}
