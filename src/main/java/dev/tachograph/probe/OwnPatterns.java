package dev.tachograph.probe;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The user's own patterns of secrets. What is hidden is the group {@code secret} of a match, or else its first group, or else
 * all of it. Java's expressions try again and again where they don't match, on some texts for ever: a pattern may look at each
 * letter of a text so many times, and when that is not enough the whole text is hidden rather than shown.
 */
final class OwnPatterns {
    private static final String SECRET = "secret";
    private static final int LOOKS_PER_LETTER = 50;
    private static final int LEAST_LOOKS = 100_000;

    private final List<Pattern> patterns;
    private final SecretMarks marks;

    OwnPatterns(List<Pattern> patterns, SecretMarks marks) {
        this.patterns = List.copyOf(patterns);
        this.marks = marks;
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    /** The text without what the patterns find; what stands in place of secrets already stays. */
    String redact(String text) {
        String clean = text;
        for (Pattern pattern : patterns) {
            clean = redact(pattern, clean);
        }
        return clean;
    }

    private String redact(Pattern pattern, String text) {
        try {
            return replace(pattern, text);
        } catch (TooManyLooksException | StackOverflowError _) {
            return marks.hide(text);
        }
    }

    private String replace(Pattern pattern, String text) {
        Matcher found = pattern.matcher(new CountedText(text));
        StringBuilder clean = new StringBuilder();
        int copied = 0;
        while (found.find()) {
            int group = secretGroup(pattern, found);
            int from = found.start(group);
            int to = found.end(group);
            if (to > from && from >= copied) {
                clean.append(text, copied, from).append(hide(text, from, to));
                copied = to;
            }
        }
        return copied == 0 ? text : clean.append(text, copied, text.length()).toString();
    }

    private static int secretGroup(Pattern pattern, Matcher found) {
        int group = pattern.namedGroups().getOrDefault(SECRET, Math.min(1, found.groupCount()));
        return found.start(group) < 0 ? 0 : group;
    }

    /** A part of a mark is no secret: the hidden piece is what lies outside of them. */
    private String hide(String text, int from, int to) {
        if (text.indexOf('‹') < 0) {
            return marks.hide(text.substring(from, to));
        }
        StringBuilder clean = new StringBuilder();
        int at = from;
        Matcher mark = SecretMarks.MARK.matcher(text);
        mark.region(Math.max(0, from - SecretMarks.MARK_CHARS), text.length());
        while (at < to && mark.find() && mark.start() < to) {
            clean.append(hideUnlessEmpty(text, at, mark.start()));
            clean.append(text, Math.max(at, mark.start()), Math.min(to, mark.end()));
            at = Math.max(at, Math.min(to, mark.end()));
        }
        return clean.append(hideUnlessEmpty(text, at, to)).toString();
    }

    private String hideUnlessEmpty(String text, int from, int to) {
        return from >= to ? "" : marks.hide(text.substring(from, to));
    }

    /** A text that can be looked at so many times. */
    private static final class CountedText implements CharSequence {
        private final String text;
        private long looksLeft;

        CountedText(String text) {
            this.text = text;
            looksLeft = LEAST_LOOKS + (long) LOOKS_PER_LETTER * text.length();
        }

        @Override
        public char charAt(int index) {
            if (--looksLeft < 0) {
                throw new TooManyLooksException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Without a trace, which nobody reads. */
    private static final class TooManyLooksException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManyLooksException() {
            super("too many looks", null, false, false);
        }
    }
}
