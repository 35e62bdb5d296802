package dev.tachograph.probe;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets within one text of a command, such as a shell script, a URL or a piece of JSON. Text is hostile: the patterns repeat
 * without nesting, and the walk over assignments looks back and ahead a bounded way.
 */
final class SecretText {
    static final int MOST_BLANKS = 3;

    /** A longer value is a secret: what is none is looked through once more, and that must stay short. */
    private static final int LONGEST_PATH = 1024;

    private static final String QUOTES = "\"'";
    private static final Set<String> NO_SECRETS = Set.of("true", "false", "yes", "no", "on", "off", "none", "null");

    /** {@code scheme://user:password@host}; a password with a slash in it is told from a port by its not being a number. */
    static final Pattern URL_PASSWORD =
            Pattern.compile("(?<![a-zA-Z0-9+.-])[a-zA-Z][a-zA-Z0-9+.-]{0,30}://(?!\\[)[^\\s:/@?#‹]{0,200}:"
                    + "(?<secret>[^\\s/?#\"'<>]{1,2000}|(?!\\d{1,5}[/?#])[^\\s\"'<>]{1,100}?)(?=@)");
    /** What follows the word in {@code Bearer …}, wherever it stands. */
    private static final Pattern BEARER = Pattern.compile("(?i)\\bbearer\\s{1,3}(?<secret>[A-Za-z0-9._~+/=-]{8,}+)");
    /** Tokens that give themselves away. Each runs as far as its letters go, so that no end of it stays. */
    static final Pattern KNOWN_TOKEN = Pattern.compile("(?<secret>(?<![A-Za-z0-9_])(?:"
            + "A[KS]IA[0-9A-Z]{16}(?![A-Za-z0-9_])|gh[pousr]_[A-Za-z0-9]{20,}+|github_pat_[A-Za-z0-9_]{20,}+|npm_[A-Za-z0-9]{30,}+"
            + "|[rs]k_(?:live|test)_[A-Za-z0-9]{16,}+|whsec_[A-Za-z0-9+/=]{20,}+|AIza[0-9A-Za-z_-]{35}(?![A-Za-z0-9_-])"
            + "|ya29\\.[A-Za-z0-9_-]{20,}+|GOCSPX-[A-Za-z0-9_-]{20,}+|dop_v1_[0-9a-f]{40,}+(?![A-Za-z0-9_])|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32,}+(?![A-Za-z0-9_])"
            + "|SG\\.[A-Za-z0-9_-]{16,}+\\.[A-Za-z0-9_-]{30,}+)"
            + "|(?<![A-Za-z0-9_-])(?:gl(?:pat|dt|rt|ptt|ft|soat|agent|cbt)-[A-Za-z0-9_-]{16,}+"
            + "|xox[abeoprs]-[A-Za-z0-9-]{10,}+|xapp-[0-9]-[A-Za-z0-9-]{10,}+|pypi-AgE[A-Za-z0-9_-]{20,}+"
            + "|sk-[A-Za-z0-9_-]{20,}+|hv[sb]\\.[A-Za-z0-9_-]{20,}+"
            + "|eyJ[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]{8,}+(?:\\.[A-Za-z0-9_-]*+)?)"
            + "|(?<=hooks\\.slack\\.com/services/)[A-Za-z0-9/]{20,}+)");

    static final Pattern PRIVATE_KEY = Pattern.compile("(?s)-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
            + "(?<secret>.+?)(?:-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----|\\z)");
    private static final List<Pattern> PATTERNS = List.of(PRIVATE_KEY, URL_PASSWORD, BEARER, KNOWN_TOKEN);

    private static final Pattern SCHEME = Pattern.compile("(?i)(?:bearer|basic|digest|token|negotiate|apikey)\\s{1,3}");
    private static final Pattern SHELL_REFERENCE =
            Pattern.compile("\\$(?:\\w+|[{(].{0,200})|`.{0,200}", Pattern.DOTALL);

    /** A value that is a secret: from its first to behind its last character. */
    record Value(int from, int to) {}

    private final UnaryOperator<String> hide;

    /** @param hide what to put in place of a secret; leaves what it has put somewhere as it is */
    SecretText(UnaryOperator<String> hide) {
        this.hide = hide;
    }

    /** The text without the secrets in it. */
    String redact(String text) {
        String clean = text;
        for (Pattern pattern : PATTERNS) {
            clean = replace(pattern, clean, hide);
        }
        return assignments(clean);
    }

    /** Puts something else in place of the group {@code secret} wherever the pattern matches. */
    static String replace(Pattern pattern, String text, UnaryOperator<String> hide) {
        Matcher found = pattern.matcher(text);
        StringBuilder clean = new StringBuilder();
        int copied = 0;
        while (found.find()) {
            clean.append(text, copied, found.start("secret")).append(hide.apply(found.group("secret")));
            copied = found.end("secret");
        }
        return copied == 0 ? text : clean.append(text, copied, text.length()).toString();
    }

    /** Replaces the value in every {@code NAME=value} and {@code NAME: value}, quoted or not. */
    private String assignments(String text) {
        StringBuilder clean = new StringBuilder();
        int copied = 0;
        for (int at = 0; at < text.length(); at++) {
            Value value = isSign(text.charAt(at)) ? valueOf(text, at, copied) : null;
            if (value != null) {
                clean.append(text, copied, value.from).append(hide.apply(text.substring(value.from, value.to)));
                copied = value.to;
                at = value.to - 1;
            }
        }
        return copied == 0 ? text : clean.append(text, copied, text.length()).toString();
    }

    static boolean isSign(char c) {
        return c == '=' || c == ':';
    }

    private static @Nullable Value valueOf(String text, int sign, int copied) {
        int end = sign;
        while (end > copied && sign - end < MOST_BLANKS && isBlank(text.charAt(end - 1))) {
            end--;
        }
        boolean spaced = end < sign;
        if (end > copied && QUOTES.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
            end -= end > copied && text.charAt(end - 1) == '\\' ? 1 : 0;
        }
        int begin = end;
        while (begin > copied
                && end - begin < SecretNames.MAX_CHARS
                && SecretNames.isNameChar(text.charAt(begin - 1))) {
            begin--;
        }
        String name = text.substring(begin, end);
        char before = begin == 0 ? ' ' : text.charAt(begin - 1);
        if (!SecretNames.announces(name) || (text.charAt(sign) == ':' && isPath(text, begin, sign))) {
            return null;
        }
        boolean blanksMayFollow = spaced || text.charAt(sign) == ':';
        int from = blanksMayFollow ? skipBlanks(text, sign + 1) : sign + 1;
        Value value =
                SecretNames.isHeader(name) ? headerExtent(text, from, begin == 0) : extent(text, from, ends(before));
        return isSecret(name, text, value) ? value : null;
    }

    /** {@code /run/secrets/db_password:/run/x} mounts one path on another. */
    static boolean isPath(String text, int begin, int sign) {
        char next = sign + 1 < text.length() ? text.charAt(sign + 1) : ' ';
        return next == '/' || next == ':' || (begin > 1 && text.charAt(begin - 1) == '/');
    }

    /** A header that is the whole text is a secret to its end; one within a script as far as the quotes around it. */
    private static Value headerExtent(String text, int from, boolean whole) {
        Matcher scheme = SCHEME.matcher(text).region(from, text.length());
        int begin = scheme.lookingAt() ? scheme.end() : from;
        return whole ? new Value(begin, text.length()) : extent(text, begin, "\n");
    }

    static Value extent(String text, int from, String ends) {
        boolean escaped = from + 1 < text.length() && text.charAt(from) == '\\' && isQuote(text.charAt(from + 1));
        int begin = escaped ? from + 1 : from;
        if (begin < text.length() && isQuote(text.charAt(begin))) {
            return new Value(begin + 1, closing(text, begin, escaped));
        }
        int to = begin;
        while (to < text.length() && ends.indexOf(text.charAt(to)) < 0 && !isQuote(text.charAt(to))) {
            to++;
        }
        return new Value(begin, to);
    }

    /** Where a quoted value ends; an escaped quote ends at the next escaped one. */
    private static int closing(String text, int open, boolean escaped) {
        char quote = text.charAt(open);
        for (int i = open + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && quote == '"') {
                if (escaped && i + 1 < text.length() && text.charAt(i + 1) == quote) {
                    return i;
                }
                i++;
            } else if (text.charAt(i) == quote) {
                return i;
            }
        }
        return text.length();
    }

    /** What ends an unquoted value besides blanks: what parted its name from the assignment before. */
    static String ends(char before) {
        return switch (before) {
            case '?', '&' -> "&# \t\n\r";
            case ';' -> "; \t\n\r";
            case ',' -> ", \t\n\r";
            case '=' -> " \t\n\r";
            default -> "&;,|)}]<> \t\n\r";
        };
    }

    static boolean isQuote(char c) {
        return QUOTES.indexOf(c) >= 0;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && at - from < MOST_BLANKS && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isSecret(String name, String text, Value value) {
        String secret = text.substring(value.from, value.to);
        boolean literal = value.from > 0 && text.charAt(value.from - 1) == '\'';
        return isSecret(name, secret) && (literal || !isReference(secret));
    }

    /** Whether a shell would put something else here, such as {@code $PASSWORD}. */
    static boolean isReference(String value) {
        return SHELL_REFERENCE.matcher(value).matches();
    }

    /** Whether this value of a secret's name is one, and not a switch or the place of one. */
    static boolean isSecret(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean mayBePath = value.length() <= LONGEST_PATH && (lower.contains("credential") || lower.endsWith("pwd"));
        return !value.isEmpty()
                && !NO_SECRETS.contains(value.toLowerCase(Locale.ROOT))
                && !(mayBePath && (value.startsWith("/") || value.startsWith("./") || value.startsWith("~")));
    }
}
