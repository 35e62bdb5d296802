package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.model.LargeValue;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
            Map.entry("identified", NAME),
            Map.entry("command=", COMMAND),
            Map.entry("cmd (", COMMAND));

    private static final Hints HINTS = new Hints(WORDS);

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
        String clean = hints == 0 ? message : untilNothingChanges(text -> redact(text, hints), message);
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
        clean = (hints & URL) == 0 ? clean : SecretText.replace(SecretText.URL_PASSWORD, clean, marks::hide);
        clean = (hints & BEARER) == 0 ? clean : SecretText.replace(BEARER_TOKEN, clean, this::hideToken);
        clean = (hints & TOKEN) == 0 ? clean : SecretText.replace(SecretText.KNOWN_TOKEN, clean, marks::hide);
        clean = (hints & COMMAND) == 0 ? clean : SecretText.replace(RUN, clean, commands::script);
        clean = (hints & NAME) == 0 ? clean : prose.redact(clean);
        return clean.equals(message) ? message : clean;
    }

    /** A full stop behind a token ends the sentence. */
    private String hideToken(String token) {
        return token.endsWith(".") ? marks.hide(token.substring(0, token.length() - 1)) + "." : marks.hide(token);
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

    /** The line without the secrets in its message, its command line and its other fields. */
    public LogLine redact(LogLine line) {
        String message = line.message() == null ? null : redact(line.message());
        LogOrigin origin = redact(line.origin());
        Map<String, List<String>> fields = fields(line.fields());
        List<LargeValue> largeValues = largeValues(line.largeValues());
        boolean same = message == line.message()
                && origin == line.origin()
                && fields == line.fields()
                && largeValues == line.largeValues();
        return same
                ? line
                : new LogLine(
                        origin,
                        line.timestamp(),
                        line.monotonicMicros(),
                        line.sequence(),
                        line.priority(),
                        line.facility(),
                        message,
                        line.aboutUnit(),
                        line.messageId(),
                        line.codeFile(),
                        line.codeLine(),
                        line.codeFunction(),
                        line.errno(),
                        fields,
                        largeValues);
    }

    private LogOrigin redact(LogOrigin origin) {
        String before = origin.cmdline();
        String after = before == null ? null : commandLine(before);
        return after == null || after.equals(before) ? origin : withCommandLine(origin, after);
    }

    private static LogOrigin withCommandLine(LogOrigin origin, String commandLine) {
        return new LogOrigin(
                origin.source(),
                origin.sequenceId(),
                origin.bootId(),
                origin.machineId(),
                origin.hostname(),
                origin.transport(),
                origin.unit(),
                origin.userUnit(),
                origin.slice(),
                origin.session(),
                origin.invocationId(),
                origin.identifier(),
                origin.pid(),
                origin.uid(),
                origin.gid(),
                origin.comm(),
                origin.exe(),
                commandLine);
    }

    private Map<String, List<String>> fields(Map<String, List<String>> fields) {
        Map<String, List<String>> clean = null;
        for (var field : fields.entrySet()) {
            List<String> values = new ArrayList<>(field.getValue());
            values.replaceAll(value -> field(field.getKey(), value));
            if (!values.equals(field.getValue())) {
                clean = clean == null ? new LinkedHashMap<>(fields) : clean;
                clean.put(field.getKey(), List.copyOf(values));
            }
        }
        return clean == null ? fields : clean;
    }

    private String field(String name, String value) {
        boolean secret =
                !name.startsWith("_") && !value.isEmpty() && HINTS.in(name) != 0 && SecretNames.announces(name);
        return secret ? marks.hide(value) : redact(value);
    }

    private List<LargeValue> largeValues(List<LargeValue> values) {
        List<LargeValue> clean = new ArrayList<>(values);
        clean.replaceAll(this::largeValue);
        return clean.equals(values) ? values : List.copyOf(clean);
    }

    private LargeValue largeValue(LargeValue value) {
        byte[] clean = redact(value.bytes());
        return clean == value.bytes() ? value : new LargeValue(value.field(), clean);
    }

    /** The text or what else it is without the secrets in it; the same object when there are none. */
    public byte[] redact(byte[] bytes) {
        String utf8 = utf8(bytes);
        String text = utf8 == null ? new String(bytes, ISO_8859_1) : utf8;
        String clean = redact(text);
        if (clean.equals(text)) {
            return bytes;
        }
        return utf8 == null ? bytesOf(clean) : clean.getBytes(UTF_8);
    }

    private static @Nullable String utf8(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    /** Letters that stand for one byte each, and marks in UTF-8. */
    private static byte[] bytesOf(String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        text.chars().forEach(c -> {
            if (c <= 0xff) {
                bytes.write(c);
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(UTF_8));
            }
        });
        return bytes.toByteArray();
    }
}
