package dev.tachograph.probe;

import dev.tachograph.model.Event;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The events that log lines tell of, the live ones and those of the past alike. They go to the store with their lines, in one
 * transaction, so each comes once. Of one source; used by one thread at a time.
 */
public final class LogEvents {
    /** Daemons leave the kernel's own time in front of its lines. */
    private static final Pattern KERNEL_TIME = Pattern.compile("\\[ *\\d{1,12}\\.\\d{1,9}](?:\\[ *[TC]\\d{1,10}])? ");

    /** A past that is read backwards comes in the wrong order. */
    private static final Comparator<LogLine> IN_ORDER =
            Comparator.comparing(LogLine::timestamp).thenComparingLong(LogLine::sequence);

    private final List<LogRule> rules = List.of(new OomLines(), new CrashLines(), new UnitLines(), new ShutdownLines());
    private final EventLimit limit = new EventLimit();
    private final ToldEvents told;
    private final UUID bootId;
    private final KernelWitness witness;

    /**
     * For the lines of one source.
     *
     * @param told what other sources tell
     * @param bootId that lines which don't tell their own are taken to be of
     */
    public LogEvents(ToldEvents told, UUID bootId) {
        this(told, bootId, KernelWitness.ofHost());
    }

    LogEvents(ToldEvents told, UUID bootId, KernelWitness witness) {
        this.told = told;
        this.bootId = bootId;
        this.witness = witness;
    }

    /** The same lines with the events that they tell of. */
    public LogBatch telling(LogBatch batch) {
        witness.forget();
        List<Event> events = limit.limit(of(batch.lines()));
        return events.isEmpty() ? batch : batch.telling(events);
    }

    private List<Event> of(List<LogLine> lines) {
        List<Event> events = new ArrayList<>();
        lines.stream()
                .filter(line -> line.message() != null && LogAuthor.of(line) != LogAuthor.ANYBODY)
                .sorted(IN_ORDER)
                .forEach(line -> add(line, events));
        return events;
    }

    private void add(LogLine line, List<Event> events) {
        LogAuthor author = LogAuthor.of(line);
        String text = text(line, author);
        UUID boot = line.origin().bootId() == null ? bootId : line.origin().bootId();
        for (LogRule rule : rules) {
            Event event = rule.of(line, author, text, boot);
            if (event != null && !isMadeUp(event, line, author) && isNews(event, line, author)) {
                events.add(from(event, line.origin().source()));
            }
        }
    }

    private static String text(LogLine line, LogAuthor author) {
        String message = String.valueOf(line.message());
        Matcher time = KERNEL_TIME.matcher(message);
        return author == LogAuthor.KERNEL && time.lookingAt() ? message.substring(time.end()) : message;
    }

    /** A text file does not say who wrote a line. */
    private boolean isMadeUp(Event event, LogLine line, LogAuthor author) {
        return author == LogAuthor.KERNEL && line.origin().source() == LogSource.SYSLOG && witness.denies(event);
    }

    /** The kernel names threads, and a process has one end: where ends are told with their signals, these are enough. */
    private boolean isNews(Event event, LogLine line, LogAuthor author) {
        boolean isKnownByItsEnd = event.kind() == Event.Kind.PROCESS_CRASH
                && author == LogAuthor.KERNEL
                && told.areSignalsTold(event.at());
        return !isKnownByItsEnd && told.isNews(event, line.origin().sequenceId() + ":" + line.sequence());
    }

    private static Event from(Event event, LogSource source) {
        Event.Subject subject = event.subject();
        Map<String, String> facts = new LinkedHashMap<>(subject.facts());
        facts.put("source", source.word());
        return new Event(
                event.at(),
                event.bootId(),
                event.kind(),
                event.amountMicros(),
                event.detail(),
                new Event.Subject(subject.pid(), subject.name(), subject.unit(), facts));
    }
}
