package dev.tachograph.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lines of {@link HealthReport} about what is stored, how much more may be, and when the oldest of it goes. */
record StorageReport(JsonValue answer, boolean running, Instant now, ZoneId zone) {
    private static final int BAR_WIDTH = 20;

    List<String> lines() {
        var lines = new ArrayList<String>();
        // Limits are of live bytes; files are longer, by what they keep for rows to come.
        lines.add(HealthReport.line(
                "size", Figures.bytes(answer.get("database_size_bytes").number()) + " on the disk"));
        answer.get("types").members().forEach((name, type) -> {
            if (!type.isNull()) {
                lines.add(HealthReport.line("  " + name, type(type)));
            }
        });
        Stream.of(
                        rollsOver().map(text -> HealthReport.line("rolls over", text)),
                        disk().map(text -> HealthReport.line("disk", text)),
                        folder("set_aside").map(text -> HealthReport.line("set aside", text + " damaged or doubtful")),
                        folder("backups").map(text -> HealthReport.line("backups", text)))
                .flatMap(Optional::stream)
                .forEach(lines::add);
        notes(answer).forEach(note -> lines.add(HealthReport.line("note", note)));
        return lines;
    }

    private static String type(JsonValue type) {
        OptionalDouble hot = type.get("hot_bytes").number();
        OptionalDouble sealed = type.get("sealed_bytes").number();
        OptionalDouble used =
                hot.isEmpty() && sealed.isEmpty() ? hot : OptionalDouble.of(hot.orElse(0) + sealed.orElse(0));
        return usage(used, type.get("limit_bytes").number().orElse(0)) + kept(type);
    }

    private static String usage(OptionalDouble used, double limit) {
        if (used.isEmpty() || limit <= 0) {
            return Figures.bytes(used);
        }
        double share = used.getAsDouble() / limit;
        int filled = (int) Math.clamp(Math.ceil(share * BAR_WIDTH), 0, BAR_WIDTH);
        return "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "] " + Figures.bytes(used) + " of "
                + Figures.bytes(OptionalDouble.of(limit)) + " (" + Figures.fixed(OptionalDouble.of(share * 100), 1)
                + " %)";
    }

    private static String kept(JsonValue type) {
        OptionalDouble days = type.get("limit_days").number();
        OptionalDouble bytes = type.get("bytes_per_day").number();
        OptionalDouble holds = type.get("holds_days").number();
        return (days.isEmpty() ? "" : ", kept " + days(days))
                + (bytes.isEmpty() ? "" : "; at " + Figures.bytes(bytes) + " a day")
                + (holds.isEmpty() ? "" : " room for " + days(holds))
                + per(type, "sample")
                + per(type, "line");
    }

    private static String per(JsonValue type, String unit) {
        OptionalDouble bytes = type.get("bytes_per_" + unit).number();
        return bytes.isEmpty() ? "" : "; " + Figures.fixed(bytes, 2) + " B a " + unit;
    }

    /** How far back it will reach, and when that begins to matter; while no recorder runs, nothing goes. */
    private Optional<String> rollsOver() {
        JsonValue forecast = answer.get("forecast");
        JsonValue next = forecast.get("next_eviction");
        @Nullable Instant at = next.get("timestamp").instant();
        if (at == null || !running) {
            return Optional.empty();
        }
        OptionalDouble reaches = forecast.get("reaches_days").number();
        Duration left = Duration.between(now, at);
        String when = left.isNegative() || left.isZero()
                ? "the oldest goes at the next cleanup"
                : "the oldest goes " + Figures.instant(at, zone) + " (in " + Figures.duration(left) + ")";
        return Optional.of((reaches.isEmpty() ? "" : "after " + days(reaches) + "; ") + when + ", by "
                + next.get("by").textOr(Figures.UNKNOWN)
                + (next.get("type").textOr("").equals("logs") ? " of the log lines" : ""));
    }

    private Optional<String> disk() {
        OptionalDouble free = answer.get("retention").get("disk_free_bytes").number();
        OptionalDouble least =
                answer.get("retention").get("disk_min_free_bytes").number();
        return free.isEmpty()
                ? Optional.empty()
                : Optional.of(Figures.bytes(free) + " free; below " + Figures.bytes(least) + " the oldest goes early");
    }

    private Optional<String> folder(String name) {
        OptionalDouble count = answer.get(name).get("count").number();
        return count.orElse(0) == 0
                ? Optional.empty()
                : Optional.of(Figures.count(count) + ", "
                        + Figures.bytes(answer.get(name).get("bytes").number()));
    }

    static List<String> notes(JsonValue answer) {
        return answer.get("retention").get("notes").items().stream()
                .map(note -> note.textOr("a note without words"))
                .toList();
    }

    /** Whole days once there are some. */
    private static String days(OptionalDouble days) {
        return Figures.fixed(days, days.orElse(0) < 9.95 && days.orElse(0) % 1 != 0 ? 1 : 0) + " days";
    }
}
