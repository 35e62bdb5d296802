package dev.tachograph.cli;

import dev.tachograph.cli.SqlTokens.Kind;
import dev.tachograph.cli.SqlTokens.Token;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Lets Enter end a statement only behind its semicolon, and finds the word that the cursor is on. */
final class StatementParser implements Parser {
    /** A command of the prompt, which needs no semicolon. */
    static final String COMMAND = "\\";

    /**
     * The word at the cursor, and the text before it.
     *
     * @param word all of it, whatever of it lies behind the cursor
     */
    private record Line(String line, int cursor, String word, int wordCursor) implements CompletingParsedLine {
        @Override
        public int wordIndex() {
            return line.substring(0, cursor - wordCursor).isBlank() ? 0 : 1;
        }

        @Override
        public List<String> words() {
            return wordIndex() == 0 ? List.of(word) : List.of(line.substring(0, cursor - wordCursor), word);
        }

        /** What is completed has its quotes already. */
        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor;
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !isComplete(line)) {
            throw new EOFError(-1, -1, "the statement goes on until a semicolon", "");
        }
        int begin = cursor;
        int end = cursor;
        for (Token token : SqlTokens.of(line)) {
            boolean isWord = token.kind() == Kind.WORD || token.kind() == Kind.NAME;
            if (isWord && token.from() < cursor && cursor <= token.until()) {
                begin = token.from();
                end = token.until();
            }
        }
        if (begin > 0 && line.startsWith(COMMAND, begin - 1)) {
            begin--;
        }
        return new Line(line, cursor, line.substring(begin, end), cursor - begin);
    }

    static boolean isComplete(String line) {
        String text = line.strip();
        return text.isEmpty()
                || text.startsWith(COMMAND)
                || text.equals("quit")
                || text.equals("exit")
                || SqlScript.of(text).complete();
    }
}
