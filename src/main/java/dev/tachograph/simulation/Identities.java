package dev.tachograph.simulation;

import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.ProcessDescription;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes up what processes are called and where they belong. */
final class Identities {
    private static final String CONTAINER = "docker/";
    private static final String SESSION = "session";
    private static final String USERS_MANAGER = "user@1000.service";
    private static final String USERS_PLACE = "/user.slice/user-1000.slice/" + USERS_MANAGER;
    private static final int SESSIONS = 4;
    private static final int MOST_NAME_BYTES = 15;

    private final Chance chance;
    private final Map<String, String> containers;
    private final Map<String, ControlGroup> places = new HashMap<>();

    Identities(Chance chance) {
        this(chance, new LinkedHashMap<>());
    }

    private Identities(Chance chance, Map<String, String> containers) {
        this.chance = chance;
        this.containers = containers;
    }

    /** The same host, whose further names are drawn from another chance. */
    Identities drawnBy(Chance other) {
        return new Identities(other, containers);
    }

    /** @param number stands for {@code {n}} in the program's texts */
    ProcessDescription describe(Program program, int number, int parentPid) {
        String name = filled(program.name(), number);
        ControlGroup group = group(filled(program.unit(), number), name);
        return new ProcessDescription(
                0,
                parentPid,
                program.isKernelThread() ? name : name.substring(0, Math.min(name.length(), MOST_NAME_BYTES)),
                filled(program.cmdline(), number),
                program.userId(),
                program.user(),
                group,
                program.isKernelThread());
    }

    /** Where a process belongs. */
    private ControlGroup group(String unit, String name) {
        if (unit.equals(SESSION)) {
            return place("/user.slice/user-1000.slice/session-%d.scope".formatted(2 + chance.below(SESSIONS)));
        }
        if (unit.startsWith(CONTAINER)) {
            String id = containers.computeIfAbsent(unit, _ -> hex(64));
            return places.computeIfAbsent(
                    unit,
                    _ -> Places.of("/system.slice/docker-%s.scope".formatted(id), unit.substring(CONTAINER.length())));
        }
        return place(
                switch (unit) {
                    case "" -> "/";
                    case "init.scope" -> "/init.scope";
                    case USERS_MANAGER ->
                        USERS_PLACE + (name.equals("systemd") ? "/init.scope" : "/app.slice/tmux.service");
                    default -> "/system.slice/" + unit;
                });
    }

    private ControlGroup place(String path) {
        return places.computeIfAbsent(path, Places::of);
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
