package dev.tachograph.simulation;

import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.Tick;
import dev.tachograph.simulation.LogTemplate.When;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The log of the made-up host: what its processes, its service manager and its kernel write from one look to the next. A line
 * is always of a process that the next look sees, or of one that the look before saw. While the recorder is stopped the host
 * goes on writing, as a journal does. For one thread.
 */
public final class SyntheticLog {
    private static final long LOG_SEED = 0x6c6f_6773L;
    private static final double SECOND_MICROS = 1e6;

    /** Usual lines that a process makes in a second, in the middle over a day: one every ten minutes. */
    private static final double LINES_PER_PROCESS = 1 / 600.0;

    /** Lines that belong together come so soon one after the other. */
    private static final int STEP_MICROS = 900;

    /** A service that is told to end does so within this. */
    private static final long SOON_MICROS = 2_000_000;

    private static final long CLOCK_TICK_MICROS = 10_000;
    private static final int SERVICE_MANAGER = 1;
    private static final String SERVICE = ".service";
    private static final String CRON = "cron.service";
    private static final int SIGABRT = 6;
    private static final int SIGSEGV = 11;

    /** A service that ended by itself is started again after this. */
    static final long AGAIN_AFTER_MICROS = 9_900_000;

    private final Chance chance;
    private final LogTemplates templates = LogTemplates.read();
    private final Rhythm rhythm = new Rhythm();
    private final double usualPauseMicros;
    private final @Nullable TroubleTimes trouble;
    private final Map<When, Double> nextMicros = new EnumMap<>(When.class);
    private final List<Draft> drafts = new ArrayList<>();
    private long fromMicros;
    private long sequence;
    private @Nullable LogOrigins origins;
    private @Nullable Tick last;
    private @Nullable ProcessSample killed;

    /** A line that has no number yet. */
    private record Draft(
            long atMicros,
            LogTemplate template,
            LogOrigin origin,
            String message,
            @Nullable String aboutUnit) {}

    /** When which lines of the incident come. */
    private record TroubleTimes(Map<When, Long> from, Map<When, Long> until) {
        private static final long REFUSED_MICROS = 20_000_000;

        static TroubleTimes of(Incident incident) {
            long gone = SyntheticHistory.micros(incident.gone());
            return new TroubleTimes(
                    Map.of(
                            When.LEAK,
                            SyntheticHistory.micros(incident.leakFrom()),
                            When.GONE,
                            gone,
                            When.REFUSED,
                            gone,
                            When.AGAIN,
                            gone + AGAIN_AFTER_MICROS,
                            When.RUSH,
                            SyntheticHistory.micros(incident.rushFrom()),
                            When.HOT,
                            SyntheticHistory.micros(incident.burstFrom()),
                            When.FULL,
                            SyntheticHistory.micros(incident.fullFrom())),
                    Map.of(
                            When.LEAK,
                            gone,
                            When.REFUSED,
                            gone + REFUSED_MICROS,
                            When.RUSH,
                            SyntheticHistory.micros(incident.rushUntil()),
                            When.HOT,
                            SyntheticHistory.micros(incident.burstUntil()),
                            When.FULL,
                            SyntheticHistory.micros(incident.burstUntil())));
        }
    }

    /** Before the first look. */
    public SyntheticLog(HistoryPlan plan) {
        chance = new Chance(plan.seed() ^ LOG_SEED);
        fromMicros = SyntheticHistory.micros(plan.from());
        usualPauseMicros = SECOND_MICROS / (LINES_PER_PROCESS * plan.processes());
        trouble = plan.incident() ? TroubleTimes.of(Incident.in(plan)) : null;
        nextMicros.put(When.USUAL, (double) fromMicros);
        if (trouble != null) {
            trouble.until.keySet().forEach(phase -> nextMicros.put(phase, (double) from(phase)));
        }
    }

    private long from(When phase) {
        Long from = trouble == null ? null : trouble.from.get(phase);
        return from == null ? Long.MAX_VALUE : from;
    }

    private long until(When phase) {
        Long until = trouble == null ? null : trouble.until.get(phase);
        return until == null ? Long.MIN_VALUE : until;
    }

    /** The lines that came since the look before, in order of time. */
    public List<LogLine> until(Tick tick) {
        LogOrigins known = origins;
        LogOrigins who = known == null ? new LogOrigins(chance, tick.bootId()) : known;
        origins = who;
        long now = SyntheticHistory.micros(tick.at().wall());
        Looks looks = new Looks(tick, last, who, now);
        looks.usual();
        looks.births();
        tick.exits().forEach(looks::ended);
        looks.incident();
        drafts.sort(Comparator.comparingLong(Draft::atMicros));
        long bootMicros = now - tick.at().boottimeNanos() / 1000;
        List<LogLine> lines =
                drafts.stream().map(draft -> line(draft, bootMicros)).toList();
        drafts.clear();
        last = tick;
        fromMicros = now;
        return lines;
    }

    private LogLine line(Draft draft, long bootMicros) {
        return new LogLine(
                draft.origin,
                SyntheticHistory.instant(draft.atMicros),
                draft.atMicros - bootMicros,
                ++sequence,
                draft.template.priority(),
                draft.template.facility(),
                draft.message,
                draft.aboutUnit,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of());
    }

    /** Two looks, between which something is written. */
    private final class Looks {
        private final List<ProcessSample> processes;
        private final List<ProcessSample> before;
        private final LogOrigins who;
        private final long bootMicros;
        private final long now;

        Looks(Tick tick, @Nullable Tick last, LogOrigins who, long now) {
            this.processes = tick.processes();
            this.before = last == null ? processes : last.processes();
            this.who = who;
            this.now = now;
            bootMicros = now - tick.at().boottimeNanos() / 1000;
        }

        void usual() {
            double next = nextMicros.getOrDefault(When.USUAL, Double.MAX_VALUE);
            while (next <= now) {
                say(templates.one(When.USUAL, chance), (long) next, null);
                next += chance.pause(usualPauseMicros) / rhythm.at((long) next);
            }
            nextMicros.put(When.USUAL, next);
        }

        /** What comes and goes: both lists are in order of pid. */
        void births() {
            int old = 0;
            for (ProcessSample process : processes) {
                while (old < before.size()
                        && before.get(old).key().pid() < process.key().pid()) {
                    ended(before.get(old++));
                }
                boolean isKnown = old < before.size()
                        && before.get(old).key().pid() == process.key().pid();
                boolean isSame = isKnown && before.get(old).key().equals(process.key());
                if (isKnown && !isSame) {
                    ended(before.get(old));
                }
                old += isKnown ? 1 : 0;
                if (!isSame) {
                    born(process);
                }
            }
            while (old < before.size()) {
                ended(before.get(old++));
            }
        }

        private void born(ProcessSample process) {
            long at = startMicros(process) + STEP_MICROS;
            for (LogTemplate template : templates.at(When.BORN)) {
                if (template.isOf(process) && chance.happens(template.share())) {
                    write(template, at, process, process);
                    at += STEP_MICROS;
                }
            }
            String unit = serviceOf(process);
            if (unit != null) {
                who.started(unit);
                templates.at(When.STARTED).forEach(template -> say(template, startMicros(process), process));
            }
        }

        /** The one that the kernel ended has lines of its own. */
        private void ended(ProcessSample process) {
            if (serviceOf(process) == null || isOfIncident(process)) {
                return;
            }
            long at = fromMicros + chance.between(STEP_MICROS, SOON_MICROS);
            for (LogTemplate template : templates.at(When.ENDED)) {
                say(template, at, process);
                at += STEP_MICROS;
            }
        }

        /** One that no look saw may have written, and a crash is written down by others. */
        private void ended(ProcessExit exit) {
            if (exit.startTicks() == null && CRON.equals(exit.group().unit())) {
                for (LogTemplate template : templates.at(When.BORN)) {
                    ProcessSample process = UnseenProcess.of(exit, bootMicros);
                    if (template.isOf(process) && chance.happens(template.share())) {
                        write(template, startMicros(process), process, process);
                    }
                }
            }
            if (exit.signal() != null && (exit.signal() == SIGSEGV || exit.signal() == SIGABRT)) {
                When occasion = exit.signal() == SIGSEGV ? When.SEGFAULT : When.ABORTED;
                long at = SyntheticHistory.micros(exit.ended());
                templates.at(occasion).forEach(template -> say(template, at, UnseenProcess.of(exit, bootMicros)));
            }
        }

        private boolean isOfIncident(ProcessSample process) {
            long gone = from(When.GONE);
            return gone > fromMicros && gone <= now && isLeaking(process);
        }

        private static boolean isLeaking(ProcessSample process) {
            return "billing.service".equals(process.description().unit())
                    && process.description().name().equals("java");
        }

        /** The service whose main process it is; {@code null} for others. */
        private static @Nullable String serviceOf(ProcessSample process) {
            String unit = process.description().unit();
            return process.description().parentPid() == SERVICE_MANAGER && unit != null && unit.endsWith(SERVICE)
                    ? unit
                    : null;
        }

        void incident() {
            if (trouble == null) {
                return;
            }
            ProcessSample leaking = one(before, Looks::isLeaking);
            killed = leaking == null ? killed : leaking;
            allAt(When.GONE, killed);
            allAt(When.AGAIN, killed);
            trouble.until.keySet().stream().sorted().forEach(this::phase);
        }

        /** All lines of an occasion, one after the other. */
        private void allAt(When occasion, @Nullable ProcessSample about) {
            long at = from(occasion);
            if (at <= fromMicros || at > now || about == null) {
                return;
            }
            for (LogTemplate template : templates.at(occasion)) {
                say(template, at, about);
                at += STEP_MICROS;
            }
        }

        /** Lines as they happen to come, from the begin of a phase to its end. */
        private void phase(When phase) {
            double next = nextMicros.getOrDefault(phase, Double.MAX_VALUE);
            double pause = SECOND_MICROS / templates.shares(phase);
            while (next <= now && next < until(phase)) {
                if (next > fromMicros) {
                    say(templates.one(phase, chance), (long) next, null);
                }
                next += chance.pause(pause);
            }
            nextMicros.put(phase, next);
        }

        /** Has a template written by one of those who may write it; by nobody when there is none. */
        private void say(LogTemplate template, long at, @Nullable ProcessSample about) {
            if (template.isOfKernel()) {
                add(template, at, who.ofKernel(), about);
                return;
            }
            ProcessSample process = one(processes, template::isOf);
            if (process != null) {
                write(template, at, process, about == null ? process : about);
            }
        }

        private void write(LogTemplate template, long at, ProcessSample process, ProcessSample about) {
            add(template, Math.max(at, startMicros(process)), who.of(process, template.tag()), about);
        }

        private void add(LogTemplate template, long at, LogOrigin origin, @Nullable ProcessSample about) {
            String message = template.filled(chance, about);
            boolean ofManager = origin.pid() != null && origin.pid() == SERVICE_MANAGER;
            String aboutUnit = ofManager ? aboutUnit(message, about) : null;
            drafts.add(new Draft(Math.clamp(at, fromMicros + 1, now), template, origin, message, aboutUnit));
        }

        /** The unit whose name stands in the message. */
        private static @Nullable String aboutUnit(String message, @Nullable ProcessSample about) {
            String unit = about == null ? null : about.description().unit();
            if (unit != null && message.contains(unit)) {
                return unit;
            }
            int end = message.indexOf(SERVICE);
            return end < 0 ? null : message.substring(message.lastIndexOf(' ', end) + 1, end + SERVICE.length());
        }

        /** Not before it, as far as the clock's ticks tell. */
        private long startMicros(ProcessSample process) {
            return bootMicros + (process.key().startTicks() + 1) * CLOCK_TICK_MICROS;
        }

        /** One of those that fit, each as likely as the others. */
        private @Nullable ProcessSample one(List<ProcessSample> all, Predicate<ProcessSample> fits) {
            ProcessSample chosen = null;
            int found = 0;
            for (ProcessSample process : all) {
                if (fits.test(process) && chance.below(++found) == 0) {
                    chosen = process;
                }
            }
            return chosen;
        }
    }
}
