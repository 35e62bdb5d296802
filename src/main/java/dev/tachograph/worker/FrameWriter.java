package dev.tachograph.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts frames into a pipe, each with one write. For many threads. */
final class FrameWriter {
    private static final int HEAD_BYTES = 5;

    private final OutputStream out;

    /** What a frame says, while it is written down. */
    static final class Body {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Body number(long number) {
            bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
            return this;
        }

        Body flag(boolean flag) {
            return number(flag ? 1 : 0);
        }

        Body one(Enum<?> value) {
            return text(value.name());
        }

        Body text(String text) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(encoded.length).array());
            bytes.writeBytes(encoded);
            return this;
        }

        Body texts(List<String> texts) {
            number(texts.size());
            texts.forEach(this::text);
            return this;
        }

        byte[] toBytes() {
            return bytes.toByteArray();
        }
    }

    FrameWriter(OutputStream out) {
        this.out = out;
    }

    void write(FrameType type, Body body) throws IOException {
        byte[] bytes = body.toBytes();
        write(type, bytes, 0, bytes.length);
    }

    synchronized void write(FrameType type, byte[] bytes, int offset, int length) throws IOException {
        byte[] frame = ByteBuffer.allocate(HEAD_BYTES + length)
                .putInt(length + 1)
                .put(type.code)
                .put(bytes, offset, length)
                .array();
        out.write(frame);
        out.flush();
    }
}
