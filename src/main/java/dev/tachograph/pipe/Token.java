package dev.tachograph.pipe;

/**
 * A word of a question behind its first pipe.
 *
 * @param text what it means: without quotes; of a number as it is written
 */
record Token(Type type, String text, Place place) {
    enum Type {
        NAME,
        /** In backticks: a name whatever it looks like. */
        QUOTED_NAME,
        TEXT,
        NUMBER,
        SYMBOL,
        END
    }

    boolean isSymbol(String symbol) {
        return type == Type.SYMBOL && text.equals(symbol);
    }

    boolean isWord(String word) {
        return type == Type.NAME && text.equalsIgnoreCase(word);
    }

    boolean isName() {
        return type == Type.NAME || type == Type.QUOTED_NAME;
    }

    boolean isEnd() {
        return type == Type.END || isSymbol("|");
    }
}
