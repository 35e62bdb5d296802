package dev.tachograph.text;

/**
 * Text from elsewhere in a form that can neither steer a terminal nor hide.
 *
 * <p>Any user of the host names processes, and any program writes log lines. What would move the cursor, turn the reading
 * direction, break the line or take no room is written out as a backslash and a letter or the number of the character in braces. A backslash that
 * was there already stays single: these texts are for people, the JSON is for programs.
 */
public final class Printable {
    private Printable() {}

    public static String text(String raw) {
        int unsafe = firstUnsafe(raw);
        if (unsafe == raw.length()) {
            return raw;
        }
        var shown = new StringBuilder(raw.length() + 16).append(raw, 0, unsafe);
        raw.codePoints().skip(raw.codePointCount(0, unsafe)).forEach(c -> append(shown, c));
        return shown.toString();
    }

    /** The begin of a text, for messages that quote a stranger: an ellipsis stands for what is beyond. */
    public static String atMost(int codePoints, String raw) {
        if (raw.codePointCount(0, raw.length()) <= codePoints) {
            return text(raw);
        }
        return text(raw.substring(0, raw.offsetByCodePoints(0, codePoints))) + "…";
    }

    /** How many columns of a terminal the text takes: two for wide East Asian letters and emoji, none for accents. */
    public static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            width += width(text.codePointAt(i));
        }
        return width;
    }

    /** As much of the text as fits into that many columns, with an ellipsis where something is missing. */
    public static String clip(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        int end = 0;
        int used = 1; // the ellipsis
        while (used + width(text.codePointAt(end)) <= columns) {
            used += width(text.codePointAt(end));
            end += Character.charCount(text.codePointAt(end));
        }
        return text.substring(0, end) + "…";
    }

    private static int firstUnsafe(String raw) {
        int i = 0;
        while (i < raw.length() && isSafe(raw.codePointAt(i))) {
            i += Character.charCount(raw.codePointAt(i));
        }
        return i;
    }

    private static void append(StringBuilder shown, int c) {
        if (isSafe(c)) {
            shown.appendCodePoint(c);
            return;
        }
        switch (c) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            case 0x1b -> shown.append("\\e");
            default -> shown.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
    }

    private static boolean isSafe(int c) {
        if (c < 0x7f) {
            return c >= ' ';
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> !isBlank(c);
        };
    }

    /** Letters and marks that draw nothing at all: fillers, joiners and variation selectors. */
    private static boolean isBlank(int c) {
        return c == 0x34f
                || c == 0x115f
                || c == 0x1160
                || c == 0x2800
                || c == 0x3164
                || c == 0xffa0
                || (c >= 0x17b4 && c <= 0x17b5)
                || (c >= 0x180b && c <= 0x180f)
                || (c >= 0xfe00 && c <= 0xfe0f)
                || (c >= 0xe0100 && c <= 0xe01ef);
    }

    private static int width(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(c) ? 2 : 1;
    }

    /** The blocks whose East Asian Width (Unicode UAX #11) is W or F; single wide symbols below U+2E80 count as one. */
    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f)
                || (c >= 0xa960 && c <= 0xa97c)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff01 && c <= 0xff60)
                || (c >= 0xffe0 && c <= 0xffe6)
                || (c >= 0x1f300 && c <= 0x1f64f)
                || (c >= 0x1f680 && c <= 0x1faff)
                || (c >= 0x20000 && c <= 0x3fffd);
    }
}
