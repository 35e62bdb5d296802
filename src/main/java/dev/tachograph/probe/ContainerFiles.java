package dev.tachograph.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files in which the runtimes of containers keep their names. Most of them are for root alone; whoever is not told is
 * told nothing here either. Sources: the runtimes' own trees as they lie on the disk; their formats have no document.
 */
final class ContainerFiles {
    private static final int MOST_BYTES = 1 << 20;
    private static final int LONGEST_NAME = 256;
    private static final String POD = "io.kubernetes.pod.name";

    private final Path root;

    /** @param root of the file system */
    ContainerFiles(Path root) {
        this.root = root;
    }

    /** Which runtimes may keep the name, the likeliest first; none when the id is the name. */
    static List<String> runtimesOf(@Nullable String runtime) {
        return switch (runtime) {
            case null ->
                List.of(ContainerPath.DOCKER, ContainerPath.CONTAINERD, ContainerPath.CRI_O, ContainerPath.PODMAN);
            case ContainerPath.KUBERNETES ->
                List.of(ContainerPath.CONTAINERD, ContainerPath.CRI_O, ContainerPath.DOCKER);
            case ContainerPath.DOCKER, ContainerPath.PODMAN, ContainerPath.CONTAINERD, ContainerPath.CRI_O ->
                List.of(runtime);
            default -> List.of();
        };
    }

    /** @param id 64 hexadecimal digits, and so a plain name of a folder */
    @Nullable String nameOf(String id, List<String> runtimes) {
        for (String runtime : runtimes) {
            String name = switch (runtime) {
                case ContainerPath.DOCKER -> docker(id);
                case ContainerPath.PODMAN -> podman(id);
                case ContainerPath.CONTAINERD -> containerd(id);
                case ContainerPath.CRI_O -> crio(id);
                default -> null;
            };
            if (name != null && !name.isEmpty()) {
                return name.length() > LONGEST_NAME ? cut(name) : name;
            }
        }
        return null;
    }

    private @Nullable String docker(String id) {
        String name = JsonTexts.members(read("var/lib/docker/containers", id, "config.v2.json"))
                .get("Name");
        return name != null && name.startsWith("/") ? name.substring(1) : name;
    }

    private @Nullable String podman(String id) {
        return JsonTexts.firstOf(read("var/lib/containers/storage/overlay-containers", "containers.json"), id, "names");
    }

    private @Nullable String containerd(String id) {
        String tasks = "run/containerd/io.containerd.runtime.v2.task";
        Map<String, String> pod = JsonTexts.annotations(read(tasks, "k8s.io", id, "config.json"));
        String container = pod.get("io.kubernetes.cri.container-name");
        if ("sandbox".equals(pod.get("io.kubernetes.cri.container-type"))) {
            container = "sandbox";
        }
        return container != null
                ? joined(pod.get("io.kubernetes.cri.sandbox-name"), container)
                : JsonTexts.annotations(read(tasks, "default", id, "config.json"))
                        .get("nerdctl/name");
    }

    private @Nullable String crio(String id) {
        Map<String, String> pod =
                JsonTexts.annotations(read("run/containers/storage/overlay-containers", id, "userdata/config.json"));
        String container = pod.get("io.kubernetes.container.name");
        return container == null ? null : joined(pod.get(POD), container.equals("POD") ? "sandbox" : container);
    }

    private static String joined(@Nullable String pod, String container) {
        return pod == null ? container : pod + "/" + container;
    }

    private static String cut(String name) {
        boolean halved = Character.isHighSurrogate(name.charAt(LONGEST_NAME - 1));
        return name.substring(0, halved ? LONGEST_NAME - 1 : LONGEST_NAME);
    }

    /** The begin of a file; nothing when there is none, it may not be read, or it is something else than a file. */
    private byte[] read(String folder, String... rest) {
        try {
            Path file = root.resolve(folder, rest);
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return new byte[0];
            }
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                return in.readNBytes(MOST_BYTES);
            }
        } catch (IOException | InvalidPathException _) {
            return new byte[0];
        }
    }
}
