package dev.tachograph.pipe;

import dev.tachograph.text.Printable;
import dev.tachograph.text.Spelling;
import java.util.Collection;
import java.util.Locale;

/** Goes through the words of a question. */
final class Tokens {
    private static final int SHOWN = 60;

    private final String text;
    private final Lexer lexer;
    private Token current;
    private Place last;

    Tokens(String text, int begin) {
        this.text = text;
        this.lexer = new Lexer(text);
        this.current = lexer.at(begin);
        this.last = new Place(begin, begin);
    }

    /** The word that comes next. */
    Token peek() {
        return current;
    }

    /** The word behind that which comes next. */
    Token peekBehind() {
        return lexer.at(current.place().end());
    }

    Token take() {
        Token taken = current;
        last = taken.place();
        current = lexer.at(taken.place().end());
        return taken;
    }

    /** Where the word was that was taken last. */
    Place last() {
        return last;
    }

    /** From the begin of something to the word that was taken last. */
    Place since(Token first) {
        return first.place().to(last);
    }

    boolean takeSymbol(String symbol) {
        boolean isIt = current.isSymbol(symbol);
        if (isIt) {
            take();
        }
        return isIt;
    }

    boolean takeWord(String word) {
        boolean isIt = current.isWord(word);
        if (isIt) {
            take();
        }
        return isIt;
    }

    /** Whether an option comes, such as {@code span=}. */
    boolean takeOption(String name) {
        if (current.isWord(name) && peekBehind().isSymbol("=")) {
            take();
            take();
            return true;
        }
        return false;
    }

    void expectSymbol(String symbol, String allowed) {
        if (!takeSymbol(symbol)) {
            throw missing("a " + symbol, allowed);
        }
    }

    /** What is between the word that comes next and the next pipe, as it stands; the pipe comes next. */
    String takeRaw() {
        int begin = current.place().begin();
        int end = SearchEnd.of(text, begin);
        last = new Place(begin, end);
        current = lexer.at(end);
        return text.substring(begin, end);
    }

    /** Something should stand where the next word is. */
    PipeException missing(String what, String allowed) {
        return current.isEnd()
                ? new PipeException(new Place(last.end(), last.end()), what + " is missing", allowed)
                : unexpected("%s is missing before '%s'".formatted(what, shown(current)), allowed);
    }

    /** The next word is wrong. */
    PipeException unexpected(String complaint, String allowed) {
        return new PipeException(current.place(), complaint, allowed);
    }

    /** The next word is none of those that may stand here. */
    PipeException unknown(String what, Collection<String> known, String allowed) {
        String word = current.text().toLowerCase(Locale.ROOT);
        return unexpected(
                "there is no %s '%s'%s".formatted(what, shown(current), Spelling.didYouMean(word, known)), allowed);
    }

    private String shown(Token token) {
        return Printable.atMost(
                SHOWN, text.substring(token.place().begin(), token.place().end()));
    }
}
