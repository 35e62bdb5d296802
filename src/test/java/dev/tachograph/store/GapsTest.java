package dev.tachograph.store;

import static dev.tachograph.model.Gap.Cause.BEFORE_RECORDING;
import static dev.tachograph.model.Gap.Cause.DROPPED;
import static dev.tachograph.model.Gap.Cause.KILLED;
import static dev.tachograph.model.Gap.Cause.NOT_YET_RECORDED;
import static dev.tachograph.model.Gap.Cause.REBOOT;
import static dev.tachograph.model.Gap.Cause.STOPPED;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.model.Observation;
import dev.tachograph.model.Tick;
import dev.tachograph.query.ProcessTable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said of the time between two runs, and what an instant within any gap answers. */
@Timeout(60)
class GapsTest {
    @TempDir
    private Path folder;

    private Recording recording;

    @BeforeEach
    void open() throws Exception {
        recording = new Recording(folder);
    }

    @AfterEach
    void close() {
        recording.close();
    }

    @Test
    void theFirstStartOfAllTellsOfTheBootAndLeavesNoGap() throws Exception {
        Tick first = recording.tick();
        assertThat(recording.gaps()).isEmpty();
        assertThat(kinds()).containsExactly(Event.Kind.BOOT, Event.Kind.RECORDER_START);
        assertThat(recording.events().getFirst().at())
                .isEqualTo(
                        first.at().wall().minusNanos(first.at().boottimeNanos()).truncatedTo(ChronoUnit.MICROS));
    }

    @Test
    void aStopInOrderIsAGapFromTheTickThatWasDueToTheNextOne() throws Exception {
        Instant last = lastOf(3);
        recording.stop();
        recording.host.pass(Duration.ofMinutes(2));
        recording.start();
        Instant next = recording.tick().at().wall();
        assertThat(recording.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(STOPPED);
            assertThat(gap.from()).isEqualTo(last.plus(Recording.INTERVAL));
            assertThat(gap.to()).isEqualTo(next);
            assertThat(gap.count()).isEqualTo(24);
        });
        assertThat(kinds()).endsWith(Event.Kind.RECORDER_STOP, Event.Kind.RECORDER_START);
    }

    @Test
    void anEndWithoutAWordIsAGapOfItsOwnCause() throws Exception {
        recording.ticks(3);
        recording.kill();
        recording.host.pass(Duration.ofMinutes(1));
        recording.start();
        recording.tick();
        assertThat(recording.gaps()).singleElement().extracting(Gap::cause).isEqualTo(KILLED);
        assertThat(recording.events().getLast().detail()).contains("without a word");
    }

    @Test
    void aStartWithinOneIntervalLeavesNoGapAndIsToldAllTheSame() throws Exception {
        recording.ticks(2);
        recording.kill();
        recording.start();
        recording.tick();
        assertThat(recording.gaps()).isEmpty();
        assertThat(kinds()).containsOnlyOnce(Event.Kind.BOOT).endsWith(Event.Kind.RECORDER_START);
    }

    @Test
    void anotherBootIsAGapAndAnEvent() throws Exception {
        Instant last = lastOf(3);
        recording.kill();
        recording.host.reboot(Duration.ofMinutes(3));
        recording.start();
        Instant next = recording.tick().at().wall();
        assertThat(recording.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(REBOOT);
            assertThat(gap.from()).isEqualTo(last.plus(Recording.INTERVAL));
            assertThat(gap.to()).isEqualTo(next);
        });
        assertThat(kinds()).endsWith(Event.Kind.BOOT, Event.Kind.RECORDER_START);
    }

    @Test
    void aBootWithAClockSetBackIsAGapFromTheBootOn() throws Exception {
        recording.ticks(3);
        recording.stop();
        recording.host.reboot(Duration.ofMinutes(-30));
        recording.start();
        Tick first = recording.tick();
        assertThat(recording.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(REBOOT);
            assertThat(gap.to()).isEqualTo(first.at().wall());
            assertThat(Duration.between(gap.from(), gap.to()).toNanos() / 1000)
                    .isEqualTo(first.at().boottimeNanos() / 1000);
        });
    }

    @Test
    void aWallClockThatWasSetBackMeanwhileDoesNotShortenTheGap() throws Exception {
        recording.ticks(3);
        recording.stop();
        recording.host.pass(Duration.ofMinutes(10));
        recording.host.step(Duration.ofHours(-1));
        recording.start();
        Instant next = recording.tick().at().wall();
        assertThat(recording.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.to()).isEqualTo(next);
            assertThat(gap.from()).isEqualTo(next.minus(Duration.ofMinutes(10)));
        });
    }

    @Test
    void processesKeepTheirNumbersAcrossRunsOfOneBootOnly() throws Exception {
        recording.ticks(3);
        long processes = number("SELECT count(DISTINCT process_id) FROM hot.processes");
        recording.kill();
        recording.start();
        recording.tick();
        assertThat(number("SELECT count(DISTINCT process_id) FROM hot.processes") - processes)
                .isEqualTo(
                        number("SELECT count(*) FROM processes WHERE first_seen = (SELECT max(timestamp) FROM ticks)"));
        recording.kill();
        recording.host.reboot(Duration.ofMinutes(1));
        recording.start();
        Tick other = recording.tick();
        assertThat(number("SELECT count(*) FROM processes WHERE NOT exited"))
                .isEqualTo(other.processes().size());
    }

    @Test
    void whatTheFirstTickOfARunSawIsToldByTheFirstOneThatIsCommitted() throws Exception {
        recording.ticks(2);
        recording.stop();
        recording.host.pass(Duration.ofMinutes(1));
        recording.start();
        recording.host.pass(Recording.INTERVAL);
        Tick refused = recording.look();
        refuse(refused);
        Tick next = recording.tick(
                gap(DROPPED, refused.at().wall(), refused.at().wall().plus(Recording.INTERVAL)));
        List<Gap> gaps = recording.gaps();
        assertThat(gaps).extracting(Gap::cause).containsExactly(STOPPED, DROPPED);
        assertThat(gaps.getFirst().to()).isEqualTo(refused.at().wall());
        assertThat(gaps.getLast().to()).isEqualTo(next.at().wall());
        assertThat(kinds()).filteredOn(Event.Kind.RECORDER_START::equals).hasSize(2);
        assertThat(recording.events().getLast().at()).isEqualTo(refused.at().wall());
    }

    @Test
    void aGapThatIsToldWithATickEndsWhereTheTickIs() throws Exception {
        Instant last = lastOf(2);
        Instant due = last.plus(Recording.INTERVAL);
        recording.host.pass(Recording.INTERVAL);
        Tick early =
                recording.tick(gap(DROPPED, due, due.plus(Recording.INTERVAL).plusMillis(40)));
        assertThat(recording.gaps().getLast().to()).isEqualTo(early.at().wall());
        recording.host.pass(Recording.INTERVAL);
        Instant later = early.at().wall().plus(Recording.INTERVAL);
        Tick late = recording.tick(
                gap(DROPPED, later, later.plus(Recording.INTERVAL).minusMillis(40)));
        assertThat(recording.gaps().getLast().to()).isEqualTo(late.at().wall());
        assertThat(recording.at(early.at().wall()).gap()).isNull();
        assertThat(recording.at(late.at().wall().minusMillis(1)).gap()).isNotNull();
    }

    @Test
    void anInstantWithinAGapAnswersNoRowsTheGapAndItsNeighbours() throws Exception {
        Instant last = lastOf(3);
        recording.kill();
        recording.host.pass(Duration.ofMinutes(1));
        recording.start();
        Instant next = recording.tick().at().wall();

        ProcessTable within = recording.at(last.plusSeconds(30));
        assertThat(within.rows()).isEmpty();
        assertThat(within.timestamp()).isNull();
        assertThat(within.gap()).isEqualTo(recording.gaps().getFirst());
        assertThat(within.previous()).isEqualTo(last);
        assertThat(within.next()).isEqualTo(next);
        assertThat(macroRows(last.plusSeconds(30))).isZero();

        assertThat(recording.at(last.plusSeconds(4)).timestamp()).isEqualTo(last);
        assertThat(recording.at(last.plusSeconds(5)).gap()).isNotNull();
        assertThat(recording.at(next.minusNanos(1000)).gap()).isNotNull();
        assertThat(recording.at(next).timestamp()).isEqualTo(next);
        assertThat(macroRows(next)).isEqualTo(recording.at(next).rows().size());
    }

    @Test
    void beforeRecordingAndAfterTheNewestTickNothingIsMadeUp() throws Exception {
        Instant first = recording.tick().at().wall();
        Instant newest = lastOf(2);
        assertThat(cause(recording.at(first.minusMillis(1)))).isEqualTo(BEFORE_RECORDING);
        assertThat(recording.at(first.minusMillis(1)).rows()).isEmpty();
        assertThat(recording.at(newest.plusSeconds(14)).timestamp()).isEqualTo(newest);
        assertThat(cause(recording.at(newest.plusSeconds(16)))).isEqualTo(NOT_YET_RECORDED);
        assertThat(cause(recording.at(newest.plus(Duration.ofDays(365))))).isEqualTo(NOT_YET_RECORDED);
        assertThat(macroRows(first.minusMillis(1))).isZero();
        assertThat(macroRows(newest.plusSeconds(14))).isPositive();
        assertThat(macroRows(newest.plusSeconds(16))).isZero();
    }

    @Test
    void anEmptyStoreAnswersThatNothingIsRecordedYet() throws Exception {
        assertThat(cause(recording.at(Recording.BEGIN))).isEqualTo(NOT_YET_RECORDED);
        assertThat(recording.gaps()).isEmpty();
    }

    @Test
    void aClockThatRunsThroughAGapASecondTimeShowsWhatItHasThere() throws Exception {
        Instant last = lastOf(2);
        recording.host.pass(Duration.ofMinutes(10));
        recording.tick(gap(DROPPED, last.plusSeconds(5), last.plusSeconds(605)));
        recording.host.step(Duration.ofMinutes(-10));
        Tick again = recording.tick();
        assertThat(again.at().wall()).isBetween(last, last.plusSeconds(600));
        assertThat(recording.at(again.at().wall()).timestamp())
                .isEqualTo(again.at().wall());
        assertThat(macroRows(again.at().wall())).isEqualTo(again.processes().size());
        assertThat(recording.at(again.at().wall().minusSeconds(1)).gap()).isNotNull();
    }

    @Test
    void whatALimitHasDeletedIsNotSaidToBeBeforeTheRecording() throws Exception {
        Instant first = recording.tick().at().wall();
        recording.host.pass(Duration.ofHours(2));
        recording.ticks(2);
        var keeper = new SegmentKeeper(recording.store(), SegmentKeeper.OnWriter.DIRECTLY, recording.host::wall);
        assertThat(keeper.sealHour()).isTrue();
        keeper.evict(recording.segments(Segment.Type.PROCESSES));
        assertThat(cause(recording.at(first))).isEqualTo(Gap.Cause.DELETED);
    }

    @Test
    void timesThatAClockSetForwardLeftOutHaveNoRows() throws Exception {
        Instant last = lastOf(2);
        recording.host.step(Duration.ofHours(2));
        recording.tick();
        Instant within = last.plus(Duration.ofHours(1));
        assertThat(recording.at(within).rows()).isEmpty();
        assertThat(String.valueOf(recording.at(within).gap())).contains("set forward");
        assertThat(macroRows(within)).isZero();
        Instant soon = last.plus(Duration.ofMinutes(10));
        assertThat(recording.at(soon).timestamp()).isEqualTo(last);
        assertThat(macroRows(soon)).isEqualTo(recording.at(soon).rows().size());
    }

    @Test
    void afterAClockThatWasSetBackTheFutureIsStillNotRecorded() throws Exception {
        Instant ahead = lastOf(2);
        recording.host.step(Duration.ofHours(-1));
        recording.tick();
        assertThat(recording.at(ahead).timestamp()).isEqualTo(ahead);
        assertThat(cause(recording.at(ahead.plusSeconds(60)))).isEqualTo(NOT_YET_RECORDED);
        assertThat(macroRows(ahead.plusSeconds(60))).isZero();
    }

    private Instant lastOf(int ticks) throws SQLException, StoreException {
        recording.ticks(ticks - 1);
        return recording.tick().at().wall();
    }

    private static Gap gap(Gap.Cause cause, Instant from, Instant to) {
        return new Gap(Gap.Stream.PROCESSES, from, to, cause, 1L, "for a test");
    }

    private static Gap.Cause cause(ProcessTable table) {
        return requireNonNull(table.gap()).cause();
    }

    private List<Event.Kind> kinds() throws SQLException, StoreException {
        return recording.events().stream().map(Event::kind).toList();
    }

    /** A real failure of the last statement but one. */
    private void refuse(Tick tick) throws SQLException, StoreException {
        execute("ALTER TABLE hot.ticks RENAME TO away");
        assertThatThrownBy(() -> recording.store().commit(new Observation(tick, List.of(), List.of()), List.of()))
                .isInstanceOf(SQLException.class);
        execute("ALTER TABLE hot.away RENAME TO ticks");
    }

    private void execute(String sql) throws SQLException, StoreException {
        try (Connection connection = recording.store().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long macroRows(Instant instant) throws SQLException, StoreException {
        try (Connection connection = recording.store().connect()) {
            return Tables.processesAt(connection, instant).size();
        }
    }

    private long number(String query) throws SQLException, StoreException {
        try (Connection connection = recording.store().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
