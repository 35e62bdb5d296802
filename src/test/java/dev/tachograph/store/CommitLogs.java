package dev.tachograph.store;

import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A process that stores log lines in small batches until it is killed, and seals and merges them now and then. It goes on
 * where the store says that it ended, as a reader does, and says a position only after its commit.
 */
final class CommitLogs {
    static final String COMMITTED = "committed ";
    static final String SEALING = "sealing";
    static final String MERGING = "merging";
    static final String READER = "test";
    private static final int BATCHES_PER_SEAL = 12;
    private static final long CHECKPOINT_WAL_BYTES = 60_000;

    private CommitLogs() {}

    public static void main(String[] arguments) throws Exception {
        var random = new Random(Long.parseLong(arguments[1]));
        try (DataDirectory directory = DataDirectory.hold(Path.of(arguments[0]));
                Store store =
                        Store.open(directory, Duration.ofSeconds(5), InstantSource.system(), CHECKPOINT_WAL_BYTES)) {
            var keeper = new SegmentKeeper(store, SegmentKeeper.OnWriter.DIRECTLY, InstantSource.system());
            long at = position(store.logPositions());
            while (true) {
                for (int batch = 0; batch < BATCHES_PER_SEAL; batch++) {
                    List<LogLine> lines = lines(random, at, 1 + random.nextInt(40));
                    at += lines.size();
                    store.commit(new LogBatch(lines, List.of(new LogPosition(READER, Long.toString(at))), List.of()));
                    Child.say(COMMITTED + at);
                    store.checkpointIfDue();
                }
                Child.say(SEALING);
                keeper.sealLogs();
                Child.say(MERGING);
                keeper.mergeDay();
                keeper.removeRetired();
            }
        }
    }

    static long position(List<LogPosition> positions) {
        return positions.isEmpty() ? 0 : Long.parseLong(positions.getFirst().position());
    }

    /** A new day at every five hundredth line, so that there is something to merge. */
    private static List<LogLine> lines(Random random, long after, int count) {
        Instant day = Instant.EPOCH.plus(Duration.ofDays(20_000 + after / 500));
        List<LogLine> lines = new RandomLog(random.nextLong()).lines(day, count);
        return IntStream.range(0, count)
                .mapToObj(i -> numbered(lines.get(i), after + i + 1))
                .toList();
    }

    private static LogLine numbered(LogLine line, long sequence) {
        return new LogLine(
                line.origin(),
                line.timestamp(),
                line.monotonicMicros(),
                sequence,
                line.priority(),
                line.facility(),
                line.message(),
                line.aboutUnit(),
                line.messageId(),
                line.codeFile(),
                line.codeLine(),
                line.codeFunction(),
                line.errno(),
                line.fields(),
                line.largeValues());
    }
}
