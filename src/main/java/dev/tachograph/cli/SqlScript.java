package dev.tachograph.cli;

import dev.tachograph.cli.SqlTokens.Kind;
import dev.tachograph.cli.SqlTokens.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * A text of statements that semicolons end. A recorder takes one statement at a time, so they are told apart here.
 *
 * @param statements those that have something in them
 * @param complete whether the last one has its semicolon, or there is none
 */
record SqlScript(List<Statement> statements, boolean complete) {

    /**
     * One of them.
     *
     * @param text without its semicolon
     * @param line where it begins, the first being 1
     */
    record Statement(String text, int line) {}

    SqlScript {
        statements = List.copyOf(statements);
    }

    static SqlScript of(String text) {
        var statements = new ArrayList<Statement>();
        int begin = -1;
        boolean isOpen = false;
        for (Token token : SqlTokens.of(text)) {
            isOpen = !token.closed();
            if (token.kind() == Kind.SEMICOLON) {
                add(statements, text, begin, token.from());
                begin = -1;
            } else if (!token.isBlank() && begin < 0) {
                begin = token.from();
            }
        }
        boolean complete = begin < 0 && !isOpen;
        add(statements, text, begin, text.length());
        return new SqlScript(statements, complete);
    }

    private static void add(List<Statement> statements, String text, int begin, int end) {
        if (begin >= 0) {
            int line =
                    1 + (int) text.chars().limit(begin).filter(c -> c == '\n').count();
            statements.add(new Statement(text.substring(begin, end).strip(), line));
        }
    }
}
