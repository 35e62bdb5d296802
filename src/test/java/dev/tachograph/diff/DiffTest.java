package dev.tachograph.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tachograph.model.LogLine;
import dev.tachograph.model.Observation;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.Tick;
import dev.tachograph.query.Resolution;
import dev.tachograph.time.TimeRange;
import dev.tachograph.worker.SqlRefusal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Windows of a made-up night held against each other: what was planted comes first, and the figures are those of plain Java. */
@Timeout(120)
class DiffTest {
    private static final TimeRange QUIET = MadeUpRecord.range("02:10:00", "02:30:00");

    private static MadeUpRecord night;

    @BeforeAll
    static void record(@TempDir Path folder) throws Exception {
        night = new MadeUpRecord(folder.resolve("data"));
    }

    @AfterAll
    static void close() {
        night.close();
    }

    /** The rank of the first difference that is about a unit or device, or has one of them in its details. */
    private static int rank(Diff diff, String subject) {
        int rank = 1;
        for (Difference each : diff.differences()) {
            if (isAbout(each, subject)) {
                return rank;
            }
            rank++;
        }
        return Integer.MAX_VALUE;
    }

    private static boolean isAbout(Difference difference, String subject) {
        return subject.equals(difference.subject().unit())
                || difference.sentence().contains(subject)
                || difference.related().stream().anyMatch(other -> isAbout(other, subject));
    }

    private static String words(Diff diff) {
        var text = new StringBuilder();
        diff.differences().forEach(each -> text.append("%.1f %s%n".formatted(each.score(), each.sentence())));
        return text.toString();
    }

    @Test
    void theServiceThatLeaksComesFirstInTheWindowOfItsEnd() throws SqlRefusal {
        Diff diff = night.diff(new TimeRange(
                MadeUpRecord.INCIDENT.leakFrom(), MadeUpRecord.INCIDENT.gone().plusSeconds(60)));
        assertThat(rank(diff, "billing.service")).as(words(diff)).isEqualTo(1);
        Difference first = diff.differences().getFirst();
        assertThat(first.kind()).isEqualTo(DifferenceKind.EVENT);
        assertThat(first.sentence()).startsWith("oom_kill: the kernel killed java (pid ");
        assertThat(first.firstSeen()).isEqualTo(MadeUpRecord.INCIDENT.gone());
        assertThat(first.related())
                .extracting(Difference::sentence)
                .anySatisfy(sentence ->
                        assertThat(sentence).startsWith("java (pid ").contains("unit billing.service) held up to "))
                .anySatisfy(sentence -> assertThat(sentence).startsWith("memory in use: up to "));
        assertThat(diff.remarkable()).isTrue();
    }

    @Test
    void theServiceThatLeaksComesFirstBeforeItIsKilled() throws SqlRefusal {
        Diff diff = night.diff(new TimeRange(
                MadeUpRecord.INCIDENT.gone().minusSeconds(900),
                MadeUpRecord.INCIDENT.gone().minusSeconds(60)));
        assertThat(rank(diff, "billing.service")).as(words(diff)).isEqualTo(1);
        assertThat(diff.differences().getFirst().kind()).isEqualTo(DifferenceKind.PROCESS);
    }

    @Test
    void theStormOfProcessesComesFirst() throws SqlRefusal {
        Diff diff =
                night.diff(new TimeRange(MadeUpRecord.INCIDENT.rushFrom(), MadeUpRecord.INCIDENT.rushUntil()), QUIET);
        assertThat(rank(diff, "deploy-hook.service")).as(words(diff)).isEqualTo(1);
        assertThat(diff.differences().getFirst().related())
                .extracting(Difference::kind)
                .contains(DifferenceKind.EXITS, DifferenceKind.UNIT, DifferenceKind.HOST);
    }

    @Test
    void theFullFileSystemTheCrashAndTheHotWorkersAreTheFirstThree() throws SqlRefusal {
        Diff diff =
                night.diff(new TimeRange(MadeUpRecord.INCIDENT.burstFrom(), MadeUpRecord.INCIDENT.burstUntil()), QUIET);
        assertThat(rank(diff, "/var")).as(words(diff)).isLessThanOrEqualTo(3);
        assertThat(rank(diff, "postgresql@17-main.service")).as(words(diff)).isLessThanOrEqualTo(3);
        assertThat(rank(diff, "checkout.service")).as(words(diff)).isLessThanOrEqualTo(3);
    }

    @Test
    void aQuietTimeAgainstAQuietTimeIsNothingRemarkable() throws SqlRefusal {
        Diff diff = night.diff(QUIET);
        assertThat(diff.remarkable()).as(words(diff)).isFalse();
        assertThat(diff.total()).as(words(diff)).isLessThan(10);
        assertThat(diff.summary()).startsWith("nothing remarkable");
        assertThat(diff.caveats()).isEmpty();
    }

    @Test
    void theSameQuestionHasTheSameAnswer() throws SqlRefusal {
        var window = new TimeRange(MadeUpRecord.INCIDENT.leakFrom(), MadeUpRecord.INCIDENT.burstUntil());
        assertThat(night.diff(window)).isEqualTo(night.diff(window));
    }

    @Test
    void aWindowAgainstItselfHasNoDifferences() throws SqlRefusal {
        var window = new TimeRange(MadeUpRecord.INCIDENT.rushFrom(), MadeUpRecord.INCIDENT.burstUntil());
        Diff diff = night.diff(window, window);
        assertThat(diff.differences())
                .as(words(diff))
                .allSatisfy(each -> assertThat(each.kind()).isEqualTo(DifferenceKind.EVENT));
        assertThat(diff.caveats()).anySatisfy(caveat -> assertThat(caveat).contains("overlap"));
    }

    @Test
    void whatIsMissingIsADifferenceAndACaveatAndTheRebootSaysWhy() throws SqlRefusal {
        Diff diff = night.diff(MadeUpRecord.range("00:30:00", "01:00:00"));
        Difference first = diff.differences().getFirst();
        assertThat(first.sentence()).as(words(diff)).startsWith("boot: the host was started");
        assertThat(first.related())
                .extracting(Difference::sentence)
                .anySatisfy(sentence -> assertThat(sentence)
                        .startsWith("processes and figures are not recorded for 34 % of the window (reboot)"));
        assertThat(diff.caveats())
                .anySatisfy(caveat -> assertThat(caveat)
                        .startsWith("of the window processes and figures are not recorded for 10m")
                        .contains("of 30m00s (reboot)"));
    }

    @Test
    void ratesAreOfTheTimeThatIsRecorded() throws SqlRefusal {
        // ten of thirty minutes are missing: whoever did the same all the time must not seem to have done less
        Diff diff = night.diff(MadeUpRecord.range("00:30:00", "01:00:00"), MadeUpRecord.range("01:00:00", "01:30:00"));
        assertThat(diff.differences().stream()
                        .filter(each -> each.kind() != DifferenceKind.EVENT)
                        .mapToDouble(Difference::score))
                .as(words(diff))
                .allSatisfy(score -> assertThat(score).isLessThan(Scoring.REMARKABLE));
    }

    @Test
    void windowsOfDifferentLengthsAreComparedByTheSecond() throws SqlRefusal {
        Diff diff = night.diff(MadeUpRecord.range("02:00:00", "02:30:00"), MadeUpRecord.range("01:00:00", "02:00:00"));
        assertThat(diff.remarkable()).as(words(diff)).isFalse();
    }

    @Test
    void aBaseBeforeTheRecordBeganIsSaid() throws SqlRefusal {
        Diff diff = night.diff(MadeUpRecord.range("00:05:00", "00:35:00"));
        assertThat(diff.caveats())
                .anySatisfy(caveat ->
                        assertThat(caveat).startsWith("of the base processes and figures are not recorded for 20m"));
        Diff none = night.diff(
                QUIET,
                new TimeRange(QUIET.from().minus(Duration.ofDays(9)), QUIET.to().minus(Duration.ofDays(9))));
        assertThat(none.caveats())
                .anySatisfy(caveat ->
                        assertThat(caveat).startsWith("of the base no process and no figure of the host is recorded"));
        assertThat(none.differences()).as(words(none)).isEmpty();
    }

    @Test
    void aWindowInTheFutureIsEmptyAndSaysSo() throws SqlRefusal {
        var window = new TimeRange(Instant.parse("2030-01-01T00:00:00Z"), Instant.parse("2030-01-01T01:00:00Z"));
        Diff diff = night.diff(window, QUIET);
        assertThat(diff.differences()).as(words(diff)).isEmpty();
        assertThat(diff.caveats()).isNotEmpty();
    }

    @Test
    void kindsAndLimitChooseAmongWhatWasFound() throws SqlRefusal {
        var window = new TimeRange(MadeUpRecord.INCIDENT.leakFrom(), MadeUpRecord.INCIDENT.burstUntil());
        var one = new DiffQuestion(window, DiffQuestion.before(window), 1, Set.of(DifferenceKind.LOGS));
        Diff diff = Diff.of(night.answers(), one);
        assertThat(diff.differences()).hasSize(1);
        assertThat(diff.total()).isGreaterThan(1);
        assertThat(diff.resolution()).isEqualTo(Resolution.TICK);
    }

    @Test
    void cpuTimeAndMemoryAreThoseOfPlainJava() throws SqlRefusal {
        TimeRange window = MadeUpRecord.range("01:30:00", "02:00:00");
        TimeRange base = MadeUpRecord.range("01:00:00", "01:30:00");
        Frame frame = new Surveying(night.answers(), new DiffQuestion(window, base, 1, Set.of()))
                .survey()
                .frame();
        var sql = new ProcessSql(frame);
        List<List<AnswerRow>> found = Statement.ask(night.answers(), List.of(sql.used(), sql.held()));
        int compared = 0;
        for (AnswerRow row : found.getFirst()) {
            LevelChange change = LevelChange.of(row, frame);
            if (change.measure().equals("cpu")) {
                assertThat(Objects.requireNonNull(change.before())).isCloseTo(cores(base, change), within(1e-6));
                assertThat(Objects.requireNonNull(change.after())).isCloseTo(cores(window, change), within(1e-6));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(15);
        for (AnswerRow row : found.get(1)) {
            LevelChange change = LevelChange.of(row, frame);
            assertThat(Objects.requireNonNull(change.peakAfter()))
                    .as(change.toString())
                    .isIn(memories(window, change));
            compared++;
        }
        assertThat(compared).isGreaterThan(30);
    }

    private static List<Tick> ticks(TimeRange range) {
        return night.observations.stream()
                .map(Observation::tick)
                .filter(tick -> range.contains(tick.at().wall()))
                .toList();
    }

    private static boolean isOf(ProcessSample process, LevelChange change) {
        String name = process.description().name();
        String shown = process.description().kernelThread() ? name.replaceFirst("[/:].*", "") : name;
        return change.a().equals(shown)
                && change.b()
                        .equals(Optional.ofNullable(process.description().unit())
                                .orElse(""));
    }

    private static double cores(TimeRange range, LevelChange change) {
        double used = 0;
        double seconds = 0;
        for (Tick tick : ticks(range)) {
            @Nullable Long interval = tick.intervalMicros();
            seconds += interval == null ? 0 : interval / 1e6;
            for (ProcessSample process : tick.processes()) {
                @Nullable Long cpu = process.activity().cpuMicros();
                used += cpu != null && isOf(process, change) ? cpu / 1e6 : 0;
            }
        }
        return used / seconds;
    }

    /** What a group has at each tick. */
    private static List<Double> memories(TimeRange range, LevelChange change) {
        List<Double> memories = new ArrayList<>(List.of(0.0));
        for (Tick tick : ticks(range)) {
            memories.add((double) tick.processes().stream()
                    .filter(process -> isOf(process, change))
                    .mapToLong(process -> process.figures().residentBytes())
                    .sum());
        }
        return memories;
    }

    @Test
    void linesAreCountedAsInPlainJava() throws SqlRefusal {
        TimeRange window = MadeUpRecord.range("02:30:00", "03:30:00");
        TimeRange base = MadeUpRecord.range("01:30:00", "02:30:00");
        Frame frame = new Surveying(night.answers(), new DiffQuestion(window, base, 1, Set.of()))
                .survey()
                .frame();
        var logs = new LogDifferences(frame, new ProcessFacts.Known(Map.of(), Map.of()));
        Map<List<String>, Long> counts = new HashMap<>();
        for (AnswerRow row :
                Statement.ask(night.answers(), List.of(logs.statement())).getFirst()) {
            counts.put(List.of("base", row.text(0), row.text(1), row.text(2)), row.number(3));
            counts.put(List.of("window", row.text(0), row.text(1), row.text(2)), row.number(4));
        }
        counts.values().removeIf(count -> count == 0);
        Map<List<String>, Long> plain = new HashMap<>();
        for (LogLine line : night.lines) {
            for (String span : List.of("base", "window")) {
                if ((span.equals("base") ? base : window).contains(line.timestamp())) {
                    plain.merge(key(span, line), 1L, Long::sum);
                }
            }
        }
        assertThat(counts).isEqualTo(plain);
    }

    private static List<String> key(String span, LogLine line) {
        @Nullable String about = line.aboutUnit();
        String unit = about != null
                ? about
                : Optional.ofNullable(line.origin().unit()).orElse("");
        @Nullable Integer priority = line.priority();
        String level = priority == null || priority > 4 ? "info" : priority == 4 ? "warning" : "error";
        String program =
                unit.isEmpty() ? Optional.ofNullable(line.origin().identifier()).orElse("kernel") : "";
        return List.of(span, program, unit, level);
    }
}
