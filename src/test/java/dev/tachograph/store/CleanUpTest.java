package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.Event;
import dev.tachograph.settings.Settings.Limit;
import dev.tachograph.settings.Settings.Retention;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A history of days with a few ticks now and then, in a real store, and what a cleanup leaves of it. */
@Timeout(300)
class CleanUpTest {
    private static final long LARGE = 1_000_000_000;
    private static final Duration DAY = Duration.ofDays(1);
    private static final int TICKS = 3;

    @TempDir
    private Path folder;

    private Path data;
    private Recording recording;

    @BeforeEach
    void open() throws Exception {
        data = folder.resolve("data");
        recording = new Recording(data);
    }

    @AfterEach
    void close() {
        recording.close();
    }

    private static Retention retention(int days, long bytes) {
        var other = new Limit(30, LARGE);
        return new Retention(other, new Limit(days, bytes), other, other, Duration.ofMinutes(10), 1, true);
    }

    private CleanUp cleanUp(int days, long bytes) {
        return cleanUp(days, bytes, new DiskRoom(data, 1, false));
    }

    private CleanUp cleanUp(int days, long bytes, DiskRoom room) {
        return new CleanUp(
                recording.store(), SegmentKeeper.OnWriter.DIRECTLY, retention(days, bytes), room, recording.host::wall);
    }

    /** One hour in six has ticks. */
    private void days(double count) throws Exception {
        for (int hour = 0; hour < count * 24; hour += 6) {
            recording.ticks(TICKS);
            recording.host.pass(Duration.ofHours(6).minus(Recording.INTERVAL.multipliedBy(TICKS)));
        }
        recording.tick();
    }

    private List<Segment> segments() {
        return recording.segments(Segment.Type.PROCESSES);
    }

    private Instant oldest() throws Exception {
        try (Connection connection = recording.store().connect()) {
            return Micros.toInstant(Sql.number(connection, "SELECT epoch_us(min(timestamp)) FROM ticks"));
        }
    }

    private long ticks() throws Exception {
        try (Connection connection = recording.store().connect()) {
            return Sql.number(connection, "SELECT count(*) FROM ticks");
        }
    }

    private void run(CleanUp cleanUp) {
        cleanUp.run(() -> false);
        assertThat(recording.store().status().upkeep().failures()).isEmpty();
    }

    private Upkeep upkeep() {
        return recording.store().status().upkeep();
    }

    @Test
    void hoursThatAreOverAreSealedAndDaysThatAreOverMerged() throws Exception {
        days(1.25);
        long before = ticks();
        run(cleanUp(30, LARGE));
        assertThat(segments()).extracting(Segment::hours).containsExactly(4, 1);
        assertThat(ticks()).isEqualTo(before);
        assertThat(upkeep().lastSeal()).isNotNull();
        assertThat(upkeep().lastCleanup()).isNotNull();
        assertThat(upkeep().evictedSegments()).isZero();
    }

    @Test
    void whatIsPastItsAgeGoesByWholeSegmentsAndItsFoldersWithIt() throws Exception {
        days(6);
        CleanUp cleanUp = cleanUp(3, LARGE);
        run(cleanUp);
        Instant limit = recording.host.wall().minus(DAY.multipliedBy(3));
        assertThat(segments().getFirst().to()).isAfter(limit);
        assertThat(oldest()).isBetween(limit.minus(DAY), limit);
        assertThat(upkeep().evictedSegments()).isPositive();
        try (var days = Files.walk(data.resolve("segments"))) {
            assertThat(days.filter(path -> String.valueOf(path.getFileName()).startsWith("segment=")))
                    .hasSize(recording.store().segments().size());
        }
        assertThat(recording.at(limit.minus(DAY.multipliedBy(2))).rows()).isEmpty();
        run(cleanUp);
        assertThat(oldest()).as("a second look").isAfter(limit.minus(DAY));
    }

    @Test
    void aWallClockThatJumpsAYearAheadDeletesNothingUntilItHasBeenSteadyForADay() throws Exception {
        days(2);
        CleanUp cleanUp = cleanUp(30, LARGE);
        run(cleanUp);
        long before = ticks();
        recording.host.step(DAY.multipliedBy(365));
        days(0.75);
        run(cleanUp);
        assertThat(ticks()).isEqualTo(before + 3 * TICKS + 1);
        assertThat(upkeep().notes())
                .singleElement()
                .asString()
                .startsWith("the wall clock was set, so nothing is deleted by age until");
        assertThat(upkeep().ageWaits()).isBetween(Duration.ofHours(5), Duration.ofHours(7));

        recording.host.step(DAY.multipliedBy(-365));
        days(1.25);
        run(cleanUp);
        assertThat(ticks()).as("set right again").isEqualTo(before + 8 * TICKS + 2);
        assertThat(upkeep().notes()).isEmpty();
        assertThat(upkeep().ageWaits()).isZero();
    }

    @Test
    void whatIsKnownOfTheClockOutlivesARestartAndTheHotFile() throws Exception {
        days(2);
        run(cleanUp(30, LARGE));
        recording.kill();
        Files.delete(data.resolve(DataDirectory.HOT_FILE));
        Files.deleteIfExists(data.resolve(DataDirectory.HOT_FILE + ".wal"));
        recording.start();
        recording.tick();
        run(cleanUp(1, LARGE));
        assertThat(upkeep().ageWaits()).isZero();
        assertThat(oldest()).isAfter(recording.host.wall().minus(DAY.multipliedBy(2)));
        recording.kill();
        recording.start();
        recording.host.step(DAY.multipliedBy(365));
        long before = ticks();
        recording.tick();
        run(cleanUp(1, LARGE));
        assertThat(ticks()).isEqualTo(before + 1);
    }

    @Test
    void theLimitOfSizeHolds() throws Exception {
        days(4);
        run(cleanUp(30, LARGE));
        long sealed = segments().stream().mapToLong(Segment::bytes).sum();
        long limit = hotBytes() + sealed / 2;
        run(cleanUp(30, limit));
        long left = hotBytes() + segments().stream().mapToLong(Segment::bytes).sum();
        assertThat(left).isLessThanOrEqualTo(limit + limit / 20);
        assertThat(ticks()).isLessThan(4 * 4 * TICKS).isPositive();
    }

    @Test
    void aLimitThatHotDataAloneGoesOverMakesThemSealedEarly() throws Exception {
        recording.ticks(300);
        run(cleanUp(30, 1));
        assertThat(segments()).isEmpty();
        assertThat(upkeep().evictedSegments()).isPositive();
        assertThat(ticks()).as("the present stretch").isBetween(1L, 120L);
    }

    private long hotBytes() throws Exception {
        try (Connection connection = recording.store().connect()) {
            return HotFigures.read(connection).processBytes()
                    + recording.store().status().walBytes();
        }
    }

    @Test
    void aDamagedSegmentIsFoundWithoutWaitingForTheNextCleanUp() throws Exception {
        days(4);
        CleanUp cleanUp = cleanUp(30, LARGE);
        run(cleanUp);
        Segment oldest = segments().getFirst();
        Path file = data.resolve(oldest.folder()).resolve(SegmentTable.PROCESS_SAMPLES.file());
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
        int segments = segments().size();
        for (int i = 0; i < segments; i++) {
            assertThat(segments()).contains(oldest);
            cleanUp.inBetween();
        }
        assertThat(segments()).hasSize(segments - 1).doesNotContain(oldest);
        assertThat(recording.gaps().getLast().from()).isEqualTo(oldest.from());
        assertThat(recording.events().getLast().kind()).isEqualTo(Event.Kind.STORE_DAMAGED);
        assertThat(recording.store().status().notes())
                .singleElement()
                .asString()
                .contains("process_samples.parquet", "is not what was written");
    }

    @Test
    void aStepThatFailsIsToldAndDoesNotStopTheOthers() throws Exception {
        days(4);
        Path inTheWay = data.resolve("segments/processes/day=2026-11-26");
        Files.createDirectories(inTheWay.getParent());
        Files.writeString(inTheWay, "no folder");
        CleanUp cleanUp = cleanUp(2, LARGE);
        cleanUp.run(() -> false);
        assertThat(upkeep().failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.message()).startsWith("sealing fails: "));
        assertThat(segments()).isNotEmpty();
        assertThat(upkeep().evictedSegments()).isPositive();
        recording.tick();
        Files.delete(inTheWay);
        cleanUp.run(() -> false);
        assertThat(upkeep().failures()).isEmpty();
        assertThat(segments().getLast().day()).isEqualTo("2026-11-26");
    }

    @Test
    void onADiskThatRunsShortTheOldestGoesAsFarAsIsMissingAndTheRecordSaysSo() throws Exception {
        Path mount = Files.createDirectory(folder.resolve("disk"));
        SmallDisk disk = SmallDisk.mount(mount, "40m");
        try {
            recording.close();
            data = disk.folder("data");
            recording = new Recording(data);
            days(3);
            run(cleanUp(30, LARGE));
            int before = segments().size();
            long day = segments().getFirst().bytes();
            disk.fill(4_000_000);
            CleanUp cleanUp = cleanUp(30, LARGE, new DiskRoom(data, 4_000_000 + day / 2, false));
            run(cleanUp);
            assertThat(segments()).as("one day is more than is missing").hasSize(before - 1);
            assertThat(upkeep().notes()).singleElement().asString().contains("free disk space was short: 1 segments");
            assertThat(recording.events().getLast())
                    .extracting(
                            Event::kind, event -> event.detail().startsWith("free disk space was short: 1 segments"))
                    .containsExactly(Event.Kind.DATA_TRIMMED, true);

            var tooMuch = new DiskRoom(data, 39_000_000, false);
            run(cleanUp(30, LARGE, tooMuch));
            assertThat(recorded()).as("the newest hour").isGreaterThanOrEqualTo(EarlyTrim.STAYS);
            disk.fill(1_000_000);
            recording.store().setRoom(tooMuch);
            assertThat(tooMuch.look().freeBytes()).isLessThan(tooMuch.look().lastBytes());
        } finally {
            recording.close();
            disk.unmount();
        }
    }

    /** From the first kept tick to the last, without the times between hours. */
    private Duration recorded() {
        return segments().stream().map(each -> each.kept().span()).reduce(Duration.ZERO, Duration::plus);
    }
}
