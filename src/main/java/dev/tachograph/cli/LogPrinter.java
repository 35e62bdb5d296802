package dev.tachograph.cli;

import dev.tachograph.text.Printable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Prints log lines in their order, and between them where lines are missing and where the host was started anew. */
final class LogPrinter {
    private final LogText text;
    private final boolean marks;
    private final Paper paper;
    private final ZoneId zone;
    private final LogPaper out;
    private final Deque<JsonValue> gaps = new ArrayDeque<>();
    private @Nullable String boot;

    LogPrinter(LogFormat format, Paper paper, ZoneId zone, LogPaper out) {
        text = format.text(paper, zone);
        marks = format.hasMarks();
        this.paper = paper;
        this.zone = zone;
        this.out = out;
    }

    /** @param first the first line that will follow; null if none will */
    void begin(LogAnswer answer, @Nullable LogRow first) {
        gaps.clear();
        if (marks) {
            answer.gaps().stream()
                    .filter(gap -> !answer.isTruncated() || first == null || !endsBefore(gap, first.timestamp()))
                    .sorted(Comparator.comparing(LogPrinter::start))
                    .forEach(gaps::add);
        }
    }

    private static boolean endsBefore(JsonValue gap, Instant time) {
        @Nullable Instant end = gap.get("to").instant();
        return end != null && !end.isAfter(time);
    }

    void print(LogRow row) {
        if (marks) {
            while (!gaps.isEmpty() && !start(gaps.element()).isAfter(row.timestamp())) {
                mark("gap: " + GapText.of(gaps.remove(), zone));
            }
            tellBoot(row);
        }
        out.print(text.of(row));
    }

    private static Instant start(JsonValue gap) {
        @Nullable Instant start = gap.get("from").instant();
        return start == null ? Instant.MIN : start;
    }

    private void tellBoot(LogRow row) {
        if (boot != null && row.boot() != null && !boot.equals(row.boot())) {
            mark("boot " + Printable.text(row.boot()));
        }
        boot = row.boot() == null ? boot : row.boot();
    }

    /** Prints what comes after the last line, and lets go of everything. */
    void end() {
        gaps.forEach(gap -> mark("gap: " + GapText.of(gap, zone)));
        gaps.clear();
        out.flush();
    }

    private void mark(String words) {
        out.print(paper.bold("-- " + words + " --") + "\n");
    }

    /** Shows what was printed so far. */
    void flush() {
        out.flush();
    }
}
