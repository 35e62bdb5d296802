package dev.tachograph.probe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Takes well-known secrets out of log lines before anything else sees them. The same secret has the same mark as in the command
 * line of a process ({@link SecretMarks}). Most messages hold no hint of a secret and cost one look at each letter; one that
 * does is searched for the kinds of secret that the hints are for. For one thread.
 */
public final class MessageRedactor {
    private static final int KEY = 1;
    private static final int URL = 2;
    private static final int BEARER = 4;
    private static final int TOKEN = 8;
    private static final int NAME = 16;
    private static final int COMMAND = 32;
    private static final int STATEMENT = 64;
    private static final int OPTION = 128;

    private static final Map<String, Integer> WORDS = Map.ofEntries(
            Map.entry("private key", KEY),
            Map.entry("://", URL),
            Map.entry("bearer", BEARER | NAME),
            Map.entry("akia", TOKEN),
            Map.entry("asia", TOKEN),
            Map.entry("ghp_", TOKEN),
            Map.entry("gho_", TOKEN),
            Map.entry("ghu_", TOKEN),
            Map.entry("ghs_", TOKEN),
            Map.entry("ghr_", TOKEN),
            Map.entry("github_pat_", TOKEN),
            Map.entry("npm_", TOKEN),
            Map.entry("k_live_", TOKEN),
            Map.entry("k_test_", TOKEN),
            Map.entry("whsec_", TOKEN),
            Map.entry("aiza", TOKEN),
            Map.entry("ya29.", TOKEN),
            Map.entry("gocspx-", TOKEN),
            Map.entry("dop_v1_", TOKEN),
            Map.entry("shpat_", TOKEN),
            Map.entry("shpca_", TOKEN),
            Map.entry("shppa_", TOKEN),
            Map.entry("shpss_", TOKEN),
            Map.entry("sg.", TOKEN),
            Map.entry("glpat-", TOKEN),
            Map.entry("gldt-", TOKEN),
            Map.entry("glrt-", TOKEN),
            Map.entry("glptt-", TOKEN),
            Map.entry("glft-", TOKEN),
            Map.entry("glsoat-", TOKEN),
            Map.entry("glagent-", TOKEN),
            Map.entry("glcbt-", TOKEN),
            Map.entry("xox", TOKEN),
            Map.entry("xapp-", TOKEN),
            Map.entry("pypi-", TOKEN),
            Map.entry("sk-", TOKEN),
            Map.entry("hvs.", TOKEN),
            Map.entry("hvb.", TOKEN),
            Map.entry("eyj", TOKEN),
            Map.entry("hooks.slack.com", TOKEN),
            Map.entry("pass", NAME),
            Map.entry("pwd", NAME),
            Map.entry("pw", NAME),
            Map.entry("psw", NAME),
            Map.entry("secret", NAME),
            Map.entry("token", NAME),
            Map.entry("credential", NAME),
            Map.entry("key", NAME),
            Map.entry("sig", NAME),
            Map.entry("auth", NAME),
            Map.entry("cookie", NAME),
            Map.entry("sess", NAME),
            Map.entry("password '", STATEMENT),
            Map.entry("identified by '", STATEMENT),
            Map.entry("temporary password", STATEMENT),
            Map.entry("--", OPTION),
            Map.entry("command=", COMMAND),
            Map.entry("cmd (", COMMAND));

    private static final Hints HINTS = new Hints(WORDS);
    private static final int HARMLESS_ALONE = OPTION;

    private static final Pattern BEARER_TOKEN = Pattern.compile(
            "(?i)\\bbearer\\s{1,3}(?<secret>(?=[A-Za-z._~+/=-]{0,100}[0-9]|[A-Za-z]{24})[A-Za-z0-9][A-Za-z0-9._~+/=-]{15,}+)");

    /** What sudo and cron say they run. */
    private static final Pattern RUN =
            Pattern.compile("(?:\\bCOMMAND=|\\bCMD \\()(?<secret>.{1,10000})", Pattern.DOTALL);

    private static final int MOST_ROUNDS = 5;
    private static final int MOST_REMEMBERED = 128;
    private static final int LONGEST_REMEMBERED = 4096;

    private final SecretMarks marks;
    private final OwnPatterns own;
    private final Redactor commands;
    private final SecretProse prose;

    /** Command lines as they were and without secrets: a process that logs once logs again. */
    private final Map<String, String> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    MessageRedactor(SecretMarks marks, OwnPatterns own) {
        this.marks = marks;
        this.own = own;
        commands = new Redactor(marks, own);
        prose = new SecretProse(marks::hide, HINTS);
    }

    /** The message without the secrets in it; the same object when there are none. */
    public String redact(String message) {
        int hints = HINTS.in(message);
        String clean =
                (hints & ~HARMLESS_ALONE) == 0 ? message : untilNothingChanges(text -> redact(text, hints), message);
        return own.isEmpty() ? clean : own.redact(clean);
    }

    /** A mark can make a secret of what stands beside it, so that a search finds more at the second time. */
    private static String untilNothingChanges(UnaryOperator<String> redact, String text) {
        String before = text;
        String after = redact.apply(before);
        for (int rounds = 1; rounds < MOST_ROUNDS && !after.equals(before); rounds++) {
            before = after;
            after = redact.apply(before);
        }
        return after;
    }

    private String redact(String message, int hints) {
        String clean = message;
        clean = (hints & KEY) == 0 ? clean : SecretText.replace(SecretText.PRIVATE_KEY, clean, marks::hide);
        clean = (hints & URL) == 0 || clean.indexOf('@') < 0
                ? clean
                : SecretText.replace(SecretText.URL_PASSWORD, clean, marks::hide);
        clean = (hints & BEARER) == 0 ? clean : SecretText.replace(BEARER_TOKEN, clean, this::hideToken);
        clean = (hints & TOKEN) == 0 ? clean : SecretText.replace(SecretText.KNOWN_TOKEN, clean, marks::hide);
        clean = (hints & COMMAND) == 0 ? clean : SecretText.replace(RUN, clean, commands::script);
        clean = (hints & STATEMENT) == 0 ? clean : prose.statements(clean);
        clean = (hints & NAME) == 0 || (hints & OPTION) == 0 ? clean : prose.options(clean);
        clean = (hints & NAME) == 0 ? clean : prose.assignments(clean);
        return clean.equals(message) ? message : clean;
    }

    /** A full stop behind a token ends the sentence. */
    private String hideToken(String token) {
        return token.endsWith(".") ? marks.hide(token.substring(0, token.length() - 1)) + "." : marks.hide(token);
    }

    /** What stands in place of a text that is a secret from its first letter to its last. */
    String hide(String secret) {
        return marks.hide(secret);
    }

    /** A command line that is one text, as the journal has it, without the secrets in it. */
    public String commandLine(String joined) {
        String known = remembered.get(joined);
        if (known != null) {
            return known;
        }
        String clean = untilNothingChanges(commands::line, joined);
        if (joined.length() <= LONGEST_REMEMBERED) {
            remembered.put(joined, clean);
        }
        return clean;
    }
}
