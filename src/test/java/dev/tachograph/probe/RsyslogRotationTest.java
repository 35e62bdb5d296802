package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.linux.Children.Child;
import dev.tachograph.model.LogLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real rsyslogd writes while its file is rotated and the reader is closed, killed and opened again. */
class RsyslogRotationTest {
    private static final int MESSAGES = 5000;
    private static final int PAUSE_MICROS = 8000;
    private static final Duration BETWEEN_ROTATIONS = Duration.ofMillis(120);
    private static final Duration QUIET = Duration.ofMillis(20);
    private static final Duration ENOUGH = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private final long seed = Long.getLong("tachograph.seed", System.nanoTime());
    private final RandomGenerator random = new SplittableRandom(seed);
    private final List<Instant> sent = new ArrayList<>();
    private int rotations;
    private int openings;

    /** What logrotate does to a file. */
    private interface Rotation {
        void rotate() throws Exception;
    }

    @Test
    void renamedFilesLoseAndDoubleNothing() throws Exception {
        try (Rsyslog rsyslog = Rsyslog.start(folder);
                var log = new RotatedLog(folder);
                var stored = new StoredLog(rsyslog.log(), QUIET)) {
            run(rsyslog, stored, () -> {
                log.rename();
                if (random.nextBoolean()) {
                    log.create();
                }
                rsyslog.hup();
                log.compress(2);
            });
            tell("rename", stored);
            assertThat(stored.messages()).as("-Dtachograph.seed=%d", seed).isEqualTo(messages());
            assertThat(stored.gaps).isEmpty();
            assertThat(rotations).isGreaterThan(5);
        }
    }

    @Test
    void copiedAndEmptiedFilesDoubleNothingAndWhatIsLostIsWithinAGap() throws Exception {
        try (Rsyslog rsyslog = Rsyslog.start(folder);
                var log = new RotatedLog(folder);
                var stored = new StoredLog(rsyslog.log(), QUIET)) {
            run(rsyslog, stored, () -> {
                log.copy();
                long copied = Files.size(log.rotation(1));
                if (random.nextInt(4) == 0) { // else it takes luck to hit the moment between the two
                    await().until(() -> Files.size(log.path) > copied);
                }
                log.truncate();
                log.compress(2);
            });
            tell("copy and empty", stored);
            List<String> read = stored.messages();
            assertThat(read).as("-Dtachograph.seed=%d", seed).doesNotHaveDuplicates();
            Set<String> known = new HashSet<>(read);
            for (int message = 0; message < MESSAGES; message++) {
                Instant at = sent.get(message);
                if (!known.contains("message " + message + ".")) {
                    assertThat(stored.gaps)
                            .as("-Dtachograph.seed=%d: message %d at %s", seed, message, at)
                            .anySatisfy(gap -> {
                                assertThat(gap.from()).isBeforeOrEqualTo(at);
                                assertThat(gap.to()).isAfterOrEqualTo(at);
                            });
                }
            }
            assertThat(rotations).isGreaterThan(5);
        }
    }

    private void run(Rsyslog rsyslog, StoredLog stored, Rotation rotation) throws Exception {
        stored.read(1);
        Child sender = rsyslog.send(MESSAGES, PAUSE_MICROS);
        Thread listener = Thread.ofVirtual().start(() -> listen(sender));
        long rotated = System.nanoTime();
        long changed = System.nanoTime();
        while (stored.lines.size() < MESSAGES
                && (listener.isAlive() || System.nanoTime() - changed < ENOUGH.toNanos())) {
            int before = stored.lines.size();
            switch (random.nextInt(20)) {
                case 0 -> {
                    stored.close();
                    openings++;
                }
                case 1 -> {
                    stored.readInVain(1 + random.nextInt(100));
                    openings++;
                }
                default -> stored.store(stored.live().read(1 + random.nextInt(100), Duration.ofMillis(10)));
            }
            boolean isDue = System.nanoTime() - rotated > BETWEEN_ROTATIONS.toNanos();
            if (isDue && listener.isAlive() && Files.exists(rsyslog.log()) && Files.size(rsyslog.log()) > 0) {
                rotation.rotate();
                rotations++;
                rotated = System.nanoTime();
            }
            changed = stored.lines.size() > before ? System.nanoTime() : changed;
        }
        listener.join();
        assertThat(sent).hasSize(MESSAGES);
    }

    private void listen(Child sender) {
        sender.out().lines().forEach(micros -> sent.add(Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS)));
    }

    private void tell(String how, StoredLog stored) {
        System.out.printf(
                "rsyslog, %s: %d messages sent, %d read, %d of them once, %d gaps; %d rotations, %d openings%n",
                how,
                MESSAGES,
                stored.lines.size(),
                stored.lines.stream().map(LogLine::message).distinct().count(),
                stored.gaps.size(),
                rotations,
                openings);
    }

    private static List<String> messages() {
        return IntStream.range(0, MESSAGES)
                .mapToObj(message -> "message " + message + ".")
                .toList();
    }
}
