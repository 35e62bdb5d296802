package dev.tachograph.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes well-known secrets out of command lines before anything else sees them, and puts a mark in place of each
 * ({@link SecretMarks}).
 *
 * <p>A secret is announced by a name before it ({@link SecretNames}), by the program that takes it ({@link SecretPrograms}),
 * or by what it looks like ({@link SecretText}). An argument that is nothing but a name and its value is hidden up to its
 * end; within a longer text the value ends where the text says. In doubt a secret stays hidden: a hidden word that was none
 * costs less. Used by one thread at a time.
 */
final class Redactor {
    /** What follows a name is another option and not its value. */
    private static final Pattern OPTION = Pattern.compile("-|-[A-Za-z]|--[a-z][a-zA-Z0-9-]*(?:=.*)?", Pattern.DOTALL);

    /** The argument behind it is a script, as in {@code sh -ec}. */
    private static final Pattern TAKES_SCRIPT = Pattern.compile("-[a-z]{0,5}c");

    private static final String BLANKS = " \t\r";
    private static final String ENDS_OF_COMMANDS = "\n;|&()";

    private final SecretMarks marks;
    private final OwnPatterns own;
    private final SecretText secretText;

    /** @param own what else is a secret */
    Redactor(SecretMarks marks, OwnPatterns own) {
        this.marks = marks;
        this.own = own;
        secretText = new SecretText(marks::hide);
    }

    /** The command line that the arguments make, without the secrets in it. */
    String line(List<String> arguments) {
        return own.redact(String.join(" ", redact(arguments)));
    }

    /** A command line whose arguments are one text already, without the secrets in it. */
    String line(String line) {
        return own.redact(script(line));
    }

    /** The arguments without the secrets in them. */
    List<String> redact(List<String> arguments) {
        List<String> clean = new ArrayList<>(arguments.size());
        var words = new Words();
        String before = "";
        for (String argument : arguments) {
            boolean script = TAKES_SCRIPT.matcher(before).matches() && holdsBlanks(argument);
            clean.add(script ? script(argument) : words.argument(argument));
            before = argument;
        }
        return clean;
    }

    private static boolean holdsBlanks(String text) {
        return text.chars().anyMatch(c -> c == ' ' || c == '\t' || c == '\n');
    }

    /** A text that is itself a command line, or many: first its assignments and URLs, then its options, word by word. */
    String script(String text) {
        String clean = secretText.redact(text);
        var out = new StringBuilder(clean.length());
        var words = new Words();
        int at = 0;
        while (at < clean.length()) {
            char c = clean.charAt(at);
            int end = endOfWord(clean, at);
            if (end > at) {
                out.append(words.ofScript(clean.substring(at, end)));
            } else if (clean.startsWith("\\\n", at)) {
                end = at + 2;
                out.append("\\\n");
            } else {
                end = at + 1;
                out.append(c);
                words = ENDS_OF_COMMANDS.indexOf(c) >= 0 ? new Words() : words;
            }
            at = end;
        }
        return out.toString();
    }

    /** A quote without its like is a letter. */
    private static int endOfWord(String text, int begin) {
        int at = begin;
        while (at < text.length() && !isBetweenWords(text, at)) {
            char c = text.charAt(at);
            int closing = c == '"' || c == '\'' ? text.indexOf(c, at + 1) : -1;
            at = closing < 0 ? at + 1 : closing + 1;
        }
        return at;
    }

    private static boolean isBetweenWords(String text, int at) {
        char c = text.charAt(at);
        return BLANKS.indexOf(c) >= 0 || ENDS_OF_COMMANDS.indexOf(c) >= 0 || text.startsWith("\\\n", at);
    }

    private String hide(String secret) {
        return marks.hide(secret);
    }

    /** One command line, word by word: what a word announces is the next one's matter. */
    private final class Words {
        private SecretPrograms program = SecretPrograms.NONE;
        private @Nullable String announcedBy;

        /** An argument as the program got it. */
        String argument(String argument) {
            String name = announcedBy;
            announcedBy = null;
            if (name != null && !OPTION.matcher(argument).matches()) {
                return isSecret(name, argument) ? hide(argument) : argument;
            }
            if (announces(argument)) {
                announcedBy = argument;
                return argument;
            }
            int value = valueAt(argument);
            if (value > 0) {
                return argument.substring(0, value) + hideUnquoted(argument.substring(value));
            }
            return holdsBlanks(argument) ? script(argument) : secretText.redact(argument);
        }

        /** A word of a script, from which assignments are gone already. */
        String ofScript(String word) {
            String name = announcedBy;
            announcedBy = null;
            if (name != null && !OPTION.matcher(word).matches()) {
                return isSecret(name, word) ? hideUnlessReference(word) : word;
            }
            if (announces(word)) {
                announcedBy = word;
                return word;
            }
            int attached = program.attachedAt(word);
            return attached > 0 ? word.substring(0, attached) + hideUnlessReference(word.substring(attached)) : word;
        }

        private static boolean isSecret(String name, String value) {
            return SecretText.isSecret(name, value) && !(name.equals("-p") && SecretPrograms.isPorts(value));
        }

        private boolean announces(String word) {
            program = program.after(word);
            return program.announces(word)
                    || (word.startsWith("-")
                            && program.attachedAt(word) < 0
                            && nameLength(word) == word.length()
                            && SecretNames.announces(word));
        }

        /** Where the secret begins in an argument that is all name and value or attached to an option; 0 when it is none. */
        private int valueAt(String argument) {
            int attached = program.attachedAt(argument);
            if (attached > 0) {
                return attached;
            }
            int sign = nameLength(argument);
            if (sign == 0 || sign == argument.length() || !SecretText.isSign(argument.charAt(sign))) {
                return 0;
            }
            String name = argument.substring(0, sign);
            boolean colon = argument.charAt(sign) == ':';
            int from = colon ? SecretText.skipBlanks(argument, sign + 1) : sign + 1;
            String value = argument.substring(from);
            boolean otherwise =
                    colon && (SecretText.isPath(argument, 0, sign) || SecretNames.isHeader(name)); // see SecretText
            return !otherwise && SecretNames.announces(name) && SecretText.isSecret(name, value) ? from : 0;
        }

        private static int nameLength(String word) {
            int length = 0;
            while (length < word.length() && SecretNames.isNameChar(word.charAt(length))) {
                length++;
            }
            return length;
        }

        private String hideUnlessReference(String word) {
            return !word.startsWith("'") && SecretText.isReference(unquoted(word)) ? word : hideUnquoted(word);
        }

        /** Quotes around a secret are not part of it. */
        private String hideUnquoted(String word) {
            String inner = unquoted(word);
            int quote = (word.length() - inner.length()) / 2;
            return word.substring(0, quote) + hide(inner) + word.substring(word.length() - quote);
        }

        private static String unquoted(String word) {
            boolean quoted = word.length() > 2
                    && (word.charAt(0) == '"' || word.charAt(0) == '\'')
                    && word.charAt(word.length() - 1) == word.charAt(0);
            return quoted ? word.substring(1, word.length() - 1) : word;
        }
    }
}
