package dev.tachograph.bench;

import dev.tachograph.linux.ProcFs;
import dev.tachograph.query.ProcessTables;
import dev.tachograph.settings.SettingsException;
import dev.tachograph.settings.SettingsLoader;
import dev.tachograph.settings.Surroundings;
import dev.tachograph.store.Reading;
import dev.tachograph.store.StoppedStore;
import dev.tachograph.store.StoreException;
import dev.tachograph.web.Api;
import dev.tachograph.web.ApiRequest;
import dev.tachograph.web.RecordedApi;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks a stopped recorder's data what users ask, in a JVM with the recorder's own limits, beside a flat table of the newest
 * days, and prints tables.
 */
final class StoreWorker {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);

    private final Path directory;
    private final int rounds;
    private final ProcFs proc;
    private final StoppedStore store;
    private final @Nullable FlatTable flat;
    private final Duration flatFor;
    private final Facts facts;
    private final Report report = new Report();
    private final List<List<String>> rows = new ArrayList<>();

    /** What the store holds, as it says itself. */
    private record Facts(Instant first, Instant last, long ticks, long samples, long sealedSamples) {
        static Facts of(StoppedStore store) throws StoreException {
            try (Reading reading = store.read()) {
                long sealed = reading.first("SELECT coalesce(sum(samples), 0) FROM segments", row -> row.number(1))
                        .orElseThrow();
                return reading.first(
                                "SELECT epoch_us(min(timestamp)), epoch_us(max(timestamp)), count(*), sum(processes) FROM ticks",
                                row -> new Facts(row.instant(1), row.instant(2), row.number(3), row.number(4), sealed))
                        .orElseThrow();
            }
        }

        /** Somewhere in the older part, in another hour each time. */
        Instant instant(int round) {
            Duration history = Duration.between(first, last);
            return first.plus(history.dividedBy(11).multipliedBy(2 + round)).plusMillis(1_234_567L * round);
        }
    }

    private StoreWorker(
            Path directory, int rounds, ProcFs proc, StoppedStore store, @Nullable FlatTable flat, Duration flatFor)
            throws StoreException {
        this.directory = directory;
        this.rounds = rounds;
        this.proc = proc;
        this.store = store;
        this.flat = flat;
        this.flatFor = flatFor;
        facts = Facts.of(store);
    }

    /** The data directory, the rounds, the flat table's file and how many of the newest days are in it: 0 for no such table. */
    static void main(String[] arguments) throws IOException, SQLException, StoreException, SettingsException {
        Path directory = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        Duration flatFor = Duration.ofDays(Long.parseLong(arguments[3]));
        try (ProcFs proc = ProcFs.open(Path.of("/proc"));
                FlatTable flat = flatFor.isZero() ? null : flat(directory, Path.of(arguments[2]), flatFor);
                StoppedStore store = StoppedStore.open(directory)) {
            var worker = new StoreWorker(directory, rounds, proc, store, flat, flatFor);
            worker.sizes();
            worker.times();
            System.out.println(worker.report);
        }
    }

    private static FlatTable flat(Path directory, Path file, Duration flatFor)
            throws IOException, SQLException, StoreException {
        Instant last;
        try (StoppedStore store = StoppedStore.open(directory)) {
            last = Facts.of(store).last;
        }
        Benchmarks.progress("store: the flat table of the newest %d days …", flatFor.toDays());
        return FlatTable.fill(file, directory, last.minus(flatFor), last);
    }

    private void sizes() throws IOException, SQLException {
        Sizes sizes = Sizes.of(directory);
        report.say(
                "%d ticks from %s to %s, %.1f M process-samples; %.1f MB in %d files: **%.2f bytes per process-sample**.\n",
                facts.ticks,
                facts.first,
                facts.last,
                facts.samples / 1e6,
                sizes.total() / 1e6,
                sizes.files(),
                sizes.total() / (double) facts.samples);
        List<List<String>> lines = new ArrayList<>();
        sizes.bytes()
                .forEach((file, bytes) -> lines.add(List.of(
                        file,
                        "%.2f".formatted(bytes / 1e6),
                        file.endsWith(".parquet")
                                ? "%.3f".formatted(bytes / (double) Math.max(1, facts.sealedSamples))
                                : "–")));
        if (flat != null) {
            long flatSamples = flat.number("SELECT count(*) FROM samples");
            lines.add(List.of(
                    "flat table, %d days".formatted(flatFor.toDays()),
                    "%.2f".formatted(flat.bytes() / 1e6),
                    "%.3f".formatted(flat.bytes() / (double) flatSamples)));
        }
        report.table(List.of("", "MB", "bytes per sealed sample"), lines);
        if (flat != null) {
            double ours = sizes.total() / (double) facts.samples;
            double theirs = flat.bytes() / (double) flat.number("SELECT count(*) FROM samples");
            report.say("The flat table takes %.1f times the bytes per process-sample.\n", theirs / ours);
        }
    }

    private void times() throws IOException, SQLException, StoreException, SettingsException {
        Instant last = facts.last;
        var tables = new ProcessTables(store, InstantSource.fixed(last));
        ask(
                "table of an instant",
                30,
                round -> tables.at(facts.instant(round)).rows().size(),
                null);
        ask(
                "the same in SQL, processes_at(…)",
                30,
                round -> sql("SELECT * FROM processes_at(%s)".formatted(time(facts.instant(round)))),
                "SELECT * FROM samples WHERE timestamp = (SELECT max(timestamp) FROM samples WHERE timestamp <= %s)"
                        .formatted(time(last.minus(flatFor.dividedBy(2)))));
        ask(
                "newest table",
                20,
                _ -> tables.newest().rows().size(),
                "SELECT * FROM samples WHERE timestamp = (SELECT max(timestamp) FROM samples)");
        top("1 h", HOUR, 60);
        top("24 h", DAY, 60);
        top("7 d", WEEK, 60);
        top("30 d", MONTH, 250);
        ask(
                "5 minutes of process_metrics, every column",
                120,
                round -> sql(
                        "SELECT * FROM process_metrics WHERE " + within(facts.instant(round), Duration.ofMinutes(5))),
                "SELECT * FROM samples WHERE " + within(last.minus(flatFor.dividedBy(2)), Duration.ofMinutes(5)));
        both(
                "avg(cpu_usage) by name over a day",
                300,
                "SELECT name, avg(cpu_usage) FROM %s WHERE " + within(last.minus(HOUR), DAY)
                        + " GROUP BY name ORDER BY 2 DESC");
        both("count(*), everything", 20, "SELECT count(*) FROM %s");
        both("max(timestamp), everything", 20, "SELECT max(timestamp) FROM %s");
        ask("the same two from ticks", 20, _ -> sql("SELECT sum(processes), max(timestamp) FROM ticks"), null);
        series();
        ask(
                "the newest 10 of all processes",
                1000,
                _ -> sql("SELECT * FROM processes ORDER BY last_seen DESC, process_id LIMIT 10"),
                null);
        Api api = RecordedApi.of(
                store,
                () -> null,
                directory,
                SettingsLoader.loadForClient(List.of(), Surroundings.ofThisProcess())
                        .retention(),
                Clock.systemUTC());
        ask("health: GET /api/storage/health", 10, _ -> health(api), null);
        report.say(
                "Medians of %d after one that does not count; milliseconds, of a core for CPU. The flat table holds the newest %d"
                        + " days only, and its file no other; ratios are of wall times.\n",
                rounds, flatFor.toDays());
        report.table(List.of("", "rows", "budget", "wall", "CPU", "flat: wall", "CPU", "ratio"), rows);
        report.say(
                "Memory of the process that asked: %d MB at most.",
                ProcessCost.kilobytes((int) ProcessHandle.current().pid(), "status", "VmHWM") / 1000);
    }

    private static String time(Instant instant) {
        return "TIMESTAMPTZ '%s'".formatted(instant);
    }

    private static String within(Instant until, Duration duration) {
        return "timestamp > %s AND timestamp <= %s".formatted(time(until.minus(duration)), time(until));
    }

    /** The busiest processes of a time, with what they are called; as docs/tables.md recommends it. */
    private void top(String name, Duration duration, double budget) throws IOException, SQLException, StoreException {
        if (duration.minusMinutes(30).compareTo(Duration.between(facts.first, facts.last)) > 0) {
            return;
        }
        String range = within(facts.last, duration);
        ask(
                "top 10 by CPU over " + name,
                budget,
                _ -> sql(
                        "SELECT process_id, any_value(pid), any_value(name), sum(cpu_us) FROM process_changes WHERE %s GROUP BY process_id ORDER BY 4 DESC NULLS LAST LIMIT 10"
                                .formatted(range)),
                duration.compareTo(flatFor) > 0
                        ? null
                        : "SELECT pid, start_time, any_value(name), sum(cpu_usage) FROM samples WHERE %s GROUP BY ALL ORDER BY 4 DESC LIMIT 10"
                                .formatted(range));
    }

    /** One process over a day, as a chart draws it. */
    private void series() throws IOException, SQLException, StoreException {
        String range = within(facts.last.minus(HOUR), DAY);
        long[] busiest = new long[2];
        try (Reading reading = store.read()) {
            reading.first(
                    "SELECT process_id, p.pid FROM process_changes JOIN processes p USING (process_id) WHERE " + range
                            + " GROUP BY ALL ORDER BY sum(cpu_us) DESC NULLS LAST LIMIT 1",
                    row -> {
                        busiest[0] = row.number(1);
                        busiest[1] = row.number(2);
                        return row;
                    });
        }
        String points = "time_bucket(to_milliseconds(172800), timestamp)";
        ask(
                "one process's 24 h in 500 points",
                30,
                _ -> sql(
                        "SELECT %s, sum(cpu_us), max(mem_usage) FROM process_changes WHERE process_id = %d AND %s GROUP BY 1 ORDER BY 1"
                                .formatted(points, busiest[0], range)),
                "SELECT %s, avg(cpu_usage), max(mem_usage) FROM samples WHERE pid = %d AND %s GROUP BY 1 ORDER BY 1"
                        .formatted(points, busiest[1], range));
    }

    /** The same of both. */
    private void both(String what, double budget, String query) throws IOException, SQLException, StoreException {
        ask(what, budget, _ -> sql(query.formatted("process_metrics")), query.formatted("samples"));
    }

    private void ask(String what, double budget, Timing.Work ours, @Nullable String ofFlat)
            throws IOException, SQLException, StoreException {
        Benchmarks.progress("store: %s …", what);
        Timing timing = Timing.of(proc, rounds, ours);
        Timing theirs = flat == null || ofFlat == null ? null : Timing.of(proc, rounds, _ -> flat.rows(ofFlat));
        rows.add(List.of(
                what,
                Long.toString(timing.rows()),
                "≤ %.0f".formatted(budget),
                Report.figure(timing.wallMillis()) + (timing.wallMillis() <= budget ? "" : " !"),
                Report.figure(timing.cpuMillis()),
                theirs == null ? "–" : Report.figure(theirs.wallMillis()),
                theirs == null ? "–" : Report.figure(theirs.cpuMillis()),
                theirs == null ? "–" : Report.figure(theirs.wallMillis() / timing.wallMillis()) + " ×"));
    }

    /** As a request does: with a connection of its own, the whole answer. */
    private long sql(String query) throws StoreException {
        try (Reading reading = store.read()) {
            return reading.all(query, row -> row.textOrNull(1)).size();
        }
    }

    private static long health(Api api) throws IOException {
        var answer = api.answer(ApiRequest.get("/api/storage/health", Map.of()));
        if (answer.status() != 200) {
            throw new IOException(String.format(Locale.ROOT, "health was answered with %d", answer.status()));
        }
        answer.writeTo(OutputStream.nullOutputStream());
        return 1;
    }
}
