package dev.tachograph.text;

/** Walks through the start of one message, and writes its template. */
final class PatternScanner {
    private static final String AFTER_PATH = " \"'`,;)]}>:|";
    private static final String AFTER_URL = " \"'`<>)]}|";
    private static final String AFTER_VALUE = " ,;)]}&|\"'`";
    private static final String AFTER_BARE_JSON = " ,]}";
    private static final String OPENING_QUOTES = "\"'`“‘«„";
    private static final String CLOSING_QUOTES = "\"'`”’»“";
    private static final int LONGEST_KEY = 40;
    /** klog, of Kubernetes, writes its message in quotes behind the place in the source. */
    private static final String BEFORE_QUOTED_MESSAGE = ".go:*] ";

    private final String text;
    private final PatternText to = new PatternText();
    private int at;
    /** Where a quoted text ends that is read as if it were not quoted. */
    private int quoteEnd;

    private int braces;
    /** Whether the next thing could be the name of a JSON member. */
    private boolean isAtMember;

    PatternScanner(String text) {
        this.text = text;
        quoteEnd = text.length();
    }

    String template() {
        while (at < text.length()) {
            to.step();
            next();
            if (!to.hasRoom()) {
                break;
            }
        }
        return to.toString();
    }

    private void next() {
        char c = text.charAt(at);
        if (at == quoteEnd) {
            quoteEnd = text.length();
            plain(c);
        } else if (isPathStart()) {
            path();
        } else if (PatternToken.isPart(c)) {
            token();
        } else if (OPENING_QUOTES.indexOf(c) >= 0) {
            quoted(c);
        } else {
            plain(c);
        }
    }

    private void plain(char c) {
        to.literal(c);
        at++;
        switch (c) {
            case '{' -> {
                braces++;
                isAtMember = true;
            }
            case '}' -> braces--;
            case ',' -> isAtMember = braces > 0;
            case ' ' -> {
                // as before
            }
            default -> isAtMember = false;
        }
    }

    private boolean isPathStart() {
        char c = text.charAt(at);
        if (c == '/') {
            return true;
        }
        return (c == '.' || c == '~')
                && (text.startsWith("./", at) || text.startsWith("../", at) || text.startsWith("~/", at));
    }

    private void path() {
        int end = at + 1;
        while (end < quoteEnd && (AFTER_PATH.indexOf(text.charAt(end)) < 0 || isPlaceInFile(end))) {
            end++;
        }
        while (end > at + 1 && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == ':')) {
            end--;
        }
        isAtMember = false;
        to.placeholder('/', '\0');
        at = end;
    }

    /** The colon of {@code file:12}, and not that behind {@code file: not found}. */
    private boolean isPlaceInFile(int colon) {
        return text.charAt(colon) == ':' && colon + 1 < quoteEnd && PatternToken.isPart(text.charAt(colon + 1));
    }

    private void token() {
        int from = at;
        int end = from;
        boolean hasDigit = false;
        while (end < quoteEnd && PatternToken.isPart(text.charAt(end))) {
            char c = text.charAt(end);
            if (c == ':' && text.startsWith("://", end) && end > from) {
                url(end);
                return;
            }
            hasDigit |= PatternToken.isDigit(c);
            end++;
        }
        isAtMember = false;
        at = end;
        if (!hasDigit && isKey(from, end)) {
            value(from, end);
        } else if (!hasDigit && PatternWords.isName(text, from, end) && isBeforeNumber(end)) {
            to.placeholder();
        } else {
            PatternToken.add(to, text, from, end, hasDigit);
            afterToken(from, end, hasDigit);
        }
    }

    private void url(int schemeEnd) {
        int end = schemeEnd;
        while (end < quoteEnd && AFTER_URL.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        while (",.;:".indexOf(text.charAt(end - 1)) >= 0 && end > schemeEnd + 1) {
            end--;
        }
        isAtMember = false;
        to.literal(text, at, schemeEnd);
        to.literal("://*", 0, 4);
        at = end;
    }

    private boolean isKey(int from, int end) {
        if (end >= quoteEnd || text.charAt(end) != '=' || end - from > LONGEST_KEY) {
            return false;
        }
        char last = text.charAt(end - 1);
        char next = end + 1 < quoteEnd ? text.charAt(end + 1) : ' ';
        return PatternToken.isLetterOrDigit(last) && next != '=' && next != '>' && next != '~';
    }

    /** The key stays; its value only if it is one that tells what happened. */
    private void value(int from, int end) {
        int begin = to.length();
        to.literal(text, from, end + 1);
        at = end + 1;
        char c = at < quoteEnd ? text.charAt(at) : ' ';
        int closing = c == '"' || c == '\'' ? closingQuote(c) : -1;
        if (PatternWords.isTelling(text, from, end)) {
            if (closing >= 0) {
                enter(c, closing);
            }
        } else if (closing >= 0 || "[{(…".indexOf(c) < 0) {
            to.placeholderOf(begin);
            int rest = closing >= 0 ? closing + 1 : at;
            at = Math.max(rest, trimmedValue(valueEnd(rest)));
        }
    }

    /** Brackets that are opened within a value belong to it. */
    private int valueEnd(int from) {
        int open = 0;
        for (int end = from; end < quoteEnd; end++) {
            char c = text.charAt(end);
            boolean closes = open > 0 && ")]}".indexOf(c) >= 0;
            if (!closes && AFTER_VALUE.indexOf(c) >= 0) {
                return end;
            }
            open += closes ? -1 : "([{".indexOf(c) >= 0 ? 1 : 0;
        }
        return quoteEnd;
    }

    /** What is within quotes is read as text. */
    private void enter(char quote, int closing) {
        to.literal(quote);
        at++;
        quoteEnd = closing;
    }

    private int endOf(int from, String stops) {
        int end = from;
        while (end < quoteEnd && stops.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private int trimmedValue(int valueEnd) {
        int end = valueEnd;
        while (end > at
                && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == ':' || text.charAt(end - 1) == '…')) {
            end--;
        }
        return end;
    }

    /** A month or a weekday only belongs to a time where a number follows, maybe behind one more such name. */
    private boolean isBeforeNumber(int end) {
        int next = afterBlank(end < quoteEnd && text.charAt(end) == ',' ? end + 1 : end);
        if (next < quoteEnd && PatternToken.isAsciiDigit(text.charAt(next))) {
            return true;
        }
        int wordEnd = wordEnd(next);
        if (!PatternWords.isName(text, next, wordEnd)) {
            return false;
        }
        int number = afterBlank(wordEnd);
        return number < quoteEnd && PatternToken.isAsciiDigit(text.charAt(number));
    }

    private int afterBlank(int from) {
        return from < quoteEnd && text.charAt(from) == ' ' ? from + 1 : from;
    }

    private int wordEnd(int from) {
        int end = from;
        while (end < quoteEnd && PatternToken.isPart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private void afterToken(int from, int end, boolean hasDigit) {
        if (hasDigit) {
            afterNumber(from, end);
        } else if (isWordBeforeName(from, end)) {
            int name = end + 1;
            int nameEnd = PatternToken.trimmed(text, name, wordEnd(name));
            if (nameEnd > name && isName(text.substring(from, end), name, nameEnd)) {
                to.literal(' ');
                to.placeholder();
                at = nameEnd;
            }
        }
    }

    /** The unit and the percent sign of a number belong to it, and so do the equals signs that fill up Base64. */
    private void afterNumber(int from, int end) {
        boolean isNumber = isNumber(from, end);
        if (end < quoteEnd && text.charAt(end) == '%') {
            at = isNumber && !isPartAt(end + 1) ? end + 1 : end;
        } else if (isNumber && text.startsWith(" %", end) && end + 1 < quoteEnd && !isPartAt(end + 2)) {
            at = end + 2;
        } else if (isNumber && end < quoteEnd && text.charAt(end) == ' ') {
            int unitEnd = wordEnd(end + 1);
            int trimmed = PatternToken.trimmed(text, end + 1, unitEnd);
            boolean isKey = unitEnd < quoteEnd && text.charAt(unitEnd) == '=';
            if (!isKey && PatternWords.isUnit(text, end + 1, trimmed)) {
                at = trimmed;
            }
        } else {
            int padded = end;
            while (padded < quoteEnd && text.charAt(padded) == '=') {
                padded++;
            }
            boolean isPadding = padded > end && (padded == quoteEnd || " ,;)]}\"'".indexOf(text.charAt(padded)) >= 0);
            at = isPadding && end - from > 8 ? padded : end;
        }
    }

    private boolean isNumber(int from, int end) {
        char first = text.charAt(from);
        boolean hasSign = (first == '-' || first == '+') && from + 1 < end;
        for (int i = hasSign ? from + 1 : from; i < end; i++) {
            if (!PatternToken.isAsciiDigit(text.charAt(i)) && text.charAt(i) != '.') {
                return false;
            }
        }
        return PatternToken.isAsciiDigit(text.charAt(end - 1));
    }

    /** Names of users are words like any other: only what is around them tells. */
    private boolean isWordBeforeName(int from, int end) {
        boolean isUser = end - from == 4 && text.startsWith("ser", from + 1) && "uU".indexOf(text.charAt(from)) >= 0;
        boolean isFor = end - from == 3 && text.startsWith("for", from);
        boolean isBy = end - from == 2 && text.startsWith("by", from);
        return (isUser || isFor || isBy) && end + 1 < quoteEnd && text.charAt(end) == ' ';
    }

    private boolean isName(String before, int name, int nameEnd) {
        if (hasDigit(name, nameEnd)) {
            return false; // a star comes by itself
        }
        if (before.equals("for")) {
            return text.startsWith(" from ", nameEnd) && isDigitAt(nameEnd + 6);
        }
        if (before.equals("by")) {
            return text.startsWith("(uid=", nameEnd);
        }
        if (nameEnd >= text.length()) {
            return true;
        }
        return ".,([)]".indexOf(text.charAt(nameEnd)) >= 0
                || text.startsWith(" from ", nameEnd)
                || text.startsWith(" by ", nameEnd)
                || text.startsWith(" [", nameEnd)
                || text.startsWith(" (", nameEnd)
                || (text.startsWith(" ", nameEnd) && isDigitAt(nameEnd + 1));
    }

    private boolean isPartAt(int index) {
        return index < quoteEnd && PatternToken.isPart(text.charAt(index));
    }

    private boolean isDigitAt(int index) {
        return index < text.length() && PatternToken.isAsciiDigit(text.charAt(index));
    }

    private void quoted(char quote) {
        int closing = closingQuote(quote);
        if (closing < 0) {
            plain(quote);
            return;
        }
        if (isAtMember && isMember(closing)) {
            member(quote, closing);
        } else if (quote == '"' && to.endsWith(BEFORE_QUOTED_MESSAGE)) {
            isAtMember = false;
            enter(quote, closing);
        } else {
            isAtMember = false;
            to.placeholder(quote, text.charAt(closing));
            at = closing + 1;
        }
    }

    /** Where a quoted text that begins here ends; -1 if it does not. An apostrophe quotes nothing. */
    private int closingQuote(char quote) {
        char closing = CLOSING_QUOTES.charAt(OPENING_QUOTES.indexOf(quote));
        boolean canBeApostrophe = closing == '\'' || closing == '’' || closing == '`';
        if (canBeApostrophe && at > 0 && PatternToken.isLetterOrDigit(text.charAt(at - 1))) {
            return -1;
        }
        for (int i = at + 1; i < quoteEnd; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == closing
                    && !(canBeApostrophe && i + 1 < quoteEnd && PatternToken.isLetterOrDigit(text.charAt(i + 1)))) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a quoted text is the name of a JSON member. */
    private boolean isMember(int closing) {
        int colon = afterBlank(closing + 1);
        return colon < quoteEnd && text.charAt(colon) == ':' && closing - at - 1 <= LONGEST_KEY;
    }

    private boolean hasDigit(int from, int end) {
        for (int i = from; i < end; i++) {
            if (PatternToken.isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private void member(char quote, int closing) {
        int nameFrom = at + 1;
        int begin = to.length();
        if (hasDigit(nameFrom, closing)) {
            to.placeholder(quote, quote);
        } else {
            to.literal(text, at, closing + 1);
        }
        to.literal(":", 0, 1);
        isAtMember = false;
        at = afterBlank(afterBlank(closing + 1) + 1);
        char c = at < quoteEnd ? text.charAt(at) : '…';
        boolean isTelling = PatternWords.isTelling(text, nameFrom, closing);
        int valueEnd = c == quote ? closingQuote(quote) : -1;
        if (c == quote && isTelling) {
            if (valueEnd >= 0) {
                enter(quote, valueEnd);
            }
        } else if (c != '{' && c != '[' && c != '…') {
            to.placeholderOf(begin);
            at = endOf(valueEnd >= 0 ? valueEnd + 1 : at, AFTER_BARE_JSON);
        }
    }
}
