package dev.tachograph.simulation;

import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.simulation.Program.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Processes of the made-up host that begin and end between two looks, so that nobody ever sees them: what cron starts every
 * minute, health checks, pipelines in the shell, and in an {@link Incident} a storm of them. For one thread.
 */
final class PassingProcesses {
    private static final long SECOND_MICROS = 1_000_000;
    private static final long MINUTE_MICROS = 60 * SECOND_MICROS;
    private static final long CHECK_EVERY_MICROS = 30 * SECOND_MICROS;
    /** Parts of pipelines that a process' share of the host starts, in the middle over a day. */
    private static final double PIPES_PER_MINUTE = 0.02;
    /** Of the storm, for each CPU: they keep it busy, but for a seventh. */
    private static final double STORM_PER_SECOND = 14;

    /** Of those that no look saw, so many are caught by their arguments; those of cron wait for it. */
    private static final double CAUGHT = 0.4;

    private static final double STORM_CPU_MICROS = 58_000;

    private final Chance chance;
    private final Identities identities;
    private final Endings endings;
    private final Programs programs;
    private final Rhythm rhythm = new Rhythm();
    private final double pipePauseMicros;
    private final @Nullable Trouble trouble;
    private double nextPipeMicros;
    private double nextStormMicros;

    PassingProcesses(HistoryPlan plan, Programs programs, Identities identities, @Nullable Trouble trouble) {
        chance = new Chance(plan.seed() ^ 0x7061_7373L);
        this.identities = identities.drawnBy(chance);
        this.programs = programs;
        this.trouble = trouble;
        endings = new Endings(chance);
        pipePauseMicros = MINUTE_MICROS / (PIPES_PER_MINUTE * plan.processes());
        nextPipeMicros = SyntheticHistory.micros(plan.from());
        nextStormMicros = trouble == null ? Double.MAX_VALUE : trouble.rushFrom;
    }

    /** Those that ended after a look and until the next one. */
    List<ProcessExit> between(long fromMicros, long nowMicros, Population population) {
        var passed = new Passed(fromMicros, nowMicros, population, new ArrayList<>());
        passed.everyMinute();
        passed.checks();
        passed.pipelines();
        passed.storm();
        return passed.exits;
    }

    /** An interval, and what ended in it. */
    private final class Passed {
        private final long from;
        private final long now;
        private final Population population;
        private final List<ProcessExit> exits;

        Passed(long from, long now, Population population, List<ProcessExit> exits) {
            this.from = from;
            this.now = now;
            this.population = population;
            this.exits = exits;
        }

        void everyMinute() {
            for (long minute = (from / MINUTE_MICROS + 1) * MINUTE_MICROS; minute <= now; minute += MINUTE_MICROS) {
                for (Program program : programs.of(Part.CRON)) {
                    end(program, minute);
                }
            }
        }

        void checks() {
            long half = (from / CHECK_EVERY_MICROS + 1) * CHECK_EVERY_MICROS;
            for (long at = half; at <= now; at += CHECK_EVERY_MICROS) {
                for (Program program : programs.of(Part.CHECK)) {
                    end(program, at);
                }
            }
        }

        void pipelines() {
            while (nextPipeMicros <= now) {
                end(chance.oneOf(programs.of(Part.PIPE)), (long) nextPipeMicros);
                nextPipeMicros += chance.pause(pipePauseMicros) / rhythm.at((long) nextPipeMicros);
            }
        }

        void storm() {
            if (trouble == null) {
                return;
            }
            double pause = SECOND_MICROS / (STORM_PER_SECOND * trouble.cpus());
            while (nextStormMicros <= now && nextStormMicros < trouble.rushUntil) {
                end(chance.oneOf(programs.of(Part.STORM)), (long) nextStormMicros);
                nextStormMicros += chance.pause(pause);
            }
        }

        private void end(Program program, long atMicros) {
            boolean isStorm = program.part() == Part.STORM;
            long cpu = (long) ((isStorm ? STORM_CPU_MICROS : 3_000) * chance.factor(isStorm ? 0.3 : 0.9));
            long lived = (long) (cpu * 1.3) + (long) chance.pause(isStorm ? 20_000 : 30_000);
            long until = Math.clamp(atMicros + (isStorm ? 0 : chance.between(0, SECOND_MICROS / 4)), from + 1, now);
            var life = new Endings.Life(Math.max(from + 1, until - lived), until);
            ProcessDescription is = identities.describe(program, 1, population.parent(program));
            exits.add(endings.unseen(
                    population.nextPid(),
                    is,
                    program.part() == Part.CRON || chance.happens(CAUGHT),
                    life,
                    Finish.of(program, chance),
                    new Work(
                            cpu,
                            chance.happens(0.05) ? 4096 * chance.between(1, 200) : 0,
                            chance.happens(0.05) ? 4096 * chance.between(1, 8) : 0,
                            program.residentBytes())));
        }
    }
}
