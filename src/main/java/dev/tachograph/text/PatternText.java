package dev.tachograph.text;

/**
 * A template in the making. Of placeholders that repeat with nothing but separators in between, such as the items of a list,
 * one is left.
 */
final class PatternText {
    static final char MARK = '*';

    private static final String JOINERS = " ,;:./-+|_~";
    private static final char ELLIPSIS = '…';

    private final StringBuilder text = new StringBuilder(160);
    /** The last placeholder with what belongs to it, as long as only separators came after it; else they are equal. */
    private int lastFrom;

    private int lastTo;
    private int stepFrom;

    /** What comes until the next call goes into the template as a whole, or not at all. */
    void step() {
        stepFrom = text.length();
    }

    /** Whether there is room for what came since. If not, the template ends before it, and is complete. */
    boolean hasRoom() {
        if (text.length() < LogPattern.MOST_CHARACTERS) {
            return true;
        }
        text.setLength(Math.min(stepFrom, text.length()));
        trim();
        text.append(ELLIPSIS);
        return false;
    }

    /** What stays as it is. */
    void literal(char c) {
        if (JOINERS.indexOf(c) < 0) {
            lastTo = lastFrom;
        }
        text.append(c);
    }

    /** The same for a part of a text that is no mere separator. */
    void literal(CharSequence from, int begin, int end) {
        if (begin < end) {
            lastTo = lastFrom;
            text.append(from, begin, end);
        }
    }

    /** A star with what stays before and after it. */
    void placeholder(CharSequence from, int begin, int prefixEnd, int suffixBegin, int end) {
        int at = text.length();
        text.append(from, begin, prefixEnd).append(MARK).append(from, suffixBegin, end);
        repeatable(at);
    }

    /** A star between these characters, or after one of them; a NUL for none. */
    void placeholder(char before, char after) {
        int at = text.length();
        if (before != 0) {
            text.append(before);
        }
        text.append(MARK);
        if (after != 0) {
            text.append(after);
        }
        repeatable(at);
    }

    void placeholder() {
        placeholder('\0', '\0');
    }

    /** A star for the value of what begins there. */
    void placeholderOf(int begin) {
        text.append(MARK);
        repeatable(begin);
    }

    int length() {
        return text.length();
    }

    private void repeatable(int at) {
        int length = text.length() - at;
        if (lastTo > lastFrom && lastTo - lastFrom == length && isSame(lastFrom, at, length)) {
            text.setLength(lastTo);
            stepFrom = Math.min(stepFrom, lastTo);
        } else {
            lastFrom = at;
            lastTo = text.length();
        }
    }

    private boolean isSame(int one, int other, int length) {
        for (int i = 0; i < length; i++) {
            if (text.charAt(one + i) != text.charAt(other + i)) {
                return false;
            }
        }
        return true;
    }

    boolean endsWith(String end) {
        int from = text.length() - end.length();
        return from >= 0 && text.indexOf(end, from) == from;
    }

    private void trim() {
        while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
    }

    @Override
    public String toString() {
        trim();
        return text.toString();
    }
}
