package dev.tachograph.probe;

/**
 * Walks over the lines and words of a file of the kernel, without making objects of them. A last line that does not end is none:
 * its last number may have lost digits.
 */
final class KernelLines {
    /** Where there is no number, or one beyond 63 bits. */
    static final long NONE = -1;

    private final byte[] text;
    private final int length;
    private int at;
    private int lineBegin;
    private int lineEnd = -1;
    private int wordBegin;
    private int wordEnd;

    KernelLines(byte[] text, int length) {
        this.text = text;
        this.length = length;
    }

    /** Goes on to the begin of the next line. */
    boolean nextLine() {
        at = lineEnd + 1;
        lineBegin = at;
        int end = at;
        while (end < length && text[end] != '\n') {
            end++;
        }
        if (end >= length) {
            at = length;
            lineEnd = length - 1;
            return false;
        }
        lineEnd = end;
        return true;
    }

    /** Goes back to the begin of the line. */
    void restart() {
        at = lineBegin;
    }

    /** Goes near to the end of the file, if that is ahead: the next line is at most this many bytes before it. */
    void skipToLast(int bytes) {
        lineEnd = Math.max(lineEnd, length - bytes);
        while (lineEnd < length && text[lineEnd] != '\n') {
            lineEnd++;
        }
    }

    /** Goes behind the line's next word; where there is none, the word is empty. */
    boolean nextWord() {
        skipBlanks();
        wordBegin = at;
        while (at < lineEnd && !isBlank(text[at])) {
            at++;
        }
        wordEnd = at;
        return wordBegin < wordEnd;
    }

    /** Goes behind the last such letter of the line; what is before it, without leading blanks, is the word. */
    boolean nextWordUpToLast(char letter) {
        skipBlanks();
        for (int i = lineEnd - 1; i > at; i--) {
            if (text[i] == letter) {
                wordBegin = at;
                wordEnd = i;
                at = i + 1;
                return true;
            }
        }
        return false;
    }

    /** Whether this is the word. */
    boolean wordIs(String wanted) {
        return wordEnd - wordBegin == wanted.length() && wordBegins(wanted);
    }

    /** Whether the word begins with this. */
    boolean wordBegins(String wanted) {
        if (wordEnd - wordBegin < wanted.length()) {
            return false;
        }
        for (int i = 0; i < wanted.length(); i++) {
            if (text[wordBegin + i] != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The word, in a form that any bytes can be read in. */
    String word() {
        return KernelText.decode(text, wordBegin, wordEnd);
    }

    /** A mark of the word without its colon, if it ends in one: equal for equal words, and seldom for others. */
    int wordHash() {
        int end = keyEnd();
        int hash = 0;
        for (int i = wordBegin; i < end; i++) {
            hash = 31 * hash + (text[i] & 0xFF);
        }
        return hash;
    }

    /** Whether the word without its colon is this. */
    boolean keyIs(String wanted) {
        return keyEnd() - wordBegin == wanted.length() && wordBegins(wanted);
    }

    private int keyEnd() {
        return wordEnd > wordBegin && text[wordEnd - 1] == ':' ? wordEnd - 1 : wordEnd;
    }

    /** The number behind the first letters of the word, to its end; {@link #NONE} where that is none. */
    long wordNumber(int letters) {
        long number = digits(wordBegin + letters, wordEnd);
        return digitsEnd == wordEnd ? number : NONE;
    }

    /** Goes behind the next word and gives the number that it is; {@link #NONE} where it is none. */
    long number() {
        return nextWord() ? wordNumber(0) : NONE;
    }

    /** Goes behind the next word and gives the decimal fraction that it is; negative where it is none. */
    double fraction() {
        if (!nextWord()) {
            return NONE;
        }
        long whole = digits(wordBegin, wordEnd);
        int point = digitsEnd;
        if (whole == NONE || point >= wordEnd || text[point] != '.') {
            return point == wordEnd ? whole : NONE;
        }
        long part = digits(point + 1, wordEnd);
        return part == NONE || digitsEnd != wordEnd ? NONE : whole + part / Math.pow(10, wordEnd - point - 1.0);
    }

    /** The number behind a letter of the word, to its end; {@link #NONE} where there is none. */
    long numberBehind(char letter) {
        for (int i = wordBegin; i < wordEnd; i++) {
            if (text[i] == letter) {
                return wordNumber(i + 1 - wordBegin);
            }
        }
        return NONE;
    }

    private int digitsEnd;

    private long digits(int from, int to) {
        long value = 0;
        int i = from;
        boolean tooLarge = false;
        while (i < to && text[i] >= '0' && text[i] <= '9') {
            tooLarge |= value > (Long.MAX_VALUE - 9) / 10;
            value = value * 10 + (text[i] - '0');
            i++;
        }
        digitsEnd = i;
        return i == from || tooLarge ? NONE : value;
    }

    private void skipBlanks() {
        while (at < lineEnd && isBlank(text[at])) {
            at++;
        }
    }

    private static boolean isBlank(byte letter) {
        return letter == ' ' || letter == '\t';
    }
}
