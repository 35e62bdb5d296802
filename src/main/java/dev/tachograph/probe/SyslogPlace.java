package dev.tachograph.probe;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a syslog file was read, in a way that finds the file again after it was renamed, copied or compressed: by the begin
 * of its text. Written as {@code device:inode:offset:headBytes:headHash:last:seen}.
 *
 * @param device of the file; 0 with inode 0 when there was none
 * @param offset behind the last line that was read, in uncompressed bytes
 * @param headBytes how much of the file's begin the hash is of: as much as was there, at most {@link #MOST_HEAD_BYTES}
 * @param headHash of these bytes
 * @param last time of the last line that was read
 * @param seen when this was
 */
record SyslogPlace(
        long device,
        long inode,
        long offset,
        int headBytes,
        String headHash,
        @Nullable Instant last,
        Instant seen) {

    static final int MOST_HEAD_BYTES = 256;

    /** Of a file that was read to its end, wherever that is. */
    static final long ALL = Long.MAX_VALUE;

    private static final int HASH_BYTES = 8;
    private static final int PARTS = 7;

    /** Before the first line of a file of which nothing is known yet. */
    static SyslogPlace startOf(long device, long inode, @Nullable Instant last, Instant seen) {
        return new SyslogPlace(device, inode, 0, 0, hash(new byte[0], 0), last, seen);
    }

    /** Whether nothing was in the file, so that nothing is known of its text. */
    boolean isOfNoText() {
        return headBytes == 0;
    }

    /** Whether this place and another are in the same text, as far as either tells. */
    boolean isSameText(SyslogPlace other) {
        return headBytes == other.headBytes
                && headHash.equals(other.headHash)
                && (!isOfNoText() || (device == other.device && inode == other.inode));
    }

    /** Whether this file begins as the one that was read. */
    boolean isOf(byte[] head) {
        return head.length >= headBytes && hash(head, headBytes).equals(headHash);
    }

    /** Whether this is the file that was read, whatever is in it now: the number of a deleted file is given to new ones. */
    boolean isOf(SyslogGeneration file) {
        return file.device() == device
                && file.inode() == inode
                && !file.created().isAfter(seen);
    }

    static String hash(byte[] head, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(head, 0, length);
            return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The place behind a stored text. */
    static SyslogPlace parse(String text) {
        List<String> parts = List.of(text.split(":", -1));
        try {
            if (parts.size() == PARTS) {
                var place = new SyslogPlace(
                        Long.parseLong(parts.get(0)),
                        Long.parseLong(parts.get(1)),
                        Long.parseLong(parts.get(2)),
                        Integer.parseInt(parts.get(3)),
                        parts.get(4),
                        parts.get(5).equals("-") ? null : instant(parts.get(5)),
                        instant(parts.get(6)));
                if (place.offset >= 0 && place.headBytes >= 0 && place.headBytes <= MOST_HEAD_BYTES) {
                    return place;
                }
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new IllegalArgumentException(
                "'%s' is no place in a log file; one is device:inode:offset:headBytes:headHash:last:seen"
                        .formatted(text));
    }

    static Instant instant(String micros) {
        return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    @Override
    public String toString() {
        return "%d:%d:%d:%d:%s:%s:%d"
                .formatted(
                        device,
                        inode,
                        offset,
                        headBytes,
                        headHash,
                        last == null ? "-" : Long.toString(micros(last)),
                        micros(seen));
    }

    /** A place in a file that begins with these bytes. */
    static SyslogPlace in(SyslogGeneration file, long offset, byte[] head, @Nullable Instant last, Instant seen) {
        int headBytes = Math.min(MOST_HEAD_BYTES, head.length);
        return new SyslogPlace(file.device(), file.inode(), offset, headBytes, hash(head, headBytes), last, seen);
    }
}
