package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Takes secrets out of values that are large or no text. A very large one is looked at piece by piece, since it would not be
 * in memory several times; a secret that lies across the border of two pieces is not seen.
 */
final class LargeRedaction {
    private static final int PIECE_BYTES = 1 << 20;

    private LargeRedaction() {}

    /** The stretch of the bytes without its secrets, as an array of its own. */
    static byte[] apply(UnaryOperator<String> redaction, byte[] bytes, int from, int to) {
        if (to - from <= PIECE_BYTES) {
            return piece(redaction, Arrays.copyOfRange(bytes, from, to));
        }
        List<byte[]> pieces = new ArrayList<>();
        int length = 0;
        for (int at = from; at < to; ) {
            int end = pieceEnd(bytes, at, to);
            byte[] piece = piece(redaction, Arrays.copyOfRange(bytes, at, end));
            pieces.add(piece);
            length += piece.length;
            at = end;
        }
        return joined(pieces, length);
    }

    /** Behind a line or a word where there is one in the second half, and never within a character. */
    private static int pieceEnd(byte[] bytes, int from, int to) {
        if (to - from <= PIECE_BYTES) {
            return to;
        }
        int most = from + PIECE_BYTES;
        int least = from + PIECE_BYTES / 2;
        for (char border : new char[] {'\n', ' '}) {
            for (int end = most; end > least; end--) {
                if (bytes[end - 1] == border) {
                    return end;
                }
            }
        }
        int end = most;
        while (end > most - 3 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }

    private static byte[] joined(List<byte[]> pieces, int length) {
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }

    /** Secrets are told by characters of ASCII; what is not UTF-8 is looked at byte by byte, and its other bytes stay. */
    private static byte[] piece(UnaryOperator<String> redaction, byte[] bytes) {
        String text = new String(bytes, UTF_8);
        if (text.indexOf('\uFFFD') < 0) {
            String shown = redaction.apply(text);
            return shown.equals(text) ? bytes : shown.getBytes(UTF_8);
        }
        text = new String(bytes, ISO_8859_1);
        String shown = redaction.apply(text);
        return shown.equals(text) ? bytes : bytesOf(shown);
    }

    /** The bytes behind a text in which each byte was a character, and into which other characters were put. */
    private static byte[] bytesOf(String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        for (int at = 0; at < text.length(); ) {
            int character = text.codePointAt(at);
            if (character <= 0xFF) {
                bytes.write(character);
            } else {
                bytes.writeBytes(Character.toString(character).getBytes(UTF_8));
            }
            at += Character.charCount(character);
        }
        return bytes.toByteArray();
    }
}
