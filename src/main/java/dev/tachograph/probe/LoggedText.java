package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.model.LogLine;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A logged value as it is kept: as text, or, when it is too large or no text, as bytes with a begin that can be read.
 *
 * @param text all of it, or its begin
 * @param whole {@code null} when the text is all of it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LoggedText(String text, byte @Nullable [] whole) {
    /** @param redact takes secrets out of it */
    static LoggedText of(byte[] bytes, int from, int to, UnaryOperator<String> redact) {
        String text = decode(bytes, from, to);
        if (text == null) {
            return notText(bytes, from, to, redact);
        }
        String shown = redact.apply(text);
        if (to - from <= LogLine.MOST_INLINE_BYTES && shown.equals(text)) {
            return new LoggedText(shown, null);
        }
        byte[] whole = shown.equals(text) ? Arrays.copyOfRange(bytes, from, to) : shown.getBytes(UTF_8);
        return whole.length <= LogLine.MOST_INLINE_BYTES
                ? new LoggedText(shown, null)
                : new LoggedText(KernelText.cut(shown, LogLine.MOST_INLINE_BYTES), whole);
    }

    /** Secrets are looked for in what can be read of the value; when there are any, that is what is kept of it. */
    private static LoggedText notText(byte[] bytes, int from, int to, UnaryOperator<String> redact) {
        String readable = KernelText.decode(bytes, from, to).replace("\0", "\\x00");
        String shown = redact.apply(readable);
        byte[] whole = shown.equals(readable) ? Arrays.copyOfRange(bytes, from, to) : shown.getBytes(UTF_8);
        return new LoggedText(KernelText.cut(shown, LogLine.MOST_INLINE_BYTES), whole);
    }

    private static @Nullable String decode(byte[] bytes, int from, int to) {
        boolean isAscii = true;
        for (int i = from; i < to; i++) {
            if (bytes[i] == 0) {
                return null;
            }
            isAscii &= bytes[i] > 0;
        }
        if (isAscii) {
            return new String(bytes, from, to - from, ISO_8859_1);
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
