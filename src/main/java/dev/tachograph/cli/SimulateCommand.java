package dev.tachograph.cli;

import dev.tachograph.linux.Terminal;
import dev.tachograph.simulation.HistoryPlan;
import dev.tachograph.simulation.Incident;
import dev.tachograph.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "simulate",
        header = "Write a made-up history, for benchmarks and a first look.",
        description = {
            "It ends at --until, and is the same for the same options. About 5%% of the processes run in an interval, more by"
                    + " day than by night, and 2%% a minute end and are followed by others. Three days before the end, and"
                    + " every seven before that, the recorder was stopped for 20 minutes. Each process writes a line to the log"
                    + " every ten minutes, and more when something happens. With Ctrl-C it ends in order, with"
                    + " what there is.",
            "",
            "With --incident, on the last morning: billing.service leaks from 02:32 UTC until it is gone at 03:12; from 03:14"
                    + " to 03:16 deploy-hook.service starts four processes a second, and in each of them a storm of commands too"
                    + " short for any tick, which use up the CPUs; from 03:20 to 03:25 the workers of checkout.service use all CPUs,"
                    + " and what they log fills /var at 03:23:30, where a process of postgresql aborts. Where one day has no such"
                    + " morning in whole, twelve hours later."
        },
        footer = {
            "",
            "Examples:",
            "  tachograph simulate --days 30 --processes 300 --data-dir /tmp/history",
            "  tachograph simulate --days 1 --processes 50 --interval 1s --seed 7 --incident --data-dir /tmp/history"
        })
final class SimulateCommand implements Callable<Integer> {
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(250);
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(5);

    /** What a host has that can be recorded. */
    enum Part {
        PROCESSES,
        LOGS,
        METRICS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Console console;
    private final Simulation simulation;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            required = true,
            description = "The data directory to write to; it has to be new or empty.")
    private Path directory = Path.of("");

    @Option(names = "--days", paramLabel = "N", required = true, description = "How long it is.")
    private Count days = new Count(1);

    @Option(names = "--processes", paramLabel = "P", required = true, description = "How many run at a time.")
    private Count processes = new Count(1);

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "5s",
            description = "250ms to 5m; default ${DEFAULT-VALUE}.")
    private Duration interval = Duration.ofSeconds(5);

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "The same seed gives the same history; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--until", paramLabel = "TIME", description = "Its end; otherwise now.")
    private @Nullable Instant until;

    @Option(names = "--only", paramLabel = "PART", description = "${COMPLETION-CANDIDATES}; otherwise all.")
    private @Nullable Part only;

    @Option(names = "--incident", description = "Let something go wrong in it; needs 20 processes.")
    private boolean incident;

    SimulateCommand(Console console, Simulation simulation) {
        this.console = console;
        this.simulation = simulation;
    }

    @Override
    public Integer call() throws IOException {
        HistoryPlan plan = plan();
        long began = System.nanoTime();
        try (var ending = Ending.onSignal()) {
            Simulation.Outcome outcome;
            try (var line = new ProgressLine(
                    console.err(), Terminal.behind(2).isPresent(), "ticks", plan.looks(), System::nanoTime)) {
                outcome = simulation.write(directory, plan, content(), course(line, ending));
            } catch (DataDirectory.UnusableException e) {
                throw CommandFailure.wrongUse(String.valueOf(e.getMessage()));
            }
            sayWhatWasWritten(outcome, (System.nanoTime() - began) / 1e9);
            if (ending.isWanted()) {
                console.say("told to end before its time: the history ends at " + outcome.until());
                return ExitCode.FAILED;
            }
        }
        if (incident) {
            sayWhatWentWrong(Incident.in(plan));
        }
        return ExitCode.FINE;
    }

    private HistoryPlan plan() {
        if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw CommandFailure.wrongUse("--interval: '" + Figures.duration(interval) + "' is not from 250ms to 5m");
        }
        if (processes.value() > HistoryPlan.MOST_PROCESSES) {
            throw CommandFailure.wrongUse(
                    "--processes %d: allowed are 1 to %d".formatted(processes.value(), HistoryPlan.MOST_PROCESSES));
        }
        if (incident && processes.value() < HistoryPlan.FEWEST_FOR_INCIDENT) {
            throw CommandFailure.wrongUse("--incident: needs --processes " + HistoryPlan.FEWEST_FOR_INCIDENT
                    + " or more, among which something can go wrong");
        }
        Instant end = until == null ? console.clock().instant() : until;
        var plan = new HistoryPlan(end, Duration.ofDays(days.value()), processes.value(), interval, seed, incident);
        if (plan.from().isBefore(Instant.EPOCH)) {
            throw CommandFailure.wrongUse("--days: " + days.value() + " days before " + end + " it is not 1970 yet");
        }
        if (!NewFolder.isNewOrEmpty(directory)) {
            throw CommandFailure.wrongUse(directory + ": is not an empty directory; name a new one");
        }
        return plan;
    }

    private Simulation.Content content() {
        return new Simulation.Content(isWanted(Part.PROCESSES), isWanted(Part.LOGS), isWanted(Part.METRICS));
    }

    private boolean isWanted(Part part) {
        return only == null || only == part;
    }

    private static Simulation.Course course(ProgressLine line, Ending ending) {
        return new Simulation.Course() {
            @Override
            public void reached(long looks) {
                line.reached(looks);
            }

            @Override
            public boolean isToEnd() {
                return ending.isWanted();
            }
        };
    }

    private void sayWhatWasWritten(Simulation.Outcome outcome, double seconds) {
        String perSample = only != Part.PROCESSES
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %.2f bytes a sample",
                        outcome.bytes() / (double) Math.max(1, outcome.samples()));
        console.say(String.format(
                Locale.ROOT,
                "%s: %s ticks until %s, %s processes ever, %s samples in %s rows, %s log lines; %s in %d files%s; %.1f s",
                directory,
                count(outcome.ticks()),
                outcome.until(),
                count(outcome.processes()),
                count(outcome.samples()),
                count(outcome.rows()),
                count(outcome.lines()),
                Figures.bytes(OptionalDouble.of((double) outcome.bytes())),
                outcome.files(),
                perSample,
                seconds));
    }

    private static String count(long number) {
        return Figures.count(OptionalDouble.of((double) number));
    }

    private void sayWhatWentWrong(Incident incident) {
        console.say(
                "incident: billing.service leaks from %s until it is killed at %s, deploy-hook.service rushes from %s, checkout.service runs hot from %s to %s, /var is full from %s"
                        .formatted(
                                incident.leakFrom(),
                                incident.gone(),
                                incident.rushFrom(),
                                incident.burstFrom(),
                                incident.burstUntil(),
                                incident.fullFrom()));
    }
}
