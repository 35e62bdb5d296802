package dev.tachograph.worker;

import java.util.Locale;

/** Writes JSON values that every reader takes, whatever the text is. */
final class JsonText {
    /** Whole numbers with more digits are not exact where numbers are doubles, as in a browser. */
    private static final int EXACT_DIGITS = 15;

    private JsonText() {}

    /** A string. What is half of a character becomes the sign for what can't be read. */
    static void string(RowBuffer out, String text) {
        out.put('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f || c == '\u2028' || c == '\u2029') {
                out.put(text.substring(plain, i));
                out.put(escape(c));
                plain = i + 1;
            }
        }
        out.put(plain == 0 ? text : text.substring(plain));
        out.put('"');
    }

    private static String escape(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, "\\u%04x", (int) c);
        };
    }

    /** A number of which each digit counts: as a string of them where a double would lose some. */
    static void digits(RowBuffer out, String digits) {
        boolean isExact = digits.chars().filter(c -> c >= '0' && c <= '9').count() <= EXACT_DIGITS;
        if (isExact) {
            out.put(digits);
        } else {
            string(out, digits);
        }
    }

    /** A number; what JSON has no number for is a string. */
    static void floating(RowBuffer out, double number, String text) {
        if (Double.isFinite(number)) {
            out.put(text);
        } else {
            string(out, text);
        }
    }

    /** JSON as DuckDB writes it, which may have NaN, Infinity, and numbers with too many digits in it. */
    static void json(RowBuffer out, String json) {
        int plain = 0;
        for (int i = 0; i < json.length(); ) {
            char c = json.charAt(i);
            int end = c == '"' ? endOfString(json, i) : isBare(c) ? endOfBare(json, i) : i + 1;
            if (isBare(c)) {
                String bare = json.substring(i, end);
                if (!isJson(bare)) {
                    out.put(json.substring(plain, i));
                    string(out, bare);
                    plain = end;
                }
            }
            i = end;
        }
        out.put(plain == 0 ? json : json.substring(plain));
    }

    private static int endOfString(String json, int begin) {
        for (int i = begin + 1; i < json.length(); i++) {
            if (json.charAt(i) == '\\') {
                i++;
            } else if (json.charAt(i) == '"') {
                return i + 1;
            }
        }
        return json.length();
    }

    private static boolean isBare(char c) {
        return c == '-' || c == '+' || c == '.' || Character.isLetterOrDigit(c);
    }

    private static int endOfBare(String json, int begin) {
        int i = begin;
        while (i < json.length() && isBare(json.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isJson(String bare) {
        char last = bare.charAt(bare.length() - 1);
        if (!Character.isDigit(last)) {
            return bare.equals("true") || bare.equals("false") || bare.equals("null");
        }
        boolean isWhole = bare.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        return !isWhole || bare.length() <= EXACT_DIGITS;
    }
}
