package dev.tachograph.probe;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A container, as its runtime names it in the path of its control group. Sources: the drivers {@code systemd} and
 * {@code cgroupfs} of runc, crun and the kubelet; lxc.container.conf(5), systemd-nspawn(1).
 *
 * @param id as it stands in the path
 * @param runtime {@code docker} {@code podman} {@code containerd} {@code cri-o} {@code lxc} {@code systemd-nspawn}
 *     {@code kubernetes} where the path does not tell which one below it, or {@code null}
 * @param name where the id is a name
 */
record ContainerPath(
        String id, @Nullable String runtime, @Nullable String name) {
    static final String DOCKER = "docker";
    static final String PODMAN = "podman";
    static final String CONTAINERD = "containerd";
    static final String CRI_O = "cri-o";
    static final String KUBERNETES = "kubernetes";
    private static final String NSPAWN = "systemd-nspawn";
    private static final String LXC = "lxc";

    /** 64 hexadecimal digits, alone or behind the runtime's word, within a scope or not. */
    private static final Pattern ID = Pattern.compile("(?:(.*)[-:])?([0-9a-f]{64})(?:\\.scope)?");
    /** LXC and systemd-nspawn name theirs by the machine. */
    private static final Pattern MACHINE = Pattern.compile(
            "(?:^|/)(?:(?:lxc(?:\\.payload\\.|/))([^/]+)|machine-([^/]+)\\.scope|systemd-nspawn@([^/]+)\\.service)(?:/|$)");

    private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-f]{2})");

    /** The outermost container that a path leads into, if any. */
    static @Nullable ContainerPath find(String path, List<String> parts) {
        for (int part = 0; part < parts.size(); part++) {
            Matcher id = ID.matcher(parts.get(part));
            if (id.matches()) {
                String word = id.group(1);
                if (word != null && word.endsWith("conmon")) {
                    return null; // watches a container from outside
                }
                return new ContainerPath(id.group(2), runtime(word, parts.subList(0, part)), null);
            }
        }
        Matcher machine = MACHINE.matcher(path);
        return machine.find() ? machine(machine) : null;
    }

    private static @Nullable String runtime(@Nullable String word, List<String> above) {
        String last = word == null ? "" : word.substring(Math.max(word.lastIndexOf(':'), word.lastIndexOf('/')) + 1);
        return switch (last) {
            case "docker" -> DOCKER;
            case "libpod", "libpod-payload" -> PODMAN;
            case "cri-containerd", "nerdctl" -> CONTAINERD;
            case "crio" -> CRI_O;
            default -> byFolder(above);
        };
    }

    private static @Nullable String byFolder(List<String> above) {
        for (String folder : above.reversed()) {
            if (folder.equals("docker")) {
                return DOCKER;
            }
            if (folder.equals("libpod_parent")) {
                return PODMAN;
            }
            if (folder.toLowerCase(Locale.ROOT).startsWith("kubepods")) {
                return KUBERNETES;
            }
        }
        return null;
    }

    private static ContainerPath machine(Matcher found) {
        String lxc = found.group(1);
        if (lxc != null) {
            return new ContainerPath(lxc, LXC, lxc);
        }
        String id = found.group(2) != null ? found.group(2) : found.group(3);
        String name = unescape(id);
        String runtime = name.startsWith("qemu-") ? "qemu" : name.startsWith("lxc-") ? LXC : NSPAWN; // libvirt's
        return new ContainerPath(id, runtime, name);
    }

    /** Undoes what systemd-escape(1) does to the characters that it does not allow in the name of a unit. */
    private static String unescape(String name) {
        return ESCAPE.matcher(name)
                .replaceAll(hit -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(hit.group(1), 16))));
    }
}
