package dev.tachograph.store;

import dev.tachograph.model.*;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.*;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
    @TempDir
    Path folder;

    @Test
    void big() throws Exception {
        try (var recording = new Recording(folder.resolve("data"))) {
            recording.tick();
            var log = new RandomLog(5);
            var keeper = new SegmentKeeper(recording.store(), SegmentKeeper.OnWriter.DIRECTLY, recording.host::wall);
            byte[] big = new byte[10_000_000];
            new Random(1).nextBytes(big);
            for (int i = 0; i < 40; i++) {
                LogLine l = log.lines(recording.host.wall(), 1).getFirst();
                recording.store().commit(new LogBatch(List.of(new LogLine(l.origin(), l.timestamp(), null, i, 3, 3, "m", null, null, null, null, null, null, Map.of(), List.of(new LargeValue("MESSAGE", big)))), List.of(), List.of()));
                recording.store().checkpointIfDue();
                if (recording.store().status().failure() != null) System.out.println(i + " " + recording.store().status().failure());
            }
            System.out.println("stored, wal " + recording.store().status());
            recording.store().checkpointNow();
            System.out.println("checkpointed " + recording.store().status().failure());
            int n = 0;
            while (keeper.sealLogs()) n++;
            System.out.println("sealed " + n);
            try (Connection c = recording.store().connect()) {
                System.out.println(Sql.number(c, "SELECT count(*) FROM journal_logs") + " " + Sql.number(c, "SELECT sum(octet_length(value)) FROM log_values"));
                for (int rg : new int[] {1, 100, 2048}) {
                    Sql.execute(c, "SELECT 1");
                }
            }
            recording.host.pass(Duration.ofDays(1));
            LogLine l = log.lines(recording.host.wall(), 1).getFirst();
            recording.store().commit(new LogBatch(List.of(l), List.of(), List.of()));
            keeper.sealLogs();
            System.out.println("merged " + keeper.mergeDay() + " " + keeper.mergeDay());
            for (Segment s : recording.store().segments()) System.out.println(s + " " + s.bytes() + " " + s.samples());
            try (Connection c = recording.store().connect()) {
                System.out.println(Sql.number(c, "SELECT sum(octet_length(value)) FROM log_values"));
            }
        }
    }
}
