package dev.tachograph.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.random.RandomGenerator;

/**
 * What a bad disk, a bad memory or a bad program does to a file.
 *
 * @param at the first byte of the damage
 * @param length how many bytes of it
 */
record Damage(Kind kind, long at, int length) {
    private static final int SECTOR = 512;

    enum Kind {
        /** One bit is another. */
        BIT,
        /** The file ends here. */
        TRUNCATED,
        /** Whole sectors are zero, as after a lost write. */
        ZEROED,
        /** Whole sectors are of another file. */
        OVERWRITTEN
    }

    /** Of a random kind at a random place of a file that is not empty. */
    static Damage random(RandomGenerator random, Path file) throws IOException {
        return random(random, file, Kind.values()[random.nextInt(Kind.values().length)]);
    }

    static Damage random(RandomGenerator random, Path file, Kind kind) throws IOException {
        long at = random.nextLong(Files.size(file));
        return switch (kind) {
            case BIT, TRUNCATED -> new Damage(kind, at, 1);
            case ZEROED, OVERWRITTEN ->
                new Damage(kind, at / SECTOR * SECTOR, random.nextBoolean() ? SECTOR : 8 * SECTOR);
        };
    }

    /** Does it. @return whether the file is another one now: what is zero can't be zeroed */
    boolean applyTo(Path file, RandomGenerator random) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (kind == Kind.TRUNCATED) {
                channel.truncate(at);
                return true;
            }
            var before = ByteBuffer.allocate((int) Math.min(length, channel.size() - at));
            while (before.hasRemaining()) {
                channel.read(before, at + before.position());
            }
            byte[] after = before.array().clone();
            switch (kind) {
                case BIT -> after[0] ^= (byte) (1 << random.nextInt(8));
                case ZEROED -> after = new byte[after.length];
                case OVERWRITTEN -> random.nextBytes(after);
                case TRUNCATED -> throw new AssertionError(kind);
            }
            channel.write(ByteBuffer.wrap(after), at);
            return !before.flip().equals(ByteBuffer.wrap(after));
        }
    }
}
