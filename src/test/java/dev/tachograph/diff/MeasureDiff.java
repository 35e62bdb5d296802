package dev.tachograph.diff;

import dev.tachograph.store.StoppedStore;
import dev.tachograph.time.TimeRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * Compares windows of a record and prints what was found and how long it took: {@code MeasureDiff DIR WINDOW [BASE [TIMES]]}. Not a
 * test.
 */
final class MeasureDiff {
    private MeasureDiff() {}

    public static void main(String... arguments) throws Exception {
        TimeRange window = TimeRange.parse(arguments[1], Instant.now(), ZoneOffset.UTC);
        TimeRange base = arguments.length > 2 && !arguments[2].equals("previous")
                ? TimeRange.parse(arguments[2], Instant.now(), ZoneOffset.UTC)
                : DiffQuestion.before(window);
        int times = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
        try (var store = StoppedStore.open(Path.of(arguments[0]))) {
            var answers = new RecordedAnswers(store);
            var question = new DiffQuestion(window, base, 20, Set.of());
            for (int i = 0; i < times; i++) {
                long began = System.nanoTime();
                long used = cpuNanos();
                Diff diff = Diff.of(answers, question);
                System.out.printf(
                        "%d ms, %d ms of CPU%n",
                        (System.nanoTime() - began) / 1_000_000, (cpuNanos() - used) / 1_000_000);
                if (i == 0) {
                    print(diff);
                }
            }
        }
    }

    /** Of all threads of this process, those of the database included. */
    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }

    private static void print(Diff diff) {
        System.out.println(
                diff.resolution() + " " + diff.total() + " " + diff.caveats() + " remarkable " + diff.remarkable());
        int rank = 1;
        for (Difference each : diff.differences()) {
            System.out.printf("%2d %5.1f %-8s %s%n", rank++, each.score(), each.kind(), each.sentence());
            for (Reason reason : each.reasons()) {
                System.out.printf("            %+5.1f %s: %s%n", reason.points(), reason.name(), reason.sentence());
            }
            for (Difference other : each.related()) {
                System.out.printf("      %5.1f %-8s %s%n", other.score(), other.kind(), other.sentence());
            }
            System.out.println("      " + each.link() + " " + each.firstSeen());
        }
    }
}
