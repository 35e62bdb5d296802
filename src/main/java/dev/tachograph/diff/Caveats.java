package dev.tachograph.diff;

import dev.tachograph.query.Resolution;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What a reader has to know before he believes a comparison. */
record Caveats(Frame frame, List<String> sentences) {
    private static final double LITTLE = 0.01;

    void add() {
        for (Span span : frame.spans()) {
            Coverage coverage = frame.of(span);
            String name = span.number() == Span.BASE ? "base" : "window";
            if (coverage.isEmpty()) {
                sentences.add(
                        "of the %s no process and no figure of the host is recorded: only what happened and what was logged can be compared"
                                .formatted(name));
            } else {
                tell(name, "processes and figures", coverage.processes());
            }
            tell(name, "log lines", coverage.logs());
            tell(name, "ends of processes", coverage.exits(), coverage.processes());
        }
        if (frame.resolution() == Resolution.HOUR) {
            sentences.add("figures are those of whole hours, as the ticks are too many or not kept any more");
        }
        double ratio = frame.window().span().range().duration().toMillis()
                / (double) frame.base().span().range().duration().toMillis();
        if (ratio > 10 || ratio < 0.1) {
            sentences.add(
                    "the windows differ much in length: what happens rarely may be missing in the shorter one by chance");
        }
        boolean doOverlap = frame.window()
                        .span()
                        .range()
                        .from()
                        .isBefore(frame.base().span().range().to())
                && frame.base()
                        .span()
                        .range()
                        .from()
                        .isBefore(frame.window().span().range().to());
        if (doOverlap) {
            sentences.add("window and base overlap: what is in both counts in both");
        }
    }

    private void tell(String name, String what, Coverage.Missing missing) {
        if (missing.seconds() > LITTLE * missing.all() + 1) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "of the %s %s are not recorded for %s of %s%s",
                    name,
                    what,
                    Amounts.duration(Duration.ofMillis((long) (missing.seconds() * 1000))),
                    Amounts.duration(Duration.ofMillis((long) (missing.all() * 1000))),
                    missing.cause().isEmpty() ? "" : " (" + missing.cause() + ")"));
        }
    }

    /** Told alone only where it is not the same as of all processes. */
    private void tell(String name, String what, Coverage.Missing missing, Coverage.Missing ofAll) {
        if (Math.abs(missing.seconds() - ofAll.seconds()) > 1) {
            tell(name, what, missing);
        }
    }
}
