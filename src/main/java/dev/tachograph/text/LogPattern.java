package dev.tachograph.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What log messages of one kind have in common: the message with a star for everything that varies from line to line, such as
 * numbers, addresses, identifiers, paths, times, quoted texts and values after an equals sign.
 *
 * <p>Nothing is learned: a message has the same template on every host, after every start and in every copy of the record, so
 * that only a number has to be stored with a line. The rules are those of {@code docs/decisions/0022-log-patterns.md}. They
 * decide by the first line of a message, in a time that has a bound whatever the message is.
 */
public final class LogPattern {
    /** A template is no longer than this, in UTF-16 units; an ellipsis stands for what is beyond. */
    public static final int MOST_CHARACTERS = 256;

    private LogPattern() {}

    /** The template of a message; it may be empty, and is one line. */
    public static String template(String message) {
        return new PatternScanner(MessageStart.of(message)).template();
    }

    /** The number of a message's template, by which lines of one pattern are found. */
    public static long number(String message) {
        return numberOfTemplate(template(message));
    }

    /** The first eight bytes of the SHA-256 of a template in UTF-8, the first one highest. */
    public static long numberOfTemplate(String template) {
        return ByteBuffer.wrap(sha256().digest(template.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
