package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random writing, rotating, reading, closing and being killed. A failure names the seed; set it with -Dtachograph.seed. */
class SyslogRotationPropertyTest {
    private static final int HISTORIES = 40;
    private static final int STEPS = 80;

    @TempDir
    Path folder;

    @Test
    void everyLineIsReadOnceWhateverIsDoneToTheFiles() throws Exception {
        long first = Long.getLong("tachograph.seed", System.nanoTime());
        for (long seed = first; seed < first + HISTORIES; seed++) {
            Path own = Files.createDirectory(folder.resolve("log-" + seed));
            try (var log = new RotatedLog(own);
                    var stored = StoredLog.of(log.path)) {
                run(log, stored, new SplittableRandom(seed));
                stored.readAll();
                assertThat(stored.messages())
                        .as("-Dtachograph.seed=%d", seed)
                        .satisfies(read -> log.assertIsAllInOrder(read));
                assertThat(stored.lines.stream().map(line -> line.origin().sequenceId() + " " + line.sequence()))
                        .as("-Dtachograph.seed=%d", seed)
                        .doesNotHaveDuplicates();
            } catch (IOException | RuntimeException e) {
                throw new AssertionError("-Dtachograph.seed=" + seed, e);
            }
        }
    }

    /** By hands that keep to no order: files are numbered as they like, written to late, copied, deleted and emptied. */
    @Test
    void nothingIsReadTwiceWhateverOrderTheFilesAreIn() throws Exception {
        long first = Long.getLong("tachograph.seed", System.nanoTime());
        for (long seed = first; seed < first + HISTORIES; seed++) {
            Path own = Files.createDirectory(folder.resolve("log-" + seed));
            try (var log = new RotatedLog(own);
                    var stored = StoredLog.of(log.path)) {
                runWithoutOrder(log, stored, new SplittableRandom(seed));
                stored.readAll();
                assertThat(stored.messages()).as("-Dtachograph.seed=%d", seed).doesNotHaveDuplicates();
                assertThat(stored.lines.stream().map(line -> line.origin().sequenceId() + " " + line.sequence()))
                        .as("-Dtachograph.seed=%d", seed)
                        .doesNotHaveDuplicates();
            } catch (IOException | RuntimeException e) {
                throw new AssertionError("-Dtachograph.seed=" + seed, e);
            }
        }
    }

    private static void runWithoutOrder(RotatedLog log, StoredLog stored, RandomGenerator random) throws Exception {
        for (int step = 0; step < STEPS; step++) {
            List<Path> rotated = log.rotated();
            Path other = rotated.isEmpty() ? null : rotated.get(random.nextInt(rotated.size()));
            int number = 1 + random.nextInt(9);
            switch (random.nextInt(15)) {
                case 0, 1, 2 -> log.writeLines(random.nextInt(10));
                case 3, 4 -> {
                    log.renameTo(number);
                    log.hup();
                }
                case 5 -> log.rename();
                case 6 -> log.copyTruncateTo(number);
                case 7 -> stored.close();
                case 8 -> stored.readInVain(1 + random.nextInt(20));
                case 9, 10 -> {
                    if (other != null) {
                        log.writeLate(other);
                    }
                }
                case 11 -> log.compress(number);
                case 12 -> {
                    if (other != null && random.nextBoolean()) {
                        Files.delete(other);
                    } else {
                        Files.deleteIfExists(log.path);
                        log.hup();
                    }
                }
                case 13 -> {
                    if (other != null && log.isFree(number)) { // a copy of an older file that is emptied then
                        Files.copy(other, log.rotation(number));
                        Files.write(other, new byte[0]);
                    }
                }
                default -> stored.readAll();
            }
        }
    }

    private static void run(RotatedLog log, StoredLog stored, RandomGenerator random) throws Exception {
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> log.writeLines(random.nextInt(30));
                case 3 -> {
                    String rest = log.beginLine();
                    if (random.nextBoolean()) {
                        stored.read(50);
                    }
                    log.write(rest);
                }
                case 4 -> rename(log, stored, random);
                case 5 -> log.copyTruncate();
                case 6 -> log.compress(1 + random.nextInt(4));
                case 7 -> stored.close();
                case 8 -> stored.readInVain(1 + random.nextInt(40));
                case 9 -> stored.readAll();
                default -> stored.read(1 + random.nextInt(40));
            }
        }
    }

    private static void rename(RotatedLog log, StoredLog stored, RandomGenerator random) throws Exception {
        log.rename();
        if (random.nextBoolean()) {
            log.create();
        }
        if (random.nextBoolean()) {
            log.writeLines(random.nextInt(3));
            stored.read(20);
            log.writeLines(random.nextInt(3));
        }
        log.hup();
    }
}
