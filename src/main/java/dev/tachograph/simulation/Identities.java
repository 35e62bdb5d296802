package dev.tachograph.simulation;

import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.ProcessDescription;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes up what processes are called and where they belong. */
final class Identities {
    private static final String CONTAINER = "docker/";
    private static final String SESSION = "session";
    private static final int SESSIONS = 4;
    private static final int MOST_NAME_BYTES = 15;

    private final Chance chance;
    private final Map<String, String> containers = new LinkedHashMap<>();

    Identities(Chance chance) {
        this.chance = chance;
    }

    /** @param number stands for {@code {n}} in the program's texts */
    ProcessDescription describe(Program program, int number, int parentPid) {
        Home home = home(filled(program.unit(), number));
        String name = filled(program.name(), number);
        return new ProcessDescription(
                0,
                parentPid,
                program.isKernelThread() ? name : name.substring(0, Math.min(name.length(), MOST_NAME_BYTES)),
                filled(program.cmdline(), number),
                program.userId(),
                program.user(),
                ControlGroup.of(home.cgroup, home.unit, home.container),
                program.isKernelThread());
    }

    /** Where a process belongs. */
    private record Home(
            String cgroup, @Nullable String unit, @Nullable String container) {}

    private Home home(String unit) {
        if (unit.isEmpty()) {
            return new Home("/", null, null);
        }
        if (unit.startsWith(CONTAINER)) {
            String id = containers.computeIfAbsent(unit, _ -> hex(64));
            String scope = "docker-%s.scope".formatted(id);
            return new Home("/system.slice/" + scope, scope, id);
        }
        if (unit.equals(SESSION)) {
            String scope = "session-%d.scope".formatted(2 + chance.below(SESSIONS));
            return new Home("/user.slice/user-1000.slice/" + scope, scope, null);
        }
        return new Home(unit.equals("init.scope") ? "/init.scope" : "/system.slice/" + unit, unit, null);
    }

    private String filled(String text, int number) {
        int open = text.indexOf('{');
        if (open < 0) {
            return text;
        }
        var filled = new StringBuilder(text.length() + 32);
        int from = 0;
        for (; open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            filled.append(text, from, open).append(value(text.substring(open + 1, close), number));
            from = close + 1;
        }
        return filled.append(text, from, text.length()).toString();
    }

    private String value(String what, int number) {
        return switch (what) {
            case "n" -> Integer.toString(number);
            case "d" -> Integer.toString(chance.below(10_000));
            case "x" -> hex(12);
            case "ip" -> "10.%d.%d.%d".formatted(chance.below(8), chance.below(256), 1 + chance.below(254));
            default -> throw new IllegalArgumentException("{" + what + "} stands for nothing");
        };
    }

    private String hex(int digits) {
        var text = new StringBuilder(digits + 15);
        while (text.length() < digits) {
            text.append(HexFormat.of().toHexDigits(chance.bits()));
        }
        return text.substring(0, digits);
    }
}
