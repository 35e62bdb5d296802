package dev.tachograph.probe;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What this installation hides and how: the key of its marks, and its own patterns of secrets besides those that everybody
 * knows. For any thread; what it makes is for one each.
 */
public final class Redaction {
    private final byte[] key;
    private final List<Pattern> patterns;

    /**
     * A redaction with these patterns.
     *
     * @param key the installation's own, at least 16 bytes
     * @param patterns regular expressions that find further secrets: the group {@code secret}, or else the first group, or
     *     else all that they match
     */
    public Redaction(byte[] key, List<String> patterns) {
        SecretMarks.requireKey(key);
        this.key = key.clone();
        this.patterns = patterns.stream().map(Pattern::compile).toList();
    }

    /** For the messages of logs and what comes with them. */
    public MessageRedactor messages() {
        var marks = new SecretMarks(key);
        return new MessageRedactor(marks, new OwnPatterns(patterns, marks));
    }

    /** For what was recorded already. */
    public RecordedTexts recordedTexts() {
        return new RecordedTexts(messages());
    }

    /** For the arguments of processes. */
    Redactor commandLines() {
        var marks = new SecretMarks(key);
        return new Redactor(marks, new OwnPatterns(patterns, marks));
    }
}
