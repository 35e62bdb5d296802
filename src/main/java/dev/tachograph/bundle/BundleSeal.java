package dev.tachograph.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The end of a bundle: the checksum of all bytes before it, in the comment with which a ZIP file may end. So nothing of the file
 * is believed, not even where its parts lie, before it is known to be as it was made.
 */
final class BundleSeal {
    private static final String WORDS = "tachograph sha256 ";
    private static final int DIGITS = 64;
    static final int BYTES = WORDS.length() + DIGITS;

    private static final int BUFFER = 1 << 16;

    private BundleSeal() {}

    /** As long as the real one, for whoever writes the file without knowing its sum. */
    static String unknown() {
        return WORDS + "0".repeat(DIGITS);
    }

    /** Puts the real one in place of what was written last. */
    static final class Sealing extends OutputStream {
        private final OutputStream out;
        private final MessageDigest digest = Digests.sha256();
        private final byte[] last = new byte[BYTES];
        private int held;

        Sealing(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int kept = Math.min(length, BYTES);
            int leaving = Math.max(0, held + kept - BYTES);
            pass(last, 0, leaving);
            System.arraycopy(last, leaving, last, 0, held - leaving);
            held -= leaving;
            pass(bytes, offset, length - kept);
            System.arraycopy(bytes, offset + length - kept, last, held, kept);
            held += kept;
        }

        private void pass(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) {
                digest.update(bytes, offset, length);
                out.write(bytes, offset, length);
            }
        }

        /** Writes the seal in place of the last bytes, which have to be one that is not known. */
        void finish() throws IOException {
            if (!new String(last, 0, held, US_ASCII).equals(unknown())) {
                throw new IllegalStateException("a bundle has to end in its seal");
            }
            out.write((WORDS + Digests.hex(digest)).getBytes(US_ASCII));
            out.flush();
        }
    }

    /** @throws BundleException when a file is not as it was made */
    static void require(FileChannel file) throws IOException {
        long size = file.size();
        if (size < BYTES) {
            throw BundleException.unfit("it is no bundle, or cut short: it has %d bytes".formatted(size));
        }
        byte[] end = new byte[BYTES];
        readFully(file, ByteBuffer.wrap(end), size - BYTES);
        if (!Arrays.equals(Arrays.copyOf(end, WORDS.length()), WORDS.getBytes(US_ASCII))) {
            throw BundleException.unfit("it is no bundle, or cut short: it does not end as one does");
        }
        String told = new String(end, WORDS.length(), DIGITS, US_ASCII);
        if (!told.equals(sum(file, size - BYTES))) {
            throw BundleException.unfit("it is damaged: its bytes do not have the checksum that stands at its end");
        }
    }

    private static String sum(FileChannel file, long bytes) throws IOException {
        MessageDigest digest = Digests.sha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        for (long at = 0; at < bytes; ) {
            buffer.clear().limit((int) Math.min(BUFFER, bytes - at));
            int read = file.read(buffer, at);
            if (read < 0) {
                throw BundleException.unfit("it became shorter while it was read");
            }
            digest.update(buffer.flip());
            at += read;
        }
        return Digests.hex(digest);
    }

    private static void readFully(FileChannel file, ByteBuffer into, long from) throws IOException {
        while (into.hasRemaining()) {
            if (file.read(into, from + into.position()) < 0) {
                throw BundleException.unfit("it became shorter while it was read");
            }
        }
    }
}
