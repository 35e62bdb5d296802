package dev.tachograph.store;

import dev.tachograph.model.Observation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** A process that commits some ticks, seals what is over, and makes a backup, again and again until it is killed. */
final class CommitAndBackUp {
    static final String COMMITTED = "committed ";
    static final String BACKING_UP = "backing up";
    static final String BACKED_UP = "backed up ";
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private CommitAndBackUp() {}

    /** With the data directory, the folder of backups, a seed, and what time it is. */
    public static void main(String[] arguments) throws Exception {
        Path backups = Path.of(arguments[1]);
        var host = new RandomHost(new Random(Long.parseLong(arguments[2])), 30, Instant.parse(arguments[3]));
        try (DataDirectory directory = DataDirectory.hold(Path.of(arguments[0]));
                Store store = Store.open(directory, INTERVAL, host::wall, 30_000);
                var safekeeping =
                        new RunningSafekeeping(store, SegmentKeeper.OnWriter.DIRECTLY, TrialHere::trial, host::wall)) {
            var keeper = new SegmentKeeper(store, SegmentKeeper.OnWriter.DIRECTLY, host::wall);
            Long interval = null;
            while (true) {
                for (int i = 0; i < 3; i++) {
                    host.pass(INTERVAL);
                    store.commit(new Observation(host.look(interval), List.of(), List.of()), List.of());
                    interval = INTERVAL.toNanos() / 1000;
                    CommittedTick newest = store.latest();
                    Child.say(COMMITTED + (newest == null ? 0 : newest.number()));
                    store.checkpointIfDue();
                }
                host.pass(Duration.ofHours(1));
                keeper.sealHour();
                Child.say(BACKING_UP);
                BackupDescription made = safekeeping.backup(backups.resolve(next(backups)), Course.toTheEnd());
                Child.say(BACKED_UP + made.ticks());
            }
        }
    }

    /** The name that the one before was to have, if it was killed. */
    private static String next(Path backups) throws Exception {
        try (var made = Files.list(backups)) {
            return "backup-"
                    + made.filter(path -> path.getFileName().toString().startsWith("backup-"))
                            .count();
        }
    }
}
