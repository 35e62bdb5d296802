package dev.tachograph.probe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.LiveJournal;
import dev.tachograph.model.Gap;
import dev.tachograph.model.LogLine;
import dev.tachograph.probe.Journals.Read;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real journald, which writes, rotates, removes and is killed while its journal is read. */
class LiveJournalTest {
    private static final String TAG = "flood";

    @TempDir
    Path folder;

    private LiveJournal journald;

    @BeforeEach
    void start() throws IOException {
        journald = LiveJournal.start(folder);
    }

    @AfterEach
    void end() {
        journald.close();
    }

    private JournalSource source() {
        return Journals.in(journald.files());
    }

    /** Writes numbered lines; each is in the journal when this returns. */
    private void log(int from, int to) throws IOException, InterruptedException {
        String lines =
                IntStream.range(from, to).mapToObj(Integer::toString).collect(Collectors.joining("\n", "", "\n"));
        journald.run(lines, "systemd-cat", "-t", TAG);
        journald.run("", "journalctl", "--sync");
    }

    private static List<Integer> numbers(List<LogLine> lines) {
        return lines.stream()
                .filter(line -> TAG.equals(line.origin().identifier()))
                .map(line -> Integer.valueOf(requireNonNull(line.message())))
                .toList();
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Test
    void aFloodIsReadOnceWhileTheReaderIsReopenedAndTheJournalRotatedAndVacuumed() throws Exception {
        int rounds = 24;
        int linesPerRound = 250;
        String position = requireNonNull(Journals.live(source(), null).position());
        Thread flood = Thread.ofPlatform().start(() -> {
            try {
                for (int round = 0; round < rounds; round++) {
                    log(round * linesPerRound, (round + 1) * linesPerRound);
                    if (round % 3 == 1) {
                        journald.run("", "journalctl", "--rotate");
                    }
                }
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        List<LogLine> lines = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        int reopened = 0;
        while (numbers(lines).size() < rounds * linesPerRound && (flood.isAlive() || reopened < 1000)) {
            try (JournalReader reader = source().live(position, null)) {
                reopened++;
                for (int batch = 0; batch < 3; batch++) {
                    var read = reader.read(70, Duration.ofMillis(20));
                    lines.addAll(read.lines());
                    gaps.addAll(read.gaps());
                    position = read.isEmpty()
                            ? position
                            : read.positions().getFirst().position();
                }
            }
            if (reopened % 10 == 0) { // what has been read may go
                journald.run("", "journalctl", "--vacuum-files=2");
            }
        }
        flood.join();

        assertThat(reopened).isGreaterThanOrEqualTo(20);
        assertThat(numbers(lines).equals(range(0, rounds * linesPerRound)) || !gaps.isEmpty())
                .isTrue();
        long gone = gaps.stream().mapToLong(gap -> requireNonNull(gap.count())).sum();
        assertThat(new HashSet<>(numbers(lines))).hasSize(numbers(lines).size());
        assertThat(numbers(lines).size() + gone).isGreaterThanOrEqualTo((long) rounds * linesPerRound);
    }

    @Test
    void journaldThatIsKilledAndRestartedLosesAndDoublesNothing() throws Exception {
        log(0, 50);
        try (JournalReader reader = source().live(Journals.FROM_THE_BEGIN, null)) {
            List<LogLine> lines =
                    new ArrayList<>(Journals.read(reader, 1000, 20).lines());
            log(50, 100);
            journald.killAndRestart();
            lines.addAll(Journals.read(reader, 1000, 20).lines());
            log(100, 150);
            Read rest = Journals.read(reader, 1000, 20);
            lines.addAll(rest.lines());

            assertThat(numbers(lines)).isEqualTo(range(0, 150));
            assertThat(rest.gaps()).isEmpty();
        }
    }

    @Test
    void whatWasRemovedBeforeItWasReadIsAGapWithItsCount() throws Exception {
        log(0, 30);
        Read before = Journals.live(source(), Journals.FROM_THE_BEGIN, 10);
        journald.run("", "journalctl", "--rotate");
        log(30, 60);
        journald.run("", "journalctl", "--rotate");
        log(60, 90);
        journald.run("", "journalctl", "--vacuum-files=1");
        Read after = Journals.live(source(), requireNonNull(before.position()));
        long last = before.lines().getLast().sequence();
        long next = after.lines().getFirst().sequence();

        assertThat(numbers(after.lines())).isEqualTo(range(60, 90));
        assertThat(after.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(Gap.Cause.VANISHED);
            assertThat(gap.count()).isEqualTo(next - last - 1).isGreaterThanOrEqualTo(50);
            assertThat(gap.from()).isEqualTo(before.lines().getLast().timestamp());
            assertThat(gap.to()).isEqualTo(after.lines().getFirst().timestamp());
        });
    }

    @Test
    void whatWasRemovedRightAfterItWasReadIsNoGap() throws Exception {
        log(0, 30);
        journald.run("", "journalctl", "--rotate");
        Read before = Journals.live(source(), Journals.FROM_THE_BEGIN);
        log(30, 60);
        journald.run("", "journalctl", "--vacuum-files=1");
        Read after = Journals.live(source(), requireNonNull(before.position()));

        assertThat(numbers(after.lines())).isEqualTo(range(30, 60));
        assertThat(after.gaps()).isEmpty();
    }

    @Test
    void aReaderThatWasOpenMeanwhileReadsWhatIsRemovedBehindIt() throws Exception {
        log(0, 30);
        try (JournalReader reader = source().live(Journals.FROM_THE_BEGIN, null)) {
            List<LogLine> lines = new ArrayList<>(Journals.read(reader, 20, 20).lines());
            journald.run("", "journalctl", "--rotate");
            log(30, 60);
            journald.run("", "journalctl", "--vacuum-files=1");
            Read rest = Journals.read(reader, 1000, 20);
            lines.addAll(rest.lines());

            long gone = rest.gaps().stream()
                    .mapToLong(gap -> requireNonNull(gap.count()))
                    .sum();
            assertThat(numbers(lines).size() + gone).isGreaterThanOrEqualTo(60);
            assertThat(numbers(lines)).contains(59);
        }
    }

    @Test
    void linesAreThereWithinASecond() throws Exception {
        try (JournalReader reader = source().live(null, null)) {
            Journals.read(reader, 1000, 1000);
            log(0, 1);
            long begin = System.nanoTime();
            List<LogLine> lines = new ArrayList<>();
            while (numbers(lines).isEmpty()) {
                lines.addAll(reader.read(100, Duration.ofSeconds(5)).lines());
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
        }
    }
}
