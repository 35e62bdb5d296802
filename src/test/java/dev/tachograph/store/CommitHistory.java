package dev.tachograph.store;

import dev.tachograph.model.Observation;
import dev.tachograph.model.Tick;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/** A process that records what a host of chance does, which can be known beforehand, and then waits to be killed. */
final class CommitHistory {
    static final String COMMITTED = "committed";
    static final Duration INTERVAL = Duration.ofSeconds(5);
    /** How long nothing is recorded between two runs. */
    static final Duration AWAY = Duration.ofMinutes(1);

    private CommitHistory() {}

    /** After so many ticks each the host is not looked at for an hour, so that hours end and can be sealed. */
    static final int TICKS_PER_HOUR = 40;

    /** The same host every time, after so many ticks. */
    static RandomHost host(Instant begin, int past) {
        var host = new RandomHost(new SplittableRandom(4), 25, begin);
        for (int i = 0; i < past; i++) {
            look(host, i);
        }
        if (past > 0) {
            host.pass(AWAY);
        }
        return host;
    }

    private static Tick look(RandomHost host, int number) {
        boolean isHour = number % TICKS_PER_HOUR == 0;
        host.pass(isHour ? Duration.ofHours(1) : INTERVAL);
        return host.look(isHour ? null : Long.valueOf(INTERVAL.toNanos() / 1000));
    }

    /** Arguments: the folder, when the history begins, ticks that are past, ticks to record, and how many until a checkpoint. */
    public static void main(String[] arguments) throws Exception {
        Instant begin = Instant.parse(arguments[1]);
        int past = Integer.parseInt(arguments[2]);
        int ticks = Integer.parseInt(arguments[3]);
        int checkpoint = Integer.parseInt(arguments[4]);
        try (DataDirectory directory = DataDirectory.hold(Path.of(arguments[0]))) {
            RandomHost host = host(begin, past);
            try (Store store = Store.open(directory, INTERVAL, host::wall)) {
                for (int i = 0; i < ticks; i++) {
                    commit(store, host, past + i);
                    if (i + 1 == checkpoint) {
                        seal(store, host);
                        store.checkpoint();
                    }
                }
                Child.say(COMMITTED);
                new CountDownLatch(1).await();
            }
        }
    }

    private static void seal(Store store, RandomHost host) throws IOException, SQLException {
        var keeper = new SegmentKeeper(store, SegmentKeeper.OnWriter.DIRECTLY, host::wall);
        while (keeper.sealHour()) {
            // until every hour that is over is
        }
    }

    static void commit(Store store, RandomHost host, int number) throws SQLException {
        store.commit(new Observation(look(host, number), List.of(), List.of()), List.of());
    }
}
