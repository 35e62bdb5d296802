package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is found out about a log without DuckDB is what DuckDB makes of it. */
@Timeout(120)
class WriteAheadLogTest {
    /** DuckDB writes a commit for each tick, and one when it is opened. */
    private static final int TICKS = 12;

    @TempDir
    private Path folder;

    private Path file;
    private byte[] whole;
    private WriteAheadLog log;

    @BeforeEach
    void write() throws Exception {
        Path recorded = folder.resolve("recorded");
        try (var recording = new Recording(recorded)) {
            recording.ticks(TICKS);
            whole = Files.readAllBytes(new HotFiles(recorded).log());
        }
        file = folder.resolve("log");
        log = read(whole);
    }

    private WriteAheadLog read(byte[] content) throws Exception {
        return WriteAheadLog.read(Files.write(file, content));
    }

    @Test
    void everyByteOfWhatDuckDbWritesIsUnderstood() {
        assertThat(log.isWhole()).isTrue();
        assertThat(log.isDamaged()).isFalse();
        assertThat(log.bytes()).isEqualTo(whole.length);
        assertThat(log.commits()).isGreaterThanOrEqualTo(TICKS);
    }

    @Test
    void aTornEndIsNoDamage() throws Exception {
        long before = log.commits();
        for (int length = whole.length - 1; length > whole.length - 400; length--) {
            WriteAheadLog torn = read(Arrays.copyOf(whole, length));
            assertThat(torn.isDamaged()).isFalse();
            assertThat(torn.isWhole()).isEqualTo(torn.wholeBytes() == length);
            assertThat(torn.commits()).isBetween(before - 2, before - 1);
        }
        assertThat(read(new byte[0])).isEqualTo(new WriteAheadLog(0, 0, 0, 0));
        assertThat(read(Arrays.copyOf(whole, 3)).isDamaged()).isFalse();
    }

    @Test
    void whateverBitIsAnotherOneIsNoticedAndTheCommitsAreCounted() throws Exception {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = whole.clone();
            int at = random.nextInt(whole.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            WriteAheadLog found = read(damaged);
            if (at > 40) { // the name of the database, which has no checksum, may be another one
                assertThat(found.isWhole()).as("byte %d", at).isFalse();
                assertThat(found.wholeBytes()).isLessThanOrEqualTo(at);
            }
            assertThat(found.commits() + found.laterCommits())
                    .as("byte %d", at)
                    .isBetween(log.commits() - 1, log.commits());
        }
    }

    @Test
    void aLogWithAnotherBeginIsDamagedFromThere() throws Exception {
        byte[] damaged = whole.clone();
        damaged[5] = 1; // the format without checksums: DuckDB would find a torn end, and forget everything
        assertThat(read(damaged)).isEqualTo(new WriteAheadLog(whole.length, 0, 0, log.commits()));
    }
}
