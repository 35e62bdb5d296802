package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.probe.ExecNotes.Note;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where processes that ended came from: their control group and their command line. What was read of a process
 * itself goes before what follows from its parent, and that only counts where it follows.
 */
final class ExitOrigin {
    /** Programs that put their children into other groups than their own, also before these call exec. */
    private static final Pattern MOVERS = Pattern.compile(
            "systemd.*|\\(sd-.*|\\(systemd\\)|containerd.*|dockerd|runc.*|crun|conmon|podman|lxc-.*|crio.*"
                    + "|sshd.*|login|su|sudo|cron|crond|atd|gdm.*|machinectl|cgexec");

    private static final int GENERATIONS = 8;

    private final Function<List<String>, String> line;
    private final KnownProcesses known;
    private final Map<Integer, ProcessSample> vanished = new HashMap<>();
    private final Map<Integer, ProcessEnd> ends = new HashMap<>();

    /**
     * The origins of processes that ended since the look before.
     *
     * @param line makes one line of the arguments of a command
     */
    ExitOrigin(Function<List<String>, String> line, KnownProcesses known, List<ProcessEnd> all) {
        this.line = line;
        this.known = known;
        known.vanished().forEach(sample -> vanished.put(sample.key().pid(), sample));
        all.forEach(end -> ends.put(end.pid(), end));
    }

    /** @param sample what a look says of it, when nothing newer was read */
    @Nullable String commandLine(ProcessEnd end, @Nullable ProcessSample sample) {
        Note note = end.note();
        if (note != null) {
            String arguments = note.arguments();
            return arguments == null ? null : line(arguments);
        }
        if (sample != null) {
            return sample.description().cmdline();
        }
        ProcessSample parent = end.beforeExec() ? seen(end.parentPid()) : null;
        return parent != null && parent.description().name().equals(name(end))
                ? parent.description().cmdline()
                : null;
    }

    private String line(String arguments) {
        byte[] bytes = arguments.getBytes(ISO_8859_1);
        return CommandLine.cut(line.apply(CommandLine.arguments(bytes, bytes.length)));
    }

    /** @param sample what a look says of it, when nothing newer was read */
    ControlGroup group(ProcessEnd end, @Nullable ProcessSample sample) {
        Note note = end.note();
        if (note != null && note.cgroup() != null) {
            return CgroupPath.parse(decode(note.cgroup()));
        }
        return sample != null ? sample.description().group() : groupOfParent(end);
    }

    /** A process begins in the group of its parent, and most parents leave it there. */
    private ControlGroup groupOfParent(ProcessEnd end) {
        ProcessEnd at = end;
        for (int generation = 0; generation < GENERATIONS; generation++) {
            int parentPid = at.parentPid();
            ProcessSample parent = seen(parentPid);
            if (parent != null) {
                ProcessDescription description = parent.description();
                return moves(parentPid, description.name()) ? ControlGroup.UNKNOWN : description.group();
            }
            ProcessEnd ended = ends.get(parentPid);
            if (ended == null || moves(parentPid, name(ended))) {
                return ControlGroup.UNKNOWN;
            }
            Note note = ended.note();
            if (note != null && note.cgroup() != null) {
                return CgroupPath.parse(decode(note.cgroup()));
            }
            at = ended;
        }
        return ControlGroup.UNKNOWN;
    }

    private static boolean moves(int pid, @Nullable String name) {
        return pid <= 1 || name == null || MOVERS.matcher(name).matches();
    }

    private @Nullable ProcessSample seen(int pid) {
        ProcessSample sample = known.alive(pid);
        return sample != null ? sample : vanished.get(pid);
    }

    /** What the process was called when it ended. */
    static @Nullable String name(ProcessEnd end) {
        String name = end.name();
        if (name == null && end.note() != null) {
            name = end.note().name();
            name = name != null && name.endsWith("\n") ? name.substring(0, name.length() - 1) : name;
        }
        return name == null ? null : decode(name);
    }

    private static String decode(String bytes) {
        byte[] text = bytes.getBytes(ISO_8859_1);
        return KernelText.decode(text, 0, text.length);
    }
}
