package dev.tachograph.text;

/** A stretch of letters, digits and what stands within names, numbers, addresses and times: what of it stays. */
final class PatternToken {
    private static final int OTHER = 0;
    private static final int LETTER = 1;
    private static final int DIGIT = 2;
    private static final int INNER = 3;

    /** A longer one is no word. */
    private static final int LONGEST_WORD = 80;

    private static final int SHORTEST_HEX_WORD = 8;
    private static final int UUID_LENGTH = 36;
    private static final int MAC_LENGTH = 17;
    private static final int LAST_ASCII = 0x7f;
    private static final String ENDS = ".:-_/@+~";
    /** No letters, though beyond ASCII. */
    private static final String PUNCTUATION = "…“”„‘’‚«»‹›–—·•→←×|";

    private static final byte[] KINDS = new byte[LAST_ASCII + 1];

    static {
        for (int c = 0; c <= LAST_ASCII; c++) {
            KINDS[c] = (byte) kindOfAscii((char) c);
        }
    }

    private PatternToken() {}

    private static int kindOfAscii(char c) {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            return LETTER;
        }
        if ((c >= '0' && c <= '9') || c == PatternText.MARK) {
            return DIGIT;
        }
        return ENDS.indexOf(c) >= 0 ? INNER : OTHER;
    }

    private static int kind(char c) {
        if (c <= LAST_ASCII) {
            return KINDS[c];
        }
        return PUNCTUATION.indexOf(c) >= 0 ? OTHER : LETTER;
    }

    static boolean isPart(char c) {
        return kind(c) != OTHER;
    }

    /** A digit, or a star in its place. */
    static boolean isDigit(char c) {
        return kind(c) == DIGIT;
    }

    static boolean isAsciiDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetterOrDigit(char c) {
        int kind = kind(c);
        return kind == LETTER || kind == DIGIT;
    }

    /** Adds a token to a template: as it is, or with a star for what varies. */
    static void add(PatternText to, String text, int from, int end, boolean hasDigit) {
        if (end - from > LONGEST_WORD) {
            to.placeholder();
        } else if (hasDigit || isMac(text, from, end)) {
            int trimmed = trimmed(text, from, end);
            addVarying(to, text, from, trimmed);
            for (int i = trimmed; i < end; i++) {
                to.literal(text.charAt(i));
            }
        } else if (isAddress(text, from, end) || isHexWord(text, from, end)) {
            to.placeholder();
        } else if (isInner(text, from, end)) {
            for (int i = from; i < end; i++) {
                to.literal(text.charAt(i));
            }
        } else {
            to.literal(text, from, end);
        }
    }

    /** Without what belongs to the sentence. */
    static int trimmed(String text, int from, int end) {
        int trimmed = end;
        while (trimmed > from && kind(text.charAt(trimmed - 1)) == INNER) {
            trimmed--;
        }
        return trimmed;
    }

    private static boolean isInner(String text, int from, int end) {
        return trimmed(text, from, end) == from;
    }

    /** A name in front of the first part with a digit stays, and so does what says which kind of unit systemd means. */
    private static void addVarying(PatternText to, String text, int from, int end) {
        int suffix = unitSuffix(text, from, end);
        if (isHex(text, from, end) || (suffix == end && isAddress(text, from, end))) {
            to.placeholder();
            return;
        }
        int at = text.indexOf('@', from, suffix);
        int prefix = at > from && suffix < end ? at + 1 : prefixEnd(text, from, end);
        to.placeholder(text, from, prefix, suffix, end);
    }

    /** Up to the first part that has a digit; nothing if there is no letter before it. */
    private static int prefixEnd(String text, int from, int end) {
        int part = from;
        boolean hasLetter = false;
        for (int i = from; i < end; i++) {
            switch (kind(text.charAt(i))) {
                case DIGIT -> {
                    return hasLetter ? withoutSign(text, from, part) : from;
                }
                case INNER -> {
                    hasLetter |= i > part;
                    part = i + 1;
                }
                default -> {
                    // a letter of a part that may have digits further on
                }
            }
        }
        return part;
    }

    /** {@code adj:-500}. */
    private static int withoutSign(String text, int from, int part) {
        boolean isSigned = part - 2 >= from
                && (text.charAt(part - 1) == '-' || text.charAt(part - 1) == '+')
                && kind(text.charAt(part - 2)) == INNER;
        return isSigned ? part - 1 : part;
    }

    private static int unitSuffix(String text, int from, int end) {
        int dot = text.lastIndexOf('.', end - 1);
        return dot > from && isUnitSuffix(text, dot + 1, end) ? dot : end;
    }

    /** What systemd.unit(5) knows. */
    private static boolean isUnitSuffix(String text, int from, int end) {
        return switch (text.substring(from, end)) {
            case "service",
                    "socket",
                    "target",
                    "timer",
                    "mount",
                    "automount",
                    "path",
                    "slice",
                    "scope",
                    "device",
                    "swap" -> true;
            default -> false;
        };
    }

    /** A hexadecimal number that happens to have no digit below ten; no word of so many of these letters is in use. */
    private static boolean isHexWord(String text, int from, int end) {
        if (end - from < SHORTEST_HEX_WORD) {
            return false;
        }
        for (int i = from; i < end; i++) {
            if (!isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** {@code name@host}, but no decoration such as {@code @Override}. */
    private static boolean isAddress(String text, int from, int end) {
        int at = text.indexOf('@', from, end);
        return at > from && at < end - 1;
    }

    /** A UUID, a MAC or an IPv6 address: hexadecimal parts, of which the first may have no digit. */
    private static boolean isHex(String text, int from, int end) {
        int colons = 0;
        int dashes = 0;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == ':') {
                colons++;
            } else if (c == '-') {
                dashes++;
            } else if (!isHexDigit(c) && c != '.') {
                return false;
            }
        }
        return colons >= 2 || (dashes == 4 && end - from == UUID_LENGTH);
    }

    private static boolean isHexDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** One without any digit. */
    private static boolean isMac(String text, int from, int end) {
        if (end - from != MAC_LENGTH || text.charAt(from + 2) != ':') {
            return false;
        }
        for (int i = 0; i < MAC_LENGTH; i++) {
            char c = text.charAt(from + i);
            if (i % 3 == 2 ? c != ':' : !isHexDigit(c)) {
                return false;
            }
        }
        return true;
    }
}
