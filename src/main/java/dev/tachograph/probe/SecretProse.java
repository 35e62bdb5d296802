package dev.tachograph.probe;

import dev.tachograph.probe.SecretText.Value;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets that a name announces in a log message. A message is prose as often as not: behind {@code token:} stands what
 * happened to the token at least as often as the token, so a value has to look like one, the more so the less its name says.
 */
final class SecretProse {
    /** A longer value is always a secret: what is none is looked through once more, and that must stay short. */
    private static final int LONGEST_HARMLESS = 200;

    private static final int LEAST_RANDOM = 8;
    private static final int LEAST_RANDOM_BEHIND_TWO_WORDS = 16;
    private static final int LEAST_SIGNATURE = 20;
    private static final int LEAST_ASSIGNED = 4;

    /** What happened to a secret, or stands for one, instead of it. */
    private static final Set<String> HARMLESS = Set.of(
            ("true false yes no on off none null nil undefined unknown empty missing required optional given set unset not"
                            + " valid invalid incorrect correct wrong bad good ok okay success successful succeeded fail failed"
                            + " failure error denied rejected refused accepted granted verified expired expires revoked"
                            + " changed updated reset renewed refreshed rotated created deleted removed disabled enabled"
                            + " authentication permission access is was are were has have had will must cannot can could"
                            + " should does did too the a an for of from in to and or with by at it this that please enter"
                            + " hidden redacted masked filtered sanitized omitted secret password passwd token"
                            + " xxx xxxx xxxxx xxxxxx xxxxxxx xxxxxxxx prompt plain md5 trust peer ident cert scram-sha-256"
                            + " basic bearer digest negotiate ntlm kerberos passed skipped first second string int integer"
                            + " boolean object array char varchar text bytes")
                    .split(" ", -1));

    /** Names of which nobody says anything but the secret itself. */
    private static final Pattern STRONG = Pattern.compile("(?i).*(?:passwo?r?d|passphrase|passcode|pwd).*");

    private static final Pattern SESSION = Pattern.compile("(?i).{0,20}sess(?:ion)?[_.-]?(?:id|key)");
    private static final Pattern SIGNATURE = Pattern.compile("(?i).*sig(?:nature)?");
    private static final Pattern SMALL_WORD_NAME = Pattern.compile("(?i)(?:.*[^a-z])?(?:pass|pw|psw|bearer|upw|opw)");
    private static final Pattern NUMBER = Pattern.compile("0x[0-9a-fA-F]{1,16}|[0-9.,:%+-]{1,15}[A-Za-z/]{0,3}");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d.*", Pattern.DOTALL);
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:[{(].{0,200}|[A-Z_]{1,100})", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("[A-Za-z]?[a-z']{1,30}");
    private static final Pattern NEXT_WORD = Pattern.compile("[ \\t]{1,3}\\(?[A-Za-z]?[a-z']{0,30}[,.;!)]?(?=\\s|\\z)");

    /** The scheme of a header whose credentials are one word. */
    private static final Pattern ONE_WORD_SCHEME =
            Pattern.compile("(?i)(?:bearer|basic|token|negotiate|ntlm|apikey)\\s{1,3}");

    private static final Pattern OTHER_SCHEME = Pattern.compile("(?i)(?:digest\\s{1,3}|(?=aws4-|hawk\\s|oauth\\s))");

    private static final Pattern FIRST_WORD = Pattern.compile("[^;\\s\"']{1,200}");

    /** {@code --password hunter2}, as in a message about a command. */
    private static final Pattern OPTION =
            Pattern.compile("(?<![^\\s'\"(=])--(?<name>[A-Za-z][A-Za-z0-9-]{0,40})[ \\t]{1,3}"
                    + "(?<quote>[\"']?)(?<secret>[^\\s\"'-][^\\s\"']{0,500}+)");

    /** Statements of SQL, and what MySQL tells at its first start. */
    private static final Pattern STATEMENT =
            Pattern.compile("(?i)\\b(?:password|identified by) '(?<secret>[^']{1,500})'"
                    + "|temporary password is generated for \\S{1,100}: (?<temporary>\\S{1,200})");

    /** What there is to find behind a sign. */
    private enum Kind {
        /** A name in quotes or of a parameter of a URL. */
        DATA,
        /** {@code name=value}. */
        ASSIGNED,
        /** {@code name: value}. */
        SAID,
        /** {@code secret key: value}. */
        SAID_IN_TWO_WORDS
    }

    private final UnaryOperator<String> hide;
    private final Hints hints;

    /**
     * @param hide what to put in place of a secret; leaves what it has put somewhere as it is
     * @param hints finds something in each name that announces a secret
     */
    SecretProse(UnaryOperator<String> hide, Hints hints) {
        this.hide = hide;
        this.hints = hints;
    }

    /** The text without what statements of SQL have of secrets. */
    String statements(String text) {
        Matcher found = STATEMENT.matcher(text);
        StringBuilder clean = new StringBuilder();
        int copied = 0;
        while (found.find()) {
            String group = found.start("secret") < 0 ? "temporary" : "secret";
            clean.append(text, copied, found.start(group)).append(hide.apply(found.group(group)));
            copied = found.end(group);
        }
        return copied == 0 ? text : clean.append(text, copied, text.length()).toString();
    }

    /** The text without the values of options such as {@code --password hunter2}. */
    String options(String text) {
        Matcher found = OPTION.matcher(text);
        StringBuilder clean = new StringBuilder();
        int copied = 0;
        while (found.find()) {
            String secret = found.group("secret");
            boolean plain =
                    WORD.matcher(secret).matches() || NUMBER.matcher(secret).matches();
            if (!plain && !isHarmless(secret) && SecretNames.announces(found.group("name"))) {
                clean.append(text, copied, found.start("secret")).append(hide.apply(secret));
                copied = found.end("secret");
            }
        }
        return copied == 0 ? text : clean.append(text, copied, text.length()).toString();
    }

    /** The text without the values that a name and a sign announce. */
    String assignments(String text) {
        StringBuilder clean = new StringBuilder();
        int copied = 0;
        for (int at = 0; at < text.length(); at++) {
            Value value = SecretText.isSign(text.charAt(at)) ? valueOf(text, at, copied) : null;
            if (value != null) {
                clean.append(text, copied, value.from()).append(hide.apply(text.substring(value.from(), value.to())));
                copied = value.to();
                at = value.to() - 1;
            }
        }
        return copied == 0 ? text : clean.append(text, copied, text.length()).toString();
    }

    private @Nullable Value valueOf(String text, int sign, int copied) {
        int end = sign;
        while (end > copied && sign - end < SecretText.MOST_BLANKS && SecretText.isBlank(text.charAt(end - 1))) {
            end--;
        }
        boolean spaced = end < sign;
        boolean quoted = end > copied && SecretText.isQuote(text.charAt(end - 1));
        if (quoted) {
            end--;
            end -= end > copied && text.charAt(end - 1) == '\\' ? 1 : 0;
        }
        int begin = beginOfName(text, end, copied);
        if (begin == end) {
            return null;
        }
        char before = begin == 0 ? ' ' : text.charAt(begin - 1);
        boolean colon = text.charAt(sign) == ':';
        boolean parameter = !colon && (before == '?' || before == '&');
        String name = text.substring(begin, end);
        Kind kind = quoted || parameter ? Kind.DATA : colon ? Kind.SAID : Kind.ASSIGNED;
        if (!announces(name)) {
            String both = withWordBefore(text, begin, name, copied);
            if (both == null) {
                return null;
            }
            name = both;
            kind = Kind.SAID_IN_TWO_WORDS;
        }
        if (colon && SecretText.isPath(text, begin, sign)) {
            return null;
        }
        int from = spaced || colon ? SecretText.skipBlanks(text, sign + 1) : sign + 1;
        if (SecretNames.isHeader(name)) {
            return header(text, from, before);
        }
        Value value = SecretText.extent(text, from, SecretText.ends(before));
        boolean inParentheses = value.to() - from < LONGEST_HARMLESS
                && before == '('
                && colon
                && from == sign + 1
                && value.to() < text.length()
                && text.charAt(value.to()) == ')';
        return !inParentheses && isSecret(name, text, value, kind) ? value : null;
    }

    private static int beginOfName(String text, int end, int copied) {
        int begin = end;
        while (begin > copied
                && end - begin < SecretNames.MAX_CHARS
                && SecretNames.isNameChar(text.charAt(begin - 1))) {
            begin--;
        }
        return begin;
    }

    private boolean announces(String name) {
        return hints.in(name) != 0
                && (SecretNames.announces(name) || SESSION.matcher(name).matches());
    }

    /** {@code secret key} and {@code session id} announce something, {@code key} and {@code id} alone do not. */
    private @Nullable String withWordBefore(String text, int begin, String name, int copied) {
        boolean half = name.equalsIgnoreCase("key") || name.equalsIgnoreCase("id");
        if (!half || begin - 1 <= copied || text.charAt(begin - 1) != ' ') {
            return null;
        }
        String both = text.substring(beginOfName(text, begin - 1, copied), begin - 1) + "_" + name;
        return announces(both) ? both : null;
    }

    /**
     * The credentials of a header; in prose it has none: {@code authorization: denied}. No more than the first words are looked
     * at before it is clear that there are some.
     *
     * @param before what stands before its name: where that is a quote, the header ends at the next
     */
    private static @Nullable Value header(String text, int from, char before) {
        boolean quoted = from < text.length() && SecretText.isQuote(text.charAt(from));
        int begin = quoted ? from + 1 : from;
        int most = Math.min(text.length(), begin + LONGEST_HARMLESS);
        char quote = quoted ? text.charAt(from) : before;
        Matcher scheme = ONE_WORD_SCHEME.matcher(text).region(begin, most);
        if (scheme.lookingAt()) {
            Value word = SecretText.extent(text, scheme.end(), ",;)}] \t\r\n");
            return isHarmless(text, word) ? null : word;
        }
        Matcher other = OTHER_SCHEME.matcher(text).region(begin, most);
        if (other.lookingAt()) {
            Value rest = rest(text, other.end(), quote);
            return rest.from() < rest.to() ? rest : null;
        }
        Matcher word = FIRST_WORD.matcher(text).region(begin, most);
        String first = word.lookingAt() ? word.group() : "";
        boolean bare = first.indexOf('=') > 0 || looksRandom(first, LEAST_RANDOM_BEHIND_TWO_WORDS);
        return bare ? rest(text, begin, quote) : null;
    }

    /** What is left of the line, or before the quote. */
    private static Value rest(String text, int from, char quote) {
        boolean quoted = SecretText.isQuote(quote);
        int to = from;
        while (to < text.length() && "\r\n".indexOf(text.charAt(to)) < 0 && !(quoted && text.charAt(to) == quote)) {
            to++;
        }
        return new Value(from, to);
    }

    private static boolean isHarmless(String text, Value value) {
        return value.to() - value.from() <= LONGEST_HARMLESS && isHarmless(text.substring(value.from(), value.to()));
    }

    private static boolean isSecret(String name, String text, Value value, Kind kind) {
        if (value.to() - value.from() > LONGEST_HARMLESS) {
            return true;
        }
        String secret = text.substring(value.from(), value.to());
        if (isHarmless(secret) || !SecretText.isSecret(name, secret)) {
            return false;
        }
        if (kind == Kind.SAID_IN_TWO_WORDS) {
            return looksRandom(secret, LEAST_RANDOM_BEHIND_TWO_WORDS);
        }
        if (STRONG.matcher(name).matches()) {
            return kind != Kind.SAID || !isBeginOfSentence(text, value);
        }
        if (SIGNATURE.matcher(name).matches()) {
            return looksRandom(secret, LEAST_SIGNATURE);
        }
        return switch (kind) {
            case DATA -> !isPlain(secret);
            case ASSIGNED -> !isPlain(secret) && isLongEnough(name, secret);
            case SAID, SAID_IN_TWO_WORDS -> looksRandom(secret, LEAST_RANDOM);
        };
    }

    private static boolean isLongEnough(String name, String secret) {
        return secret.length() >= LEAST_ASSIGNED
                && !(SMALL_WORD_NAME.matcher(name).matches()
                        && WORD.matcher(secret).matches())
                && !(SESSION.matcher(name).matches() && !looksRandom(secret, LEAST_RANDOM_BEHIND_TWO_WORDS));
    }

    private static boolean isPlain(String value) {
        return value.startsWith("/") || NUMBER.matcher(value).matches();
    }

    /** Whether the value says what happened, or is a place to fill in, or has been hidden by somebody else. */
    private static boolean isHarmless(String value) {
        int begin = 0;
        int end = value.length();
        while (begin < end && !Character.isLetterOrDigit(value.charAt(begin)) && value.charAt(begin) != '$') {
            begin++;
        }
        while (end > begin && !Character.isLetterOrDigit(value.charAt(end - 1))) {
            end--;
        }
        String core = value.substring(begin, end);
        return end - begin <= 1
                || HARMLESS.contains(core.toLowerCase(Locale.ROOT))
                || REFERENCE.matcher(core).matches();
    }

    /** Whether a value is two words of plain prose, as in {@code password: hash looks odd}. */
    private static boolean isBeginOfSentence(String text, Value value) {
        if (!WORD.matcher(text).region(value.from(), value.to()).matches()) {
            return false;
        }
        return NEXT_WORD.matcher(text).region(value.to(), text.length()).lookingAt();
    }

    /** Whether letters and digits are mixed as in no word, or so many stand together as in none. */
    private static boolean looksRandom(String text, int least) {
        String value =
                text.indexOf('‹') < 0 ? text : SecretMarks.MARK.matcher(text).replaceAll("");
        if (value.length() < least
                || value.startsWith("/")
                || DATE.matcher(value).matches()) {
            return false;
        }
        boolean digits = value.chars().anyMatch(Character::isDigit);
        boolean letters = value.chars().anyMatch(Character::isLetter);
        return letters
                && (digits || value.length() >= 24)
                && !NUMBER.matcher(value).matches();
    }
}
