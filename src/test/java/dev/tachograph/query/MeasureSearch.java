package dev.tachograph.query;

import dev.tachograph.model.LogLine;
import dev.tachograph.store.LogFixture;
import dev.tachograph.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Times of questions about many log lines, over five days in segments of 100,000 with the last ones hot. A program of its own:
 * {@code MeasureSearch FOLDER LINES}.
 */
final class MeasureSearch {
    private static final Instant END = Instant.parse("2026-11-25T00:00:00Z");
    private static final Duration SPAN = Duration.ofDays(5);
    private static final int BATCH = 5000;
    private static final int SEALED_AT = 100_000;
    private static final int ROUNDS = 5;

    private final LogFixture log;
    private final SplittableRandom random = new SplittableRandom(1);

    private MeasureSearch(LogFixture log) {
        this.log = log;
    }

    /** What is measured. */
    private interface Asking {
        Object ask() throws StoreException;
    }

    static void main(String[] arguments) throws Exception {
        int lines = Integer.parseInt(arguments[1]);
        try (var log = new LogFixture(Path.of(arguments[0]))) {
            var measure = new MeasureSearch(log);
            if (log.recorded().newestLine() == 0) {
                measure.write(lines);
            }
            measure.ask();
        }
    }

    private void write(int count) throws Exception {
        long began = System.nanoTime();
        Duration step = SPAN.dividedBy(count);
        for (int i = 0; i < count; i += BATCH) {
            List<LogLine> lines = new ArrayList<>(BATCH);
            for (int k = i; k < Math.min(count, i + BATCH); k++) {
                lines.add(line(END.minus(SPAN).plus(step.multipliedBy(k)), k));
            }
            log.add(lines);
            if ((i + BATCH) % SEALED_AT == 0 && i + BATCH < count) {
                log.seal();
            }
        }
        System.out.printf("%d lines written and sealed in %.1f s%n", count, (System.nanoTime() - began) / 1e9);
    }

    private LogLine line(Instant at, int i) {
        int unit = random.nextInt(40);
        return log.line(
                at,
                random.nextInt(8),
                "unit%d.service".formatted(unit),
                "program" + unit,
                1000 + random.nextInt(500),
                message(i),
                Map.of("_CAP_EFFECTIVE", List.of("1ffffffffff"), "_STREAM_ID", List.of("%032x".formatted(unit))));
    }

    private String message(int i) {
        return switch (random.nextInt(4)) {
            case 0 ->
                "level=info ts=%d caller=main.go:182 component=orders-api msg=\"request completed\" trace_id=%016x%016x duration=%dms status=300"
                        .formatted(1_795_212_262_964L + i, random.nextLong(), random.nextLong(), random.nextInt(5000));
            case 1 ->
                "[UFW BLOCK] IN=eth0 OUT= MAC=ad3d6548a215 SRC=10.1.17.%d DST=10.1.69.36 LEN=840 TTL=83 ID=%d PROTO=TCP SPT=%d DPT=22"
                        .formatted(random.nextInt(255), random.nextInt(65536), random.nextInt(65536));
            case 2 ->
                "Accepted publickey for alice from 10.2.3.%d port %d ssh2: RSA SHA256:%016x"
                        .formatted(random.nextInt(255), random.nextInt(65536), random.nextLong());
            default ->
                "Connection %s: naïve café %d".formatted(i % 33 == 0 ? "refused" : "closed", random.nextInt(1000));
        };
    }

    private void ask() throws StoreException {
        var lines = new LogLines(log.recorded());
        var newest = LogOrder.NEWEST_FIRST;
        time(
                "substring, all (rare), newest 1000",
                () -> lines.page(all("refused 77"), newest, 1000, null).total());
        time(
                "substring, all, count",
                () -> lines.page(all("refused"), newest, 0, null).total());
        time(
                "substring, last day, count",
                () -> lines.page(day("refused"), newest, 0, null).total());
        time(
                "substring, all, newest 100",
                () -> lines.page(all("refused"), newest, 100, null).keys().size());
        time(
                "regular expression, all, count",
                () -> lines.page(all("/refus(ed|al)/"), newest, 0, null).total());
        time(
                "newest 100 of a unit",
                () -> lines.page(all("unit:unit7"), newest, 100, null).keys().size());
        time(
                "newest 1000 of everything",
                () -> lines.page(all(""), newest, 1000, null).keys().size());
        time(
                "facets of everything",
                () -> LogFacets.of(log.recorded(), all(""), LogFacets.USUAL).total());
        time(
                "facets of a substring",
                () -> LogFacets.of(log.recorded(), all("refused"), LogFacets.USUAL)
                        .total());
        time(
                "lines by unit",
                () -> LogFacets.of(log.recorded(), all(""), List.of(LogColumn.UNIT))
                        .total());
        time(
                "time chart of everything",
                () -> LogTimeline.of(log.recorded(), all(""), 120).total());
        time(
                "time chart of a substring",
                () -> LogTimeline.of(log.recorded(), all("refused"), 120).total());
        time(
                "around a line",
                () -> LogSurroundings.ofLines(log.recorded(), 500_000, 50)
                        .orElseThrow()
                        .keys()
                        .size());
        List<LogKey> keys = lines.page(all(""), newest, 100_000, null).keys();
        time("100,000 whole lines", () -> {
            int done = 0;
            while (done < keys.size()) {
                done += lines.read(
                        keys.subList(done, keys.size()), List.of(LogColumn.values()), row -> row.value(0) != null);
            }
            return done;
        });
    }

    private static LogQuestion all(String search) {
        return new LogQuestion(search, List.of(), END.minus(SPAN), END);
    }

    private static LogQuestion day(String search) {
        return new LogQuestion(search, List.of(), END.minus(Duration.ofDays(1)), END);
    }

    private static void time(String what, Asking asking) throws StoreException {
        double best = Double.MAX_VALUE;
        Object answer = "";
        for (int i = 0; i < ROUNDS; i++) {
            long began = System.nanoTime();
            answer = asking.ask();
            best = Math.min(best, (System.nanoTime() - began) / 1e6);
        }
        System.out.printf("%10.1f ms  %s (%s)%n", best, what, answer);
    }
}
