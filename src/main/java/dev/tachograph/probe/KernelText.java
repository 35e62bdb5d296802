package dev.tachograph.probe;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Text as the kernel hands it out: any bytes at all. Bytes that are not UTF-8 stay readable as {@code \xNN}. */
final class KernelText {
    private static final HexFormat HEX = HexFormat.of();

    private KernelText() {}

    static String decode(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return decodeCarefully(bytes, from, to);
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    private static String decodeCarefully(byte[] bytes, int from, int to) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CharBuffer out = CharBuffer.allocate(to - from);
        StringBuilder text = new StringBuilder(to - from);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            text.append(out.flip());
            out.clear();
            if (!result.isError()) {
                return text.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.append("\\x").append(HEX.toHexDigits(in.get()));
            }
            decoder.reset();
        }
    }

    /** The begin of a text, at most this many bytes of UTF-8 and never half a character. */
    static String cut(String text, int maxBytes) {
        if (text.length() <= maxBytes / 3) {
            return text;
        }
        int bytes = 0;
        for (int at = 0; at < text.length(); ) {
            int character = text.codePointAt(at);
            bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
            if (bytes > maxBytes) {
                return text.substring(0, at);
            }
            at += Character.charCount(character);
        }
        return text;
    }
}
