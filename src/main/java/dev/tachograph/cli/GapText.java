package dev.tachograph.cli;

import static java.util.Map.entry;

import dev.tachograph.text.Printable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why nothing was recorded, in words. */
final class GapText {
    private static final Map<String, String> CAUSES = Map.ofEntries(
            entry("stopped", "the recorder was stopped"),
            entry("killed", "the recorder was killed"),
            entry("reboot", "the host restarted"),
            entry("suspended", "the host was suspended"),
            entry("missed", "the recorder got no turn"),
            entry("dropped", "the writer could not keep up"),
            entry("store", "the store could not be written"),
            entry("probe", "the host could not be read"),
            entry("damaged", "the store was damaged"),
            entry("vanished", "the log's source had removed lines that were not read yet"),
            entry("position-ahead", "the log's source was made anew or set back"),
            entry("suppressed", "whoever writes the log left lines out"),
            entry("cut-short", "a file of the log ends early"),
            entry("overrun", "a buffer of the kernel was overwritten"),
            entry("before-recording", "it is before the recording began"),
            entry("deleted", "it is not kept any more"),
            entry("not-yet-recorded", "it is not recorded yet"));

    private GapText() {}

    /** One line without its end, such as {@code the recorder was killed, 03:10:00 to 03:14:05 (12 missing): detail}. */
    static String of(JsonValue gap, ZoneId zone) {
        @Nullable String cause = gap.get("cause").text();
        var text = new StringBuilder(cause == null ? "the cause is not known" : CAUSES.getOrDefault(cause, cause));
        String from = time(gap.get("from"), zone);
        String to = time(gap.get("to"), zone);
        if (!from.isEmpty() || !to.isEmpty()) {
            text.append(',').append(from.isEmpty() ? "" : " from " + from).append(to.isEmpty() ? " on" : " to " + to);
        }
        if (gap.get("count").number().orElse(0) > 0) {
            text.append(" (").append(Figures.count(gap.get("count").number())).append(" missing)");
        }
        @Nullable String detail = gap.get("detail").text();
        return Printable.text(detail == null || detail.isEmpty() ? text.toString() : text + ": " + detail);
    }

    private static String time(JsonValue timestamp, ZoneId zone) {
        @Nullable Instant instant = timestamp.instant();
        return instant == null ? "" : Figures.instant(instant, zone);
    }
}
