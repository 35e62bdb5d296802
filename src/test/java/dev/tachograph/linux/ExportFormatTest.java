package dev.tachograph.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ExportFormatTest {
    private static final int MOST = 1 << 20;

    @Test
    void fieldsOfTextAndOfBytesAreReadAlike() throws IOException {
        byte[] bytes = new JournalFiles.Text()
                .entry(17)
                .field("MESSAGE", "two\nlines")
                .field("EMPTY", "")
                .field("BYTES", new byte[] {0, -1, '\n', '\n'})
                .entry(18)
                .bytes();
        List<List<String>> entries = read(new ByteArrayInputStream(bytes));

        assertThat(entries).hasSize(2);
        assertThat(entries.getFirst())
                .contains("__REALTIME_TIMESTAMP=17", "MESSAGE=two\nlines", "EMPTY=", "BYTES=\0\u00ff\n\n");
    }

    @Test
    void aStreamThatComesInPiecesIsReadTheSame() throws IOException {
        byte[] sample = JournalFiles.sample();
        List<List<String>> whole = read(new ByteArrayInputStream(sample));

        assertThat(whole).hasSizeGreaterThan(50);
        assertThat(read(new Pieces(sample, new SplittableRandom(1)))).isEqualTo(whole);
    }

    @Test
    void whatIsBehindTheMostIsLeftOutAndCounted() throws IOException {
        byte[] bytes = new JournalFiles.Text()
                .entry(17)
                .field("LARGE", "x".repeat(300_000))
                .field("NEXT", "y")
                .bytes();
        var format = new ExportFormat(new ByteArrayInputStream(bytes));
        for (int address = 0; address < 3; address++) {
            format.nextField(MOST);
        }

        assertThat(format.nextField(100_000)).isEqualTo(300_006);
        assertThat(format.buffer()).hasSizeGreaterThanOrEqualTo(100_000);
        assertThat(format.buffer()[99_999]).isEqualTo((byte) 'x');
        assertThat(format.nextField(MOST)).isEqualTo(6);
    }

    @Test
    void sizesThatCannotBeAreRefused() {
        byte[] negative = "A\n\377\377\377\377\377\377\377\377x\n\n".getBytes(ISO_8859_1);
        byte[] beyond = "A\n\377\377\377\377\377\377\377\177x\n\n".getBytes(ISO_8859_1);
        byte[] wrong = "A\n\1\0\0\0\0\0\0\0xy\n\n".getBytes(ISO_8859_1);

        assertThatThrownBy(() -> read(new ByteArrayInputStream(negative)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("18446744073709551615");
        assertThatThrownBy(() -> read(new ByteArrayInputStream(beyond))).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> read(new ByteArrayInputStream(wrong))).hasMessageContaining("does not end");
    }

    @Test
    void anyBytesGiveEntriesOrARefusal() throws IOException {
        byte[] sample = Arrays.copyOf(JournalFiles.sample(), 20_000);
        long seed = Long.getLong("tachograph.seed", System.nanoTime());
        RandomGenerator random = new SplittableRandom(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = Arrays.copyOf(sample, random.nextInt(sample.length));
            for (int change = random.nextInt(8); change > 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(bytes.length)] = "\n=\0A\377".getBytes(ISO_8859_1)[random.nextInt(5)];
            }
            try {
                read(new ByteArrayInputStream(bytes));
            } catch (IOException _) {
                // a refusal
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed %d, round %d".formatted(seed, round), e);
            }
        }
    }

    @Test
    void aLineWithoutEndIsRefused() {
        assertThatThrownBy(() -> read(new ByteArrayInputStream("MESSAGE=half".getBytes(US_ASCII))))
                .isInstanceOf(EOFException.class);
    }

    private static List<List<String>> read(InputStream in) throws IOException {
        var format = new ExportFormat(in);
        List<List<String>> entries = new ArrayList<>();
        List<String> entry = new ArrayList<>();
        while (true) {
            long length = format.nextField(MOST);
            if (length >= 0) {
                entry.add(new String(format.buffer(), 0, (int) Math.min(length, MOST), ISO_8859_1));
                continue;
            }
            if (!entry.isEmpty()) {
                entries.add(entry);
                entry = new ArrayList<>();
            }
            if (length == ExportFormat.END_OF_STREAM) {
                return entries;
            }
        }
    }

    /** A stream that gives as few bytes as it likes. */
    private static final class Pieces extends ByteArrayInputStream {
        private final RandomGenerator random;

        Pieces(byte[] bytes, RandomGenerator random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public synchronized int read(byte[] into, int from, int count) {
            return super.read(into, from, Math.min(count, 1 + random.nextInt(40)));
        }
    }
}
