package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Feeds a parser with random bytes and with mutated real ones; a failure names the seed and the bytes. */
final class AnyBytes {
    private static final byte[] LETTERS = "0123456789-+ ()\n\t:=/.\0\\\"'\u00e9\u20ac\u202eabzSRZxX".getBytes(UTF_8);

    private final long seed = System.nanoTime();
    private final RandomGenerator random = new SplittableRandom(seed);
    private final List<byte[]> samples;

    private AnyBytes(List<String> samples) {
        this.samples = samples.stream().map(text -> text.getBytes(UTF_8)).toList();
    }

    /** Asserts that the parser gives a value or an IllegalArgumentException, whatever it gets. */
    static void giveAValueOrARefusal(List<String> samples, int rounds, Consumer<byte[]> parser) {
        new AnyBytes(samples).run(rounds, bytes -> {
            try {
                parser.accept(bytes);
            } catch (IllegalArgumentException _) {
                // a refusal
            }
        });
    }

    /** Asserts that the function takes anything. */
    static void giveAValue(List<String> samples, int rounds, Consumer<byte[]> function) {
        new AnyBytes(samples).run(rounds, function);
    }

    private void run(int rounds, Consumer<byte[]> function) {
        for (int round = 0; round < rounds; round++) {
            byte[] bytes = next();
            try {
                function.accept(bytes);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "seed %d, round %d, bytes %s"
                                .formatted(seed, round, HexFormat.of().formatHex(bytes)),
                        e);
            }
        }
    }

    private byte[] next() {
        if (samples.isEmpty() || random.nextInt(4) == 0) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            return bytes;
        }
        byte[] bytes = samples.get(random.nextInt(samples.size())).clone();
        for (int change = random.nextInt(6); change > 0 && bytes.length > 0; change--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                longer[at] = letter();
                yield longer;
            }
            case 2 -> {
                byte[] doubled = Arrays.copyOf(bytes, bytes.length * 2 - at);
                System.arraycopy(bytes, at, doubled, bytes.length, bytes.length - at);
                yield doubled;
            }
            default -> {
                bytes[at] = letter();
                yield bytes;
            }
        };
    }

    private byte letter() {
        return random.nextInt(8) == 0 ? (byte) random.nextInt(256) : LETTERS[random.nextInt(LETTERS.length)];
    }
}
