package dev.tachograph.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Rows on their way, in UTF-8; handed on in pieces that cost little each. */
final class RowBuffer {
    private static final int PIECE = 48 * 1024;

    private final AnswerSink sink;
    private byte[] bytes = new byte[PIECE + 4 * 1024];
    private int length;

    RowBuffer(AnswerSink sink) {
        this.sink = sink;
    }

    void put(int single) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        bytes[length++] = (byte) single;
    }

    /** Any text. */
    void put(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        if (length + encoded.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + encoded.length));
        }
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    /** Digits that begin with zeros if need be. */
    void putDigits(int number, int digits) {
        int scale = 1;
        for (int i = 1; i < digits; i++) {
            scale *= 10;
        }
        for (; scale > 0; scale /= 10) {
            put('0' + number / scale % 10);
        }
    }

    /** Hands on what is there once it is worth it; to be called behind each row. */
    void passOn() throws IOException {
        if (length >= PIECE) {
            flush();
        }
    }

    void flush() throws IOException {
        if (length > 0) {
            sink.rows(bytes, 0, length);
            length = 0;
        }
        if (bytes.length > 16 * PIECE) {
            bytes = new byte[PIECE];
        }
    }
}
