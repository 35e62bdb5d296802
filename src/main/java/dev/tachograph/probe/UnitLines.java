package dev.tachograph.probe;

import dev.tachograph.model.Event;
import dev.tachograph.model.LogLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Units that failed, and units that are started again, as the service manager tells of them: by the id of the message, or by its
 * words where there is none (text files, systemd before 240). One failure is one event: that a start failed is told in a second
 * message ({@code be02cf68…}), which is not looked at. Source: systemd's catalog and src/core/unit.c, versions 219 to 258.
 */
final class UnitLines implements LogRule {
    static final UUID FAILED = UUID.fromString("d9b373ed-55a6-4feb-8242-e02dbe79a49c");
    static final UUID RESTART = UUID.fromString("5eb03494-b658-4870-a536-b337290809b3");

    private static final String UNIT = "([^\\s:]{1,255}\\.[a-z]{4,10})";
    private static final Pattern RESULT = Pattern.compile(UNIT + ": Failed with result '([\\w-]{1,40})'\\.?");
    private static final Pattern STATE = Pattern.compile("Unit " + UNIT + " entered failed state\\.?");
    private static final Pattern COUNTER =
            Pattern.compile(UNIT + ": Scheduled restart job, restart counter is at (\\d{1,10})\\.?");

    @Override
    public @Nullable Event of(LogLine line, LogAuthor author, String text, UUID bootId) {
        if (author != LogAuthor.SERVICE_MANAGER && author != LogAuthor.USER_MANAGER) {
            return null;
        }
        UUID id = line.messageId();
        boolean byWords = id == null;
        if (FAILED.equals(id) || (byWords && text.contains("ailed"))) {
            return failed(line, author, text, bootId, byWords);
        }
        return RESTART.equals(id) || (byWords && text.contains("restart")) //
                ? restarted(line, author, text, bootId, byWords)
                : null;
    }

    private static @Nullable Event failed(LogLine line, LogAuthor author, String text, UUID bootId, boolean byWords) {
        Matcher result = RESULT.matcher(text);
        Matcher state = STATE.matcher(text);
        boolean hasResult = result.matches();
        if (byWords && !hasResult && !state.matches()) {
            return null;
        }
        String unit = unit(line, author, hasResult ? result.group(1) : byWords ? state.group(1) : null);
        if (unit == null) {
            return null;
        }
        Map<String, String> facts = new LinkedHashMap<>();
        String why = hasResult ? result.group(2) : first(line, "UNIT_RESULT");
        if (why != null) {
            facts.put("result", why);
        }
        return event(
                line, author, bootId, Event.Kind.UNIT_FAILED, unit, facts, why == null ? " failed" : " failed: " + why);
    }

    private static @Nullable Event restarted(
            LogLine line, LogAuthor author, String text, UUID bootId, boolean byWords) {
        Matcher counter = COUNTER.matcher(text);
        boolean isCounted = counter.matches();
        String unit = byWords && !isCounted ? null : unit(line, author, isCounted ? counter.group(1) : null);
        if (unit == null) {
            return null;
        }
        Map<String, String> facts = new LinkedHashMap<>();
        String restarts = isCounted ? counter.group(2) : first(line, "N_RESTARTS");
        if (restarts != null) {
            facts.put("restarts", restarts);
        }
        return event(
                line,
                author,
                bootId,
                Event.Kind.UNIT_RESTARTED,
                unit,
                facts,
                " is started again" + (restarts == null ? "" : ": restart " + restarts));
    }

    /** What the message is about by its field, which is not cut short; in text files by its first word. */
    private static @Nullable String unit(LogLine line, LogAuthor author, @Nullable String named) {
        String field = author == LogAuthor.USER_MANAGER ? first(line, "USER_UNIT") : line.aboutUnit();
        return field == null ? named : field;
    }

    /** A user names his own units as he likes: they don't stand where the host's stand. */
    private static Event event(
            LogLine line,
            LogAuthor author,
            UUID bootId,
            Event.Kind kind,
            String unit,
            Map<String, String> facts,
            String what) {
        boolean isUsers = author == LogAuthor.USER_MANAGER;
        if (isUsers) {
            facts.put("user_unit", unit);
            facts.put("uid", String.valueOf(line.origin().uid()));
        }
        return new Event(
                line.timestamp(),
                bootId,
                kind,
                null,
                unit + (isUsers ? " of user " + line.origin().uid() : "") + what,
                new Event.Subject(null, unit, isUsers ? line.origin().unit() : unit, facts));
    }

    private static @Nullable String first(LogLine line, String field) {
        List<String> values = line.fields().getOrDefault(field, List.of());
        return values.isEmpty() ? null : values.getFirst();
    }
}
