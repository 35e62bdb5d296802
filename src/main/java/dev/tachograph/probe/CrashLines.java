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
 * Processes that crashed, as the kernel (arch/x86/mm/fault.c, arch/x86/kernel/traps.c, arch/arm64/kernel/traps.c) and
 * systemd-coredump(8) tell of them. The kernel names the thread, which has the process's number only if it is its first.
 */
final class CrashLines implements LogRule {
    static final UUID CORE_DUMP = UUID.fromString("fc2e22bc-6ee6-47b6-b907-29ab34a250b1");

    private static final Pattern SEGFAULT = Pattern.compile("(.{1,64}?)\\[(\\d{1,10})]: segfault at .*");
    private static final Pattern TRAP = Pattern.compile(
            "traps: (.{1,64}?)\\[(\\d{1,10})] (?:trap )?(general protection|invalid opcode|divide error|int3|stack segment|alignment check|bounds|control protection).*");
    private static final Pattern UNHANDLED =
            Pattern.compile("(.{1,64}?)\\[(\\d{1,10})]: (?:unhandled [^(]{1,80}|[^(:]{1,80}) \\((\\d{1,2})\\) at 0x.*");

    private static final Map<String, Integer> SIGNALS = Map.of(
            "general protection", Signals.SEGMENT,
            "control protection", Signals.SEGMENT,
            "bounds", Signals.SEGMENT,
            "invalid opcode", Signals.ILLEGAL,
            "divide error", Signals.ARITHMETIC,
            "int3", Signals.TRAP,
            "stack segment", Signals.BUS,
            "alignment check", Signals.BUS);

    @Override
    public @Nullable Event of(LogLine line, LogAuthor author, String text, UUID bootId) {
        if (author == LogAuthor.CRASH_HANDLER && CORE_DUMP.equals(line.messageId())) {
            return ofCoreDump(line, bootId);
        }
        return author == LogAuthor.KERNEL ? ofKernel(line, text, bootId) : null;
    }

    private static @Nullable Event ofCoreDump(LogLine line, UUID bootId) {
        Integer pid = number(first(line, "COREDUMP_PID"));
        if (pid == null) {
            return null;
        }
        return event(
                line,
                bootId,
                pid,
                first(line, "COREDUMP_COMM"),
                number(first(line, "COREDUMP_SIGNAL")),
                first(line, "COREDUMP_UNIT"),
                true);
    }

    private static @Nullable Event ofKernel(LogLine line, String text, UUID bootId) {
        Matcher found;
        if (text.contains(": segfault at ")) {
            found = SEGFAULT.matcher(text);
            return found.matches() ? ofKernel(line, bootId, found, Signals.SEGMENT) : null;
        }
        if (text.startsWith("traps: ")) {
            found = TRAP.matcher(text);
            return found.matches() ? ofKernel(line, bootId, found, SIGNALS.get(found.group(3))) : null;
        }
        found = UNHANDLED.matcher(text);
        return text.contains(") at 0x") && found.matches()
                ? ofKernel(line, bootId, found, number(found.group(3)))
                : null;
    }

    private static @Nullable Event ofKernel(LogLine line, UUID bootId, Matcher found, @Nullable Integer signal) {
        Integer thread = number(found.group(2));
        return thread == null || !Signals.isCrash(signal)
                ? null
                : event(line, bootId, thread, found.group(1), signal, null, false);
    }

    private static Event event(
            LogLine line,
            UUID bootId,
            int pid,
            @Nullable String name,
            @Nullable Integer signal,
            @Nullable String unit,
            boolean coreDumped) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (coreDumped) {
            facts.put("core_dumped", "true");
        }
        return Crash.event(line.timestamp(), bootId, pid, name, unit, signal, facts);
    }

    private static @Nullable String first(LogLine line, String field) {
        List<String> values = line.fields().getOrDefault(field, List.of());
        return values.isEmpty() ? null : values.getFirst();
    }

    private static @Nullable Integer number(@Nullable String digits) {
        try {
            return digits == null ? null : Integer.valueOf(digits);
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
