package dev.tachograph.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * What the header of a journal file promises. Source: the document "Journal File Format" of systemd.
 *
 * @param numbering the id of the numbering that its sequence numbers belong to; several files share it
 * @param entries how many
 * @param head the first entry's sequence number
 * @param tail the last entry's
 * @param tailTime the last entry's time
 */
public record JournalFile(UUID numbering, long entries, long head, long tail, Instant tailTime) {
    private static final byte[] SIGNATURE = "LPKSHHRH".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 208;
    private static final int NUMBERING_OFFSET = 72;
    private static final int ENTRIES_OFFSET = 152;
    private static final int TAIL_OFFSET = 160;
    private static final int HEAD_OFFSET = 168;
    private static final int TAIL_TIME_OFFSET = 192;

    /** Whether files of journals have such names. The second ending is that of a file that was not closed in order. */
    public static boolean isNameOfOne(String name) {
        return name.endsWith(".journal") || name.endsWith(".journal~");
    }

    /** Reads the header. Nothing when this is no journal file, or one without entries. */
    public static Optional<JournalFile> read(Path file) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {
                // a short read is read on
            }
        }
        return header.hasRemaining() ? Optional.empty() : parse(header);
    }

    private static Optional<JournalFile> parse(ByteBuffer header) {
        for (int i = 0; i < SIGNATURE.length; i++) {
            if (header.get(i) != SIGNATURE[i]) {
                return Optional.empty();
            }
        }
        long entries = header.getLong(ENTRIES_OFFSET);
        long head = header.getLong(HEAD_OFFSET);
        long tail = header.getLong(TAIL_OFFSET);
        if (entries <= 0 || head <= 0 || tail < head) {
            return Optional.empty();
        }
        return Optional.of(new JournalFile(
                id(header, NUMBERING_OFFSET),
                entries,
                head,
                tail,
                Instant.EPOCH.plus(Math.max(0, header.getLong(TAIL_TIME_OFFSET)), ChronoUnit.MICROS)));
    }

    /** Ids are sixteen bytes in the order in which they are written down. */
    private static UUID id(ByteBuffer header, int offset) {
        return new UUID(Long.reverseBytes(header.getLong(offset)), Long.reverseBytes(header.getLong(offset + 8)));
    }
}
